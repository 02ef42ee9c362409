//! The rows of `Network::SUMMARY`.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{Context, here};
use crate::model::{Block, Kind, Layer};

/// The most repetitions whose layers have rows.
const MOST_ROWS: usize = 64;

impl Context<'_> {
    /// A row for each layer, in the order in which they lie in memory. `path` leads to this chain.
    pub(super) fn rows(&self, path: &str) -> Vec<TokenStream> {
        self.layers()
            .flat_map(|layer| match &layer.kind {
                Kind::Block(block) => self.block_rows(&format!("{path}{}", layer.field), layer, block),
                _ => vec![self.row(path, layer)],
            })
            .collect()
    }

    /// The rows of the layers of a block. One that is repeated as often as a const says, or very often, has a row of its own.
    fn block_rows(&self, path: &str, layer: &Layer, block: &Block) -> Vec<TokenStream> {
        match block {
            Block::Residual(chain) => self.of(chain).rows(&format!("{path}.chain.")),
            Block::Concat(_, chains) => {
                let chains = chains.iter().enumerate();
                chains
                    .flat_map(|(i, chain)| self.of(chain).rows(&format!("{path}.chain{}.", i + 1)))
                    .collect()
            }
            Block::Repeat(count, chain) => match count.value {
                Some(count @ ..=MOST_ROWS) => {
                    (0..count).flat_map(|i| self.of(chain).rows(&format!("{path}.chains[{i}]."))).collect()
                }
                _ => vec![self.row(path.strip_suffix(&layer.field.to_string()).unwrap_or(path), layer)],
            },
        }
    }

    /// A layer's row: the sizes come from its type, whatever they are made of.
    fn row(&self, path: &str, layer: &Layer) -> TokenStream {
        let (door, scalar, layer_type) = (self.door(layer.span), self.scalar(), self.layer_type(layer));
        let (name, text) = (format!("{path}{}", layer.field), &layer.text);
        let (input, output) = (self.shape(&layer.input, layer.span), self.shape(&layer.output, layer.span));
        let multiply_adds = if let Kind::Softmax | Kind::Flatten = &layer.kind {
            None
        } else {
            Some(quote_spanned! {here(layer.span)=>
                .multiply_adds(<#layer_type as #door::Layer>::MULTIPLY_ADDS)
            })
        };
        let buffers = layer.kind.may_need_rounds().then(
            || quote_spanned!(here(layer.span)=> .buffers(<#layer_type as #door::Layer>::NEEDS.buffers)),
        );
        quote_spanned! {here(layer.span)=>
            #door::Row::new(#name, #text, #input, #output)
                .parameters(::core::mem::size_of::<#layer_type>() / ::core::mem::size_of::<#scalar>())
                #buffers
                #multiply_adds
        }
    }
}
