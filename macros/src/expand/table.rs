//! The rows of `Network::SUMMARY`.

use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;

use super::{Context, here};
use crate::model::{Block, Layer};
use crate::size::Width;

/// The most repetitions whose layers have rows.
const MOST_ROWS: usize = 64;

impl Context<'_> {
    /// A row for each layer, in the order in which they lie in memory. `path` leads to this chain, which
    /// starts at byte `start` of the network.
    pub(super) fn rows(&self, path: &str, start: &TokenStream) -> Vec<TokenStream> {
        let (name, at) = (&self.chain.name, here(self.chain.name.span()));
        self.layers()
            .flat_map(|layer| {
                let (path, field) = (format!("{path}{}", layer.field), &layer.field);
                let start = quote_spanned!(at=> #start + ::core::mem::offset_of!(#name, #field));
                match layer.block() {
                    Some(block) => self.block_rows(&path, &start, layer, block),
                    None => vec![self.row(&path, &start, layer)],
                }
            })
            .collect()
    }

    /// The rows of the layers of a block. One that is repeated as often as a const says, or very often, has a
    /// row of its own.
    fn block_rows(&self, path: &str, start: &TokenStream, layer: &Layer, block: &Block) -> Vec<TokenStream> {
        let (at, block_type) = (here(layer.span), self.block_type(block, layer.span));
        let start_of = |field: &str| {
            let field = Ident::new(field, at);
            quote_spanned!(at=> #start + ::core::mem::offset_of!(#block_type, #field))
        };
        match block {
            Block::Residual(chain) => self.of(chain).rows(&format!("{path}.chain."), &start_of("chain")),
            Block::Concat(_, chains) => {
                let names = (1..).map(|i| format!("chain{i}"));
                let rows = |(chain, name): (_, String)| {
                    self.of(chain).rows(&format!("{path}.{name}."), &start_of(&name))
                };
                chains.iter().zip(names).flat_map(rows).collect()
            }
            Block::Repeat(Width { value: Some(count @ ..=MOST_ROWS), .. }, chain) => {
                let (name, start) = (&chain.name, start_of("chains"));
                let rows = |i: usize| {
                    let start = quote_spanned!(at=> #start + #i * ::core::mem::size_of::<#name>());
                    self.of(chain).rows(&format!("{path}.chains[{i}]."), &start)
                };
                (0..*count).flat_map(rows).collect()
            }
            Block::Repeat(..) => vec![self.row(path, start, layer)],
        }
    }

    /// A layer's row: the sizes come from its type, whatever they are made of, and its place from the
    /// compiler.
    fn row(&self, path: &str, start: &TokenStream, layer: &Layer) -> TokenStream {
        let (door, scalar, layer_type) = (self.door(layer.span), self.scalar(), self.layer_type(layer));
        let text = &layer.text;
        let (input, output) = (self.shape(&layer.input, layer.span), self.shape(&layer.output, layer.span));
        let multiply_adds = layer.is_called().then(|| {
            quote_spanned! {here(layer.span)=>
                .multiply_adds(<#layer_type as #door::Layer>::MULTIPLY_ADDS)
            }
        });
        let buffers = layer.may_need_rounds().then(
            || quote_spanned!(here(layer.span)=> .buffers(<#layer_type as #door::Layer>::NEEDS.buffers)),
        );
        quote_spanned! {here(layer.span)=>
            #door::Row::new(#path, #text, #input, #output)
                .start((#start) / ::core::mem::size_of::<#scalar>())
                .parameters(::core::mem::size_of::<#layer_type>() / ::core::mem::size_of::<#scalar>())
                #buffers
                #multiply_adds
        }
    }
}
