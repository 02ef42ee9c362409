//! Inference as straight-line code, with the activations on the stack.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};

use super::{Context, here};
use crate::model::Layer;

/// The locals that hold the activations of inference in turn.
const BUFFERS: [&str; 2] = ["even", "odd"];

impl Context<'_> {
    /// `__infer`: the body for up to `__TILE` samples, with the activations on the stack: each layer reads from one of two
    /// buffers and writes to the other.
    pub(super) fn infer(&self) -> TokenStream {
        let (name, span) = (&self.chain.name, self.chain.name.span());
        let (door, input, output) = (self.door(span), self.input(), self.output());
        let own = self.own_layers();
        let layers = self.computing();
        let mut lines = TokenStream::new();
        let mut x = self.name("x").into_token_stream();
        let mut before = None;
        for (i, &layer) in layers.iter().enumerate() {
            let from = self.cast(before, layer, &x, "samples");
            let (the, at, field) = (self.contract(layer), here(layer.span), self.field("network", layer));
            let simd = self.name("simd");
            if i + 1 == layers.len() {
                let to = self.cast_out(layer, &self.name("y").into_token_stream(), "samples_mut");
                lines.extend(quote_spanned!(at=> #the::forward_on(#field, #simd, #from, #to);));
            } else {
                let (door, layer_type, local) =
                    (self.door(layer.span), self.layer_type(layer), layer.local());
                let (buffer, n) = (self.name(BUFFERS[i % 2]), self.name("n"));
                lines.extend(quote_spanned! {at=>
                    let #local = #door::room::<_, <#layer_type as #door::Layer>::Output, _>(&mut #buffer.0, #n);
                    #the::forward_on(#field, #simd, #from, #local);
                });
                x = quote_spanned!(at=> &*#local);
            }
            before = Some(layer);
        }
        let buffers = self.buffers();
        quote_spanned! {here(span)=>
            #[inline(always)]
            fn __infer<__S: #door::Simd, const __TILE: #door::usize>(
                simd: __S,
                network: &#name,
                x: &[#input],
                y: &mut [#output],
            ) #own {
                let n = x.len();
                #buffers
                #lines
            }
        }
    }

    /// The layers that have something to do; one at the least.
    fn computing(&self) -> Vec<&Layer> {
        let body = || self.chain.body.iter();
        let computing: Vec<_> = body().filter(|layer| !layer.kind.is_wire()).collect();
        if computing.is_empty() { body().collect() } else { computing }
    }

    /// The two buffers, each as large as the largest of the activations that it takes in turn.
    fn buffers(&self) -> TokenStream {
        let (scalar, between) = (self.scalar(), self.computing().len() - 1);
        let buffers = BUFFERS.iter().enumerate().take(between).map(|(i, buffer)| {
            let (buffer, largest, door) =
                (self.name(buffer), self.largest(i), self.door(self.chain.name.span()));
            quote!(let mut #buffer = #door::zeroed::<#door::Aligned<[[#scalar; #largest]; __TILE]>>();)
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

    /// The bytes of both buffers for one sample.
    pub(super) fn activations(&self) -> TokenStream {
        let scalar = self.scalar();
        let largest = [0, 1].map(|first| self.largest(first));
        quote!(::core::mem::size_of::<#scalar>() * (0 #(+ #largest)*))
    }
}
