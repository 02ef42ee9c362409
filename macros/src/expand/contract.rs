//! The network as an implementation of the layer contract, and the workspace that it asks for.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::{Context, Part, here};
use crate::built_in::Head;
use crate::model::Layer;

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
            // SAFETY: a layer's workspace is `Zeroable` by the layer contract, and so is a stage of it and of samples, which are `Pod`.
            unsafe impl<const __TILE: #door::usize> #door::Zeroable for __Workspace<__TILE> #own {}
        }
    }

    /// The body as an implementation of the layer contract.
    pub(super) fn layer_impl(&self) -> TokenStream {
        let (name, span) = (&self.chain.name, self.chain.name.span());
        let (door, scalar) = (self.door(span), self.scalar());
        let (input, output) = (self.input(), self.output());
        let costs = self.chain.body.iter().map(|layer| self.layer_type(layer));
        let (own, first) = (self.own_layers(), self.layer_type(self.first()));
        let (head, scratch, initialize) = (self.head_number(), self.scratch(), self.initialize());
        let (forward_within, forward_on) = (self.forward_within(), self.forward_on());
        let (inside, training, needs) = if self.chain.may_need_rounds() {
            let needs = self.needs();
            (None, self.training_in_rounds(), Some(quote!(const NEEDS: #door::Needs = #needs;)))
        } else {
            (Some(self.backward_all_but_first()), self.training(), None)
        };
        let (gradient, descend, learned) = (self.gradient(), self.descend(), self.learned());
        let measure = self.measure();
        quote_spanned! {here(span)=>
            #inside

            impl #door::Layer for #name #own {
                type Scalar = #scalar;
                type Input = #input;
                type Output = #output;
                type Workspace<const __TILE: #door::usize> = __Workspace<__TILE>;

                const PICKS: #door::bool = <#first as #door::Layer>::PICKS;
                const MULTIPLY_ADDS: #door::usize = 0 #(+ <#costs as #door::Layer>::MULTIPLY_ADDS)*;
                #needs
                const SCRATCH: #door::usize = #scratch;
                const HEAD: #door::u8 = #head;

                fn initialize<R: #door::Rng + ?#door::Sized>(&mut self, init: #door::Init, rng: &mut R) {
                    #initialize
                }

                #[inline]
                fn forward(&self, pass: #door::Forward<'_, Self>) {
                    #door::dispatch_forward(self, pass);
                }

                #[inline(always)]
                fn forward_on<__S: #door::Simd>(&self, simd: __S, x: &[Self::Input], y: &mut [Self::Output]) {
                    #door::#forward_on(self, simd, x, y);
                }

                #learned

                #forward_within

                #training

                #[inline]
                fn gradient<const __TILE: #door::usize>(
                    &self,
                    #door::Pass { x, picks, y, dy, workspace, .. }: #door::Pass<'_, Self, __TILE>,
                    gradient: &mut Self,
                ) {
                    let n = #door::count(y);
                    #gradient
                }

                #[inline]
                fn measure<const __TILE: #door::usize>(
                    &self,
                    #door::Pass { x, picks, y, dy, workspace, .. }: #door::Pass<'_, Self, __TILE>,
                    scratch: &mut Self,
                    magnitude: &mut #door::Magnitude<Self::Scalar>,
                ) {
                    let n = #door::count(y);
                    #measure
                }

                #[inline]
                fn descend<const __TILE: #door::usize>(
                    &mut self,
                    #door::Pass { x, picks, y, dy, workspace, .. }: #door::Pass<'_, Self, __TILE>,
                    learning_rate: Self::Scalar,
                    scratch: &mut Self,
                ) {
                    let n = #door::count(y);
                    #descend
                }
            }
        }
    }

    /// Where the parameters of each layer lie.
    fn learned(&self) -> TokenStream {
        let door = self.door(self.chain.name.span());
        let calls = self.chain.body.iter().filter(|layer| layer.may_learn()).map(|layer| {
            let (layer_type, field) = (self.layer_type(layer), &layer.field);
            quote_spanned! {here(layer.span)=>
                <#layer_type as #door::Layer>::learned(#door::place::<Self>(start, ::core::mem::offset_of!(Self, #field)), each);
            }
        });
        quote_spanned! {here(self.chain.name.span())=>
            fn learned(start: #door::usize, each: &mut dyn ::core::ops::FnMut(::core::ops::Range<#door::usize>)) {
                let _ = (start, &each);
                #(#calls)*
            }
        }
    }

    /// Who gives the room that inference needs: of a network exactly as much as it needs for a single sample.
    fn forward_on(&self) -> Ident {
        match self.part {
            Part::Network => self.name("forward_network"),
            Part::Block => self.name("forward_alone"),
        }
    }

    /// Both ways through a chain whose layers look at each tile once, and draw nothing.
    fn training(&self) -> TokenStream {
        let door = self.door(self.chain.name.span());
        let (forward, backward_first) = (self.forward_training(), self.backward_layer(0, "self"));
        let inside_first = self.backward_inside_first();
        quote_spanned! {here(self.chain.name.span())=>
            #door::in_one_round!(forward);

            #[inline]
            fn forward_round<const __TILE: #door::usize>(
                &self,
                x: &[Self::Input],
                y: &mut [Self::Output],
                workspace: &mut __Workspace<__TILE>,
                round: #door::Round<'_, Self>,
            ) {
                let n = #door::count(y);
                #forward
            }

            #[inline]
            fn backward<const __TILE: #door::usize>(
                &self,
                #door::Pass { x, picks, y, dy, workspace, .. }: #door::Pass<'_, Self, __TILE>,
                dx: &mut [Self::Input],
            ) {
                let n = #door::count(y);
                __inside::<__TILE>(self, y, dy, workspace);
                #backward_first
            }

            #[inline]
            fn backward_inside<const __TILE: #door::usize>(
                &self,
                #door::Pass { x, picks, y, dy, workspace, .. }: #door::Pass<'_, Self, __TILE>,
            ) {
                let n = #door::count(y);
                __inside::<__TILE>(self, y, dy, workspace);
                #inside_first
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

    fn head_number(&self) -> TokenStream {
        let last = self.last();
        let door = self.door(last.span);
        match self.chain.head.as_ref().and_then(Layer::head) {
            Some(Head::Softmax) => quote!(#door::SOFTMAX),
            Some(Head::Sigmoid) => quote!(#door::SIGMOID),
            None if last.is_own() => {
                let layer_type = self.type_in_chain(last);
                quote_spanned!(here(last.span)=> <#layer_type as #door::Layer>::HEAD)
            }
            None => quote!(#door::VALUES),
        }
    }

    /// Draws every layer's parameters by the caller's initialiser.
    fn initialize(&self) -> TokenStream {
        let calls = self.chain.body.iter().filter(|layer| layer.may_learn()).map(|layer| {
            let (door, field, layer_type) = (self.door(layer.span), &layer.field, self.layer_type(layer));
            let [init, rng] = ["init", "rng"].map(|name| self.name(name));
            quote_spanned! {here(layer.span)=>
                <#layer_type as #door::Layer>::initialize(&mut self.#field, #init, #rng);
            }
        });
        quote!(#(#calls)*)
    }
}
