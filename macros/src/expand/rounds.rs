//! The chain in training where its layers may look at whole batches or draw random numbers: every layer is told which round of
//! the batch this is, and takes part in its own.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};

use super::{Context, here};
use crate::model::{Kind, Layer};

impl Context<'_> {
    /// What training this chain needs: what its layers need together.
    pub(super) fn needs(&self) -> TokenStream {
        self.needs_of(self.chain.body.iter())
    }

    /// Both ways through the chain, round by round, and what a batch leaves in its buffers. A caller who knows of no rounds
    /// may go through it where no layer asks for any.
    pub(super) fn training_in_rounds(&self) -> TokenStream {
        let door = self.door(self.chain.name.span());
        let (forward, backward, buffers) =
            (self.forward_round(), self.backward_round(), self.update_buffers());
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
                #backward
            }

            fn update_buffers<const __TILE: #door::usize>(&mut self, workspace: &__Workspace<__TILE>) {
                #buffers
            }
        }
    }

    fn forward_round(&self) -> TokenStream {
        let body = &self.chain.body;
        let lines = body.iter().enumerate().map(|(i, layer)| {
            let (the, at, field) = (self.contract(layer), here(layer.span), &layer.field);
            let (x, y, workspace) = self.forward_places(i);
            let activate = if i + 1 < body.len() { self.activate(layer, &y) } else { TokenStream::new() };
            let (is_last, activate) = self.in_last_round(layer, &activate);
            let (round, turn) = (self.name("round"), self.turn(i, &self.needs_of(body[..i].iter())));
            quote_spanned! {at=>
                #turn {
                    #is_last
                    #the::forward_round::<__TILE>(&self.#field, #x, #y, #workspace, #round);
                    #activate
                }
            }
        });
        lines.collect()
    }

    fn backward_round(&self) -> TokenStream {
        let body = &self.chain.body;
        let unused = self.unused();
        let lines = body.iter().enumerate().rev().map(|(i, layer)| {
            let (door, the, at, field) =
                (self.door(layer.span), self.contract(layer), here(layer.span), &layer.field);
            let (round, turn) = (self.name("round"), self.turn(i, &self.needs_of(body[i + 1..].iter())));
            let (pass, dx) = (self.pass(i), self.dx(i));
            let dx = if i == 0 {
                self.cast_option(layer, &dx)
            } else {
                quote_spanned!(at=> #door::Option::Some(#dx))
            };
            let pull_back = i.checked_sub(1).map(|before| self.pull_back(&body[before])).unwrap_or_default();
            let (is_last, pull_back) = self.in_last_round(layer, &pull_back);
            quote_spanned! {at=>
                #turn {
                    #is_last
                    #the::backward_round::<__TILE>(&self.#field, #pass, #dx, #round);
                    #pull_back
                }
            }
        });
        quote!(#unused #(#lines)*)
    }

    fn update_buffers(&self) -> TokenStream {
        let w = self.name("workspace");
        let body = &self.chain.body;
        let lines =
            body.iter().enumerate().filter(|(_, layer)| layer.may_have_buffers()).map(|(i, layer)| {
                let (the, at, field) = (self.contract(layer), here(layer.span), &layer.field);
                let inside = (i + 1 < body.len()).then(|| quote_spanned!(at=> .workspace));
                quote_spanned!(at=> #the::update_buffers::<__TILE>(&mut self.#field, &#w.#field #inside);)
            });
        quote!(let _ = &#w; #(#lines)*)
    }

    /// `if let Some(round) = ...`: whether layer `i` takes part in this round, behind layers with these needs.
    fn turn(&self, i: usize, on_the_way: &TokenStream) -> TokenStream {
        let layer = &self.chain.body[i];
        let (door, at, field, layer_type) =
            (self.door(layer.span), here(layer.span), &layer.field, self.layer_type(layer));
        let (round, net) = (self.name("round"), self.name("net"));
        quote_spanned! {at=>
            if let #door::Option::Some(#round) = #round.inside(
                #i,
                #on_the_way,
                <#layer_type as #door::Layer>::NEEDS,
                |#net: &mut Self| &mut #net.#field,
            )
        }
    }

    /// What is done behind a layer in the last of its rounds, when its outputs or gradients are whole: a line before the call of
    /// the layer, and one after it.
    fn in_last_round(&self, layer: &Layer, then: &TokenStream) -> (Option<TokenStream>, Option<TokenStream>) {
        if then.is_empty() {
            return (None, None);
        }
        let (door, at, layer_type) = (self.door(layer.span), here(layer.span), self.layer_type(layer));
        let (round, is_last) = (self.name("round"), self.name("is_last"));
        (
            Some(quote_spanned!(at=> let #is_last = #round.is_last(<#layer_type as #door::Layer>::NEEDS);)),
            Some(quote_spanned!(at=> if #is_last { #then })),
        )
    }

    fn needs_of<'l>(&self, layers: impl Iterator<Item = &'l Layer>) -> TokenStream {
        let door = self.door(self.chain.name.span());
        let needs = layers.filter(|layer| layer.kind.may_need_rounds()).map(|layer| {
            let (door, layer_type) = (self.door(layer.span), self.layer_type(layer));
            quote_spanned!(here(layer.span)=> .and(<#layer_type as #door::Layer>::NEEDS))
        });
        quote!(#door::Needs::NOTHING #(#needs)*)
    }

    /// The first layer's `dx`, which somebody may have asked for, seen as the type that the layer takes.
    fn cast_option(&self, first: &Layer, dx: &TokenStream) -> TokenStream {
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

impl Layer {
    /// Whether a step may leave something in its buffers.
    fn may_have_buffers(&self) -> bool {
        self.kind.may_need_rounds() && !matches!(self.kind, Kind::Dropout { .. })
    }
}
