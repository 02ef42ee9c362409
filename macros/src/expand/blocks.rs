//! Blocks: their types, and the structs of the chains inside of them.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::{Context, Part, here};
use crate::model::{Block, Chain};

impl Context<'_> {
    /// The structs of all blocks of this chain, innermost first.
    pub(super) fn blocks(&self) -> TokenStream {
        let blocks = self.chain.body.iter().filter_map(|layer| Some((layer.block()?, layer)));
        let structs = blocks.map(|(block, layer)| {
            let chains = block.chains().iter().map(|chain| self.of(chain).with_blocks());
            let concat = match block {
                Block::Concat(name, chains) => Some(self.concat(name, layer, chains)),
                Block::Residual(_) | Block::Repeat(..) => None,
            };
            quote!(#(#chains)* #concat)
        });
        quote!(#(#structs)*)
    }

    /// The type of a block.
    pub(super) fn block_type(&self, block: &Block, place: Span) -> TokenStream {
        let (door, span) = (self.door(place), here(place));
        match block {
            Block::Residual(Chain { name, .. }) => quote_spanned!(span=> #door::Residual<#name>),
            Block::Repeat(count, Chain { name, .. }) => {
                let count = &count.tokens;
                quote_spanned!(span=> #door::Repeat<{ #count }, #name>)
            }
            Block::Concat(name, _) => quote_spanned!(span=> #name),
        }
    }

    /// The context of a chain inside of this one.
    pub(super) fn of<'b>(&'b self, chain: &'b Chain) -> Context<'b> {
        Context { writer: self.writer, network: self.network, chain, part: Part::Block }
    }

    fn with_blocks(&self) -> TokenStream {
        let (blocks, item, implementation) = (self.blocks(), self.item(), self.implementation());
        quote!(#blocks #item #implementation)
    }
}
