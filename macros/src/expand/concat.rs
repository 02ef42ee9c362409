//! A `Concat` as a struct: a field for each chain, and calls that join what they give.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};

use super::{Context, here};
use crate::model::{Chain, Layer};

/// One chain of a `Concat`.
struct Side<'a> {
    chain: &'a Chain,
    field: Ident,
    /// Where its part of each output starts.
    offset: TokenStream,
}

impl Context<'_> {
    pub(super) fn concat(&self, name: &Ident, layer: &Layer, chains: &[Chain]) -> TokenStream {
        let sides = self.sides(layer, chains);
        let (item, workspace, contract) = (
            self.concat_item(name, layer, &sides),
            self.concat_workspace(layer, &sides),
            self.concat_contract(name, layer, &sides),
        );
        let chains: Vec<_> =
            sides.iter().map(|side| (&side.field, side.chain.name.to_token_stream())).collect();
        let plain = self.plain_data(name, &chains, layer.span);
        quote!(#item const _: () = { #plain #workspace #contract };)
    }

    fn sides<'c>(&self, layer: &Layer, chains: &'c [Chain]) -> Vec<Side<'c>> {
        let mut offset = quote!(0);
        let sides = chains.iter().enumerate().map(|(i, chain)| {
            let field = format_ident!("chain{}", i + 1, span = here(layer.span));
            let features = self.features(&chain.output, layer.span);
            let next = quote_spanned!(here(layer.span)=> #offset + #features);
            Side { chain, field, offset: std::mem::replace(&mut offset, next) }
        });
        sides.collect()
    }

    fn concat_item(&self, name: &Ident, layer: &Layer, sides: &[Side<'_>]) -> TokenStream {
        let visibility = &self.network.visibility;
        let fields = sides.iter().enumerate().map(|(i, Side { chain: Chain { name, .. }, field, .. })| {
            let docs = format!("Chain {} of `{}`.", i + 1, layer.text);
            quote!(#[doc = #docs] #visibility #field: #name)
        });
        let (docs, clone) = (format!("`{}`", layer.text), self.clone_in_place(name, layer.span));
        quote_spanned! {here(layer.span)=>
            #[doc(hidden)]
            #[doc = #docs]
            #[repr(C)]
            #[derive(::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq)]
            #[allow(non_camel_case_types)]
            #visibility struct #name { #(#fields),* }

            #clone
        }
    }

    /// What training keeps: a stage for each chain, and room for the input gradient of all but the first.
    fn concat_workspace(&self, layer: &Layer, sides: &[Side<'_>]) -> TokenStream {
        let (door, input) = (self.door(layer.span), self.sample(&layer.input, layer.span));
        let own = self.own_layers();
        let stages = sides.iter().map(|Side { chain: Chain { name, .. }, field, .. }| {
            quote! {
                #field: #door::Stage<
                    <#name as #door::Layer>::Output,
                    <#name as #door::Layer>::Workspace<__TILE>,
                    __TILE,
                    __TILE,
                >
            }
        });
        quote_spanned! {here(layer.span)=>
            /// What training the block keeps for a tile of samples.
            pub struct __Workspace<const __TILE: #door::usize> #own {
                dx: #door::Aligned<[#input; __TILE]>,
                #(#stages,)*
            }
            // SAFETY: samples are `Pod`, and a stage of what is `Zeroable`, as a chain's workspace is by the layer contract, is, too.
            unsafe impl<const __TILE: #door::usize> #door::Zeroable for __Workspace<__TILE> #own {}
        }
    }

    /// The round of each chain in one of the block's, for as long as it takes part.
    fn rounds_inside(&self, layer: &Layer, types: &[&Ident], fields: &[&Ident]) -> Vec<TokenStream> {
        let door = self.door(layer.span);
        let rounds = types.iter().zip(fields).enumerate().map(|(i, (this, field))| {
            let before = &types[..i];
            quote_spanned! {here(layer.span)=>
                round.inside(
                    #i,
                    #door::Needs::NOTHING #(.and(<#before as #door::Layer>::NEEDS))*,
                    <#this as #door::Layer>::NEEDS,
                    |block: &mut Self| &mut block.#field,
                )
            }
        });
        rounds.collect()
    }

    fn concat_contract(&self, name: &Ident, layer: &Layer, sides: &[Side<'_>]) -> TokenStream {
        let (door, scalar) = (self.door(layer.span), self.scalar());
        let [input, output] = [&layer.input, &layer.output].map(|size| self.sample(size, layer.span));
        let own = self.own_layers();
        let types: Vec<_> = sides.iter().map(|side| &side.chain.name).collect();
        let fields: Vec<_> = sides.iter().map(|side| &side.field).collect();
        let offsets: Vec<_> = sides.iter().map(|side| &side.offset).collect();
        let rounds = self.rounds_inside(layer, &types, &fields);
        let learning = self.concat_learning(layer, &fields);
        quote_spanned! {here(layer.span)=>
            impl #door::Layer for #name #own {
                type Scalar = #scalar;
                type Input = #input;
                type Output = #output;
                type Workspace<const __TILE: #door::usize> = __Workspace<__TILE>;

                const MULTIPLY_ADDS: #door::usize = 0 #(+ <#types as #door::Layer>::MULTIPLY_ADDS)*;
                const NEEDS: #door::Needs = #door::Needs::NOTHING #(.and(<#types as #door::Layer>::NEEDS))*;
                const SCRATCH: #door::usize = #door::largest(&[#(#door::concat::scratch::<#types>()),*]);

                fn initialize<R: #door::Rng + ?#door::Sized>(&mut self, init: #door::Init, rng: &mut R) {
                    #(#door::Layer::initialize(&mut self.#fields, init, rng);)*
                }

                fn forward(&self, pass: #door::Forward<'_, Self>) {
                    #door::dispatch_forward(self, pass);
                }

                #[inline(always)]
                fn forward_on<__S: #door::Simd>(&self, simd: __S, x: &[Self::Input], y: &mut [Self::Output]) {
                    #door::forward_alone(self, simd, x, y);
                }

                #[inline(always)]
                fn forward_within<__S: #door::Simd>(
                    &self,
                    simd: __S,
                    x: &[Self::Input],
                    y: &mut [Self::Output],
                    scratch: &mut [Self::Scalar],
                ) {
                    #(#door::concat::forward(&self.#fields, simd, (x, &mut *y), #offsets, &mut *scratch);)*
                }

                #door::in_one_round!();

                fn forward_round<const __TILE: #door::usize>(
                    &self,
                    x: &[Self::Input],
                    y: &mut [Self::Output],
                    workspace: &mut __Workspace<__TILE>,
                    mut round: #door::Round<'_, Self>,
                ) {
                    #(#door::concat::forward_round(
                        &self.#fields, x, y, #offsets, &mut workspace.#fields, #rounds,
                    );)*
                }

                fn backward_round<const __TILE: #door::usize>(
                    &self,
                    #door::Pass { x, dy, workspace, .. }: #door::Pass<'_, Self, __TILE>,
                    mut dx: #door::Option<&mut [Self::Input]>,
                    mut round: #door::Round<'_, Self>,
                ) {
                    #(#door::concat::backward_round(
                        &self.#fields, x, dy, #offsets, &mut workspace.#fields,
                        (dx.as_deref_mut(), &mut workspace.dx.0), #rounds,
                    );)*
                }

                fn learned(start: #door::usize, each: &mut dyn ::core::ops::FnMut(::core::ops::Range<#door::usize>)) {
                    #(<#types as #door::Layer>::learned(
                        #door::place::<Self>(start, ::core::mem::offset_of!(Self, #fields)), each,
                    );)*
                }

                fn update_buffers<const __TILE: #door::usize>(&mut self, workspace: &__Workspace<__TILE>) {
                    #(#door::Layer::update_buffers::<__TILE>(&mut self.#fields, &workspace.#fields.workspace);)*
                }

                #learning
            }
        }
    }

    /// What becomes of the parameters of each chain after the way back.
    fn concat_learning(&self, layer: &Layer, fields: &[&Ident]) -> TokenStream {
        let door = self.door(layer.span);
        quote_spanned! {here(layer.span)=>
            fn gradient<const __TILE: #door::usize>(
                &self,
                #door::Pass { x, workspace, .. }: #door::Pass<'_, Self, __TILE>,
                gradient: &mut Self,
            ) {
                #(#door::Layer::gradient::<__TILE>(
                    &self.#fields, #door::concat::pass(x, &mut workspace.#fields), &mut gradient.#fields,
                );)*
            }

            fn measure<const __TILE: #door::usize>(
                &self,
                #door::Pass { x, workspace, .. }: #door::Pass<'_, Self, __TILE>,
                scratch: &mut Self,
                magnitude: &mut #door::Magnitude<Self::Scalar>,
            ) {
                #(#door::Layer::measure::<__TILE>(
                    &self.#fields, #door::concat::pass(x, &mut workspace.#fields), &mut scratch.#fields, magnitude,
                );)*
            }

            fn descend<const __TILE: #door::usize>(
                &mut self,
                #door::Pass { x, workspace, .. }: #door::Pass<'_, Self, __TILE>,
                learning_rate: Self::Scalar,
                scratch: &mut Self,
            ) {
                #(#door::Layer::descend::<__TILE>(
                    &mut self.#fields, #door::concat::pass(x, &mut workspace.#fields), learning_rate,
                    &mut scratch.#fields,
                );)*
            }
        }
    }
}
