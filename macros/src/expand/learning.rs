//! What the layers of a chain learn: each is asked in turn.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};

use super::{Context, here};
use crate::model::Layer;

impl Context<'_> {
    /// The chain as an implementation of the contract of layers with parameters.
    pub(super) fn learn_impl(&self) -> TokenStream {
        let (name, span) = (&self.chain.name, self.chain.name.span());
        let (door, own) = (self.door(span), self.own_layers());
        let (initialize, update, learned) = (self.initialize(), self.update(), self.learned());
        let update_buffers = self.chain.may_need_rounds().then(|| self.update_buffers());
        quote_spanned! {here(span)=>
            impl #door::Learn for #name #own {
                #[allow(unused_variables)]
                fn initialize<R: #door::Rng + ?#door::Sized>(&mut self, init: #door::Init, rng: &mut R) {
                    #initialize
                }

                #[inline]
                fn gradient<const __TILE: #door::usize>(
                    &self,
                    pass: #door::Backward<'_, Self, __TILE>,
                    gradient: &mut Self,
                ) {
                    <Self as #door::Learn>::update(#door::Update::Add { layer: self, gradient }, pass);
                }

                #update_buffers

                #[inline]
                #[allow(unused_variables, unused_mut)]
                fn update<const __TILE: #door::usize>(
                    mut update: #door::Update<'_, Self>,
                    pass: #door::Backward<'_, Self, __TILE>,
                ) {
                    let #door::Backward { x, y, dy, workspace, round, .. } = pass;
                    let n = #door::count(y);
                    #update
                }

                #[allow(unused_variables)]
                fn learned(start: #door::usize, each: &mut dyn ::core::ops::FnMut(::core::ops::Range<#door::usize>)) {
                    #learned
                }
            }
        }
    }

    /// Draws every layer's parameters by the caller's initialiser.
    fn initialize(&self) -> TokenStream {
        let [init, rng] = ["init", "rng"].map(|name| self.name(name));
        self.learners(|_, layer, door| {
            let (field, function) = (&layer.field, function("initialize", layer));
            quote_spanned!(here(layer.span)=> #door::#function(&mut self.#field, #init, #rng);)
        })
    }

    /// Applies the update to every layer that may learn.
    fn update(&self) -> TokenStream {
        let [update, net, round] = ["update", "net", "round"].map(|name| self.name(name));
        self.learners(|i, layer, door| {
            let (at, function) = (here(layer.span), function("update", layer));
            let (field, field_mut) = (self.field("net", layer), self.field_mut("net", layer));
            let number = Literal::usize_unsuffixed(i);
            let pass = self.pass(i, &quote_spanned!(at=> #round.of(#number)));
            quote_spanned! {at=>
                #door::#function::<_, __TILE>(#update.inside(|#net| #field, |#net| #field_mut), #pass);
            }
        })
    }

    /// What a batch leaves in the buffers of the layers.
    fn update_buffers(&self) -> TokenStream {
        let span = self.chain.name.span();
        let (door, workspace) = (self.door(span), self.name("workspace"));
        let body = &self.chain.body;
        let layers = body.iter().enumerate().filter(|(_, layer)| layer.may_have_buffers());
        let calls = layers.map(|(i, layer)| {
            let (door, at, field) = (self.door(layer.span), here(layer.span), &layer.field);
            let inside = (i + 1 < body.len()).then(|| quote_spanned!(at=> .workspace));
            let (function, layer) = (function("update_buffers", layer), self.field_mut("self", layer));
            quote_spanned!(at=> #door::#function::<_, __TILE>(#layer, &#workspace.#field #inside);)
        });
        quote_spanned! {here(span)=>
            #[allow(unused_variables)]
            fn update_buffers<const __TILE: #door::usize>(&mut self, workspace: &__Workspace<__TILE>) {
                #(#calls)*
            }
        }
    }

    /// Where the parameters of each layer lie.
    fn learned(&self) -> TokenStream {
        let [start, each] = ["start", "each"].map(|name| self.name(name));
        self.learners(|_, layer, door| {
            let (layer_type, field, at) = (self.layer_type(layer), &layer.field, here(layer.span));
            let function = function("learned", layer);
            quote_spanned! {at=>
                #door::#function::<#layer_type>(
                    #door::place::<Self>(#start, ::core::mem::offset_of!(Self, #field)),
                    #each,
                );
            }
        })
    }

    /// A call for each layer that may have parameters.
    fn learners(&self, call: impl Fn(usize, &Layer, &TokenStream) -> TokenStream) -> TokenStream {
        let layers = self.chain.body.iter().enumerate().filter(|(_, layer)| layer.may_learn());
        let calls = layers.map(|(i, layer)| call(i, layer, &self.door(layer.span)));
        quote!(#(#calls)*)
    }
}

/// A function of the library that does something with a layer.
fn function(name: &str, layer: &Layer) -> Ident {
    Ident::new(name, here(layer.span))
}
