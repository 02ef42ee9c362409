//! The chain in training where its layers may look at whole batches or draw random numbers: every layer is
//! told which round of the batch this is, and takes part in its own.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::{Context, here};
use crate::model::Layer;

impl Context<'_> {
    /// What this chain needs: what its layers need together, and room for what goes from one to the next.
    pub(super) fn needs(&self) -> TokenStream {
        let may_need = |layer: &&Layer| layer.may_need_rounds() || layer.has_scratch();
        let (needs, between) = (self.needs_of(self.chain.body.iter().filter(may_need)), self.between());
        quote!(#needs.scratch(#between))
    }

    /// `if let Some(round) = ...`: whether layer `i` takes part in this round, after the layers on the way to
    /// it.
    pub(super) fn turn(&self, i: usize, on_the_way: &[Layer]) -> TokenStream {
        let on_the_way = self.needs_of(on_the_way.iter().filter(|layer| layer.may_need_rounds()));
        let layer = &self.chain.body[i];
        let (door, at, layer_type) = (self.door(layer.span), here(layer.span), self.layer_type(layer));
        let (round, net) = (self.name("round"), self.name("net"));
        let (number, field) = (Literal::usize_unsuffixed(i), self.field_mut("net", layer));
        quote_spanned! {at=>
            if let #door::Option::Some(#round) = #round.inside(
                #number,
                #on_the_way,
                <#layer_type as #door::Layer>::NEEDS,
                |#net: &mut Self| #field,
            )
        }
    }

    fn needs_of<'a>(&self, layers: impl Iterator<Item = &'a Layer>) -> TokenStream {
        let door = self.door(self.chain.name.span());
        let needs = layers.map(|layer| {
            let (door, layer_type) = (self.door(layer.span), self.layer_type(layer));
            quote_spanned!(here(layer.span)=> .and(<#layer_type as #door::Layer>::NEEDS))
        });
        quote!(#door::Needs::NOTHING #(#needs)*)
    }

    /// The first layer's `dx`, which the caller may have asked for, seen as the type that the layer takes.
    pub(super) fn cast_option(&self, first: &Layer, dx: &TokenStream) -> TokenStream {
        let plain = self.name("dx").into_token_stream();
        if dx.to_string() == plain.to_string() {
            return plain;
        }
        quote_spanned!(here(first.span)=> match #plain {
            ::core::option::Option::Some(#plain) => ::core::option::Option::Some(#dx),
            ::core::option::Option::None => ::core::option::Option::None,
        })
    }
}
