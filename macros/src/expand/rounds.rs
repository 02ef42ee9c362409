//! The chain in training where its layers may look at whole batches or draw random numbers: every layer is told which round of
//! the batch this is, and takes part in its own.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};

use super::{Context, here};
use crate::model::Layer;

impl Context<'_> {
    /// What training this chain needs: what its layers need together.
    pub(super) fn needs(&self) -> TokenStream {
        self.needs_of(&self.chain.body)
    }

    /// Both ways through the chain, round by round, and what a batch leaves in its buffers. A caller who knows of no rounds
    /// may go through it where no layer asks for any.
    pub(super) fn training_in_rounds(&self) -> TokenStream {
        let door = self.door(self.chain.name.span());
        let (forward, backward, buffers) =
            (self.forward_training(), self.backward_to(0, "self"), self.update_buffers());
        let unused = self.unused();
        quote_spanned! {here(self.chain.name.span())=>
            #door::in_one_round!();

            fn forward_round<const __TILE: #door::usize>(
                &self,
                x: &[Self::Input],
                y: &mut [Self::Output],
                workspace: &mut __Workspace<__TILE>,
                mut round: #door::Round<'_, Self>,
            ) {
                let n = #door::count(y);
                #forward
            }

            fn backward_round<const __TILE: #door::usize>(
                &self,
                #door::Pass { x, picks, y, dy, workspace, .. }: #door::Pass<'_, Self, __TILE>,
                dx: #door::Option<&mut [Self::Input]>,
                mut round: #door::Round<'_, Self>,
            ) {
                let n = #door::count(y);
                #unused
                #backward
            }

            fn update_buffers<const __TILE: #door::usize>(&mut self, workspace: &__Workspace<__TILE>) {
                #buffers
            }
        }
    }

    fn update_buffers(&self) -> TokenStream {
        let w = self.name("workspace");
        let body = &self.chain.body;
        let lines =
            body.iter().enumerate().filter(|(_, layer)| layer.may_have_buffers()).map(|(i, layer)| {
                let (the, at, field) = (self.contract(layer), here(layer.span), &layer.field);
                let inside = (i + 1 < body.len()).then(|| quote_spanned!(at=> .workspace));
                let layer = self.field_mut("self", layer);
                quote_spanned!(at=> #the::update_buffers::<__TILE>(#layer, &#w.#field #inside);)
            });
        quote!(let _ = &#w; #(#lines)*)
    }

    /// `if let Some(round) = ...`: whether layer `i` takes part in this round, after the layers on the way to it.
    pub(super) fn turn(&self, i: usize, on_the_way: &[Layer]) -> TokenStream {
        let on_the_way = self.needs_of(on_the_way);
        let layer = &self.chain.body[i];
        let (door, at, layer_type) = (self.door(layer.span), here(layer.span), self.layer_type(layer));
        let (round, net) = (self.name("round"), self.name("net"));
        let field = self.field_mut("net", layer);
        quote_spanned! {at=>
            if let #door::Option::Some(#round) = #round.inside(
                #i,
                #on_the_way,
                <#layer_type as #door::Layer>::NEEDS,
                |#net: &mut Self| #field,
            )
        }
    }

    fn needs_of(&self, layers: &[Layer]) -> TokenStream {
        let door = self.door(self.chain.name.span());
        let needs = layers.iter().filter(|layer| layer.may_need_rounds()).map(|layer| {
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
