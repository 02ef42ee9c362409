//! Model to tokens: one plain struct and straight-line calls. Cannot fail.
//!
//! Every path goes through the library's private door, every local has the macro's own hygiene, and every
//! call has the span of its layer.

mod item;
mod docs;
mod table;
mod plain;
mod consts;
mod blocks;
mod concat;
mod contract;
mod chain;
mod inference;
mod training;
mod learning;
mod rounds;
mod checks;

use std::ops::Deref;

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::ast::Form;
use crate::code::{TypeOf, Writer, here};
use crate::consts::Const;
use crate::model::{Chain, Definition, Layer, Network, Part, What};

/// Writes a network. Where an expression is wanted it is a block that ends in a network of zeros.
pub(crate) fn expand(krate: &Ident, network: &Network) -> TokenStream {
    let writer = Writer { krate, scalar: &network.scalar };
    let context = Context { writer, network, chain: &network.chain, part: Part::Network };
    let (checks, warnings) = (context.checks(), context.warnings());
    let (definitions, blocks, item, implementation) =
        (context.definitions(), context.blocks(), context.item(), context.implementation());
    match network.form {
        Form::Item => quote!(#definitions #checks #warnings #blocks #item #implementation),
        Form::Expression => {
            let (door, name) = (context.door(network.chain.name.span()), &network.chain.name);
            // A block of its own, outside of which the user's names mean what they meant before.
            quote!(#definitions #checks #warnings { #blocks #item #implementation #door::unnamed::<#name>() })
        }
    }
}

/// What every part of the expansion needs.
struct Context<'a> {
    writer: Writer<'a>,
    network: &'a Network,
    /// The chain that becomes a struct: the network's own, or that of a block.
    chain: &'a Chain,
    part: Part,
}

/// A context writes all that its writer does.
impl<'a> Deref for Context<'a> {
    type Target = Writer<'a>;

    fn deref(&self) -> &Writer<'a> {
        &self.writer
    }
}

impl Context<'_> {
    /// The widths that are consts and the layers of the user's own, each written once.
    fn definitions(&self) -> TokenStream {
        let door = self.door(self.chain.name.span());
        let widths = self.network.consts.iter().map(|Const { name, value, span }| {
            let expression = self.value(value, *span);
            quote_spanned! {here(*span)=>
                #[doc(hidden)]
                #[allow(non_upper_case_globals, dead_code)]
                const #name: #door::usize = #expression;
            }
        });
        let types = self.network.types.iter().map(|Definition { name, written, span }| {
            quote_spanned! {here(*span)=>
                #[doc(hidden)]
                #[allow(non_camel_case_types, dead_code)]
                type #name = #written;
            }
        });
        quote!(#(#widths)* #(#types)*)
    }

    /// `where` clauses that the layers of the user's own are layers. They hold or they do not, and where they
    /// do not, the compiler says so at them and takes everything inside for granted: one error, not ten.
    fn own_layers(&self) -> TokenStream {
        let types = self.network.types.iter().map(|Definition { name, span, .. }| {
            let door = self.door(*span);
            quote_spanned!(*span=> #name: #door::Layer)
        });
        quote!(where #(#types,)*)
    }

    /// The type of a layer.
    fn layer_type(&self, layer: &Layer) -> TokenStream {
        let Layer { input, output, span, .. } = layer;
        match &layer.what {
            What::BuiltIn(layer) => {
                layer.layer_type(&TypeOf { writer: self.writer, place: *span, input, output })
            }
            What::Block(block) => self.block_type(block, *span),
            What::Own(path) => path.clone(),
        }
    }

    /// All layers in their order, the head included.
    fn layers(&self) -> impl Iterator<Item = &Layer> {
        let Chain { body, flattens, head, .. } = self.chain;
        let at = move |i| flattens.iter().filter(move |(before, _)| *before == i).map(|(_, flatten)| flatten);
        (0..=body.len()).flat_map(move |i| at(i).chain(body.get(i))).chain(head)
    }

    /// The last layer of the body.
    fn last(&self) -> &Layer {
        self.chain.body.last().expect("a network has a layer")
    }
}

/// An expression as a macro would write it: in braces of the macro's own, so that no lint asks the user to
/// remove them.
fn expression(written: &TokenStream) -> TokenStream {
    let mut tokens = written.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Brace => {
            let mut braces = Group::new(Delimiter::Brace, group.stream());
            braces.set_span(here(group.span()));
            TokenTree::Group(braces).into()
        }
        _ => written.clone(),
    }
}
