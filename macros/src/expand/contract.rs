//! The network as an implementation of the layer contract, and the workspace that it asks for.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{Context, here};

impl Context<'_> {
    /// What training keeps: a stage for each layer, but for the last only what it asks for itself, because
    /// its output belongs to the caller. What is between two layers that are fused has no room.
    pub(super) fn workspace(&self) -> TokenStream {
        let (name, span) = (&self.chain.name, self.chain.name.span());
        let door = self.door(span);
        let (last, between) = self.chain.body.split_last().expect("a network has a layer");
        let stages = between.iter().map(|layer| {
            let (field, layer_type) = (&layer.field, self.type_in_chain(layer));
            let [outputs, gradients] = [layer.fused.forward, layer.fused.backward]
                .map(|pair| if pair.is_some() { quote!(0) } else { quote!(__TILE) });
            quote_spanned! {here(layer.span)=>
                #field: #door::Stage<
                    <#layer_type as #door::Layer>::Output,
                    <#layer_type as #door::Layer>::Workspace<__TILE>,
                    #outputs,
                    #gradients,
                >
            }
        });
        let (field, layer_type) = (&last.field, self.type_in_chain(last));
        let own = self.own_layers();
        let text = format!("What training `{name}` keeps for a tile of samples.");
        quote_spanned! {here(span)=>
            #[doc = #text]
            pub struct __Workspace<const __TILE: #door::usize> #own {
                #(#stages,)*
                #field: <#layer_type as #door::Layer>::Workspace<__TILE>,
            }
            // SAFETY: a layer's workspace is `Zeroable` by the layer contract, and so is a stage of it and of
            // samples, which are `Pod`.
            unsafe impl<const __TILE: #door::usize> #door::Zeroable for __Workspace<__TILE> #own {}
        }
    }

    /// The body as an implementation of the layer contract.
    pub(super) fn layer_impl(&self) -> TokenStream {
        let (name, span) = (&self.chain.name, self.chain.name.span());
        let (door, scalar) = (self.door(span), self.scalar());
        let (input, output) = (self.input(), self.output());
        let costs = self.chain.body.iter().map(|layer| self.layer_type(layer));
        let (own, needs) = (self.own_layers(), self.needs());
        let (inference, training, learning) =
            (self.forward_inference(), self.there_and_back(), self.learn_impl());
        quote_spanned! {here(span)=>
            impl #door::Layer for #name #own {
                type Scalar = #scalar;
                type Input = #input;
                type Output = #output;
                type Workspace<const __TILE: #door::usize> = __Workspace<__TILE>;
                type Learns = #door::Parameters;

                const MULTIPLY_ADDS: #door::usize = 0 #(+ <#costs as #door::Layer>::MULTIPLY_ADDS)*;
                const NEEDS: #door::Needs = #needs;

                #inference

                #training
            }

            #learning
        }
    }

    /// Both ways through the chain in training. A chain that may need rounds is long to compile in place.
    fn there_and_back(&self) -> TokenStream {
        let span = self.chain.name.span();
        let door = self.door(span);
        let (forward, backward) = (self.forward_training(), self.backward());
        let inline = (!self.chain.may_need_rounds()).then(|| quote!(#[inline]));
        quote_spanned! {here(span)=>
            #inline
            #[allow(unused_variables, unused_mut)]
            fn forward_training<const __TILE: #door::usize>(&self, pass: #door::Training<'_, Self, __TILE>) {
                let #door::Training { x, y, workspace, mut round, .. } = pass;
                let n = #door::count(y);
                #forward
            }

            #inline
            #[allow(unused_variables, unused_mut)]
            fn backward<const __TILE: #door::usize>(&self, pass: #door::Backward<'_, Self, __TILE>) {
                let #door::Backward { x, y, dy, dx, workspace, mut round, .. } = pass;
                let n = #door::count(y);
                #backward
            }
        }
    }

    /// One sample that goes in.
    pub(super) fn input(&self) -> TokenStream {
        self.sample(&self.chain.input, self.chain.name.span())
    }

    /// One sample that comes out.
    pub(super) fn output(&self) -> TokenStream {
        self.sample(&self.chain.output, self.chain.name.span())
    }
}
