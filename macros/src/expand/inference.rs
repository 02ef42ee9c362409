//! Inference as straight-line code, with the activations in a scratch that the caller gives.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};

use super::{Context, here};
use crate::model::Layer;

/// The locals that hold the activations of inference in turn.
const BUFFERS: [&str; 2] = ["even", "odd"];

impl Context<'_> {
    /// The body: each layer reads from one of two buffers and writes to the other.
    pub(super) fn forward_inference(&self) -> TokenStream {
        let span = self.chain.name.span();
        let door = self.door(span);
        let layers = self.computing();
        let mut lines = TokenStream::new();
        let mut x = self.name("x").into_token_stream();
        let mut before = None;
        for (i, &layer) in layers.iter().enumerate() {
            let from = self.cast(before, layer, &x, "samples");
            let (the, at, field) = (self.contract(layer), here(layer.span), self.field("self", layer));
            let (simd, scratch) = (self.name("simd"), self.name("scratch"));
            let forward = |to: &TokenStream| {
                let door = self.door(layer.span);
                let scratch = if layer.is_own() {
                    quote_spanned!(at=> #door::scratch(#scratch))
                } else if layer.has_scratch() {
                    quote_spanned!(at=> &mut *#scratch)
                } else {
                    quote_spanned!(at=> &mut [])
                };
                quote_spanned!(at=> #the::forward(#field, #door::Forward::new(#simd, #from, #to, #scratch));)
            };
            if i + 1 == layers.len() {
                let to = self.cast_out(layer, &self.name("y").into_token_stream(), "samples_mut");
                lines.extend(forward(&to));
            } else {
                let (door, layer_type, local) =
                    (self.door(layer.span), self.layer_type(layer), layer.local());
                let (buffer, n) = (self.name(BUFFERS[i % 2]), self.name("n"));
                let call = forward(&local.to_token_stream());
                lines.extend(quote_spanned! {at=>
                    let #local = #door::room::<_, <#layer_type as #door::Layer>::Output>(#buffer, #n);
                    #call
                });
                x = quote_spanned!(at=> &*#local);
            }
            before = Some(layer);
        }
        let buffers = self.buffers();
        quote_spanned! {here(span)=>
            #[inline(always)]
            #[allow(unused_variables)]
            fn forward<__S: #door::Simd>(&self, pass: #door::Forward<'_, Self, __S>) {
                let #door::Forward { simd, x, y, scratch, .. } = pass;
                let n = x.len();
                #buffers
                #lines
            }
        }
    }

    /// The layers that have something to do; one at least.
    fn computing(&self) -> Vec<&Layer> {
        let body = || self.chain.body.iter();
        let computing: Vec<_> = body().filter(|layer| !layer.is_wire()).collect();
        if computing.is_empty() { body().collect() } else { computing }
    }

    /// The two buffers, each as large as the largest of the activations that it takes in turn. What is left
    /// of the scratch is for the layers.
    fn buffers(&self) -> TokenStream {
        let between = self.computing().len() - 1;
        let (door, scratch, n) = (self.door(self.chain.name.span()), self.name("scratch"), self.name("n"));
        let buffers = BUFFERS.iter().enumerate().take(between).map(|(i, buffer)| {
            let (buffer, largest) = (self.name(buffer), self.largest(i));
            quote!(let (#buffer, #scratch) = #door::split(#scratch, #n, #largest);)
        });
        quote!(#(#buffers)*)
    }

    /// The largest output of every second layer but the last.
    fn largest(&self, first: usize) -> TokenStream {
        let door = self.door(self.chain.name.span());
        let mut between = self.computing();
        between.pop();
        let features = between
            .into_iter()
            .skip(first)
            .step_by(2)
            .map(|layer| self.known_shape(&layer.output, layer.span));
        quote!({ #door::largest(&[#(#door::features(#features)),*]) })
    }

    /// The scalars of a sample that both buffers hold.
    pub(super) fn between(&self) -> TokenStream {
        let [even, odd] = [0, 1].map(|first| self.largest(first));
        quote!(#even + #odd)
    }

    /// The scalars that a sample needs: of both buffers, and what the layers need in turn.
    pub(super) fn scratch(&self) -> TokenStream {
        let (door, between) = (self.door(self.chain.name.span()), self.between());
        let inside = self.chain.body.iter().filter(|layer| layer.has_scratch()).map(|layer| {
            let (door, layer_type) = (self.door(layer.span), self.layer_type(layer));
            quote_spanned! {here(layer.span)=>
                { use #door::NoLayer as _; #door::Probe::<#layer_type>::SCRATCH }
            }
        });
        quote!(#door::largest(&[#(#inside),*]) + #between)
    }
}
