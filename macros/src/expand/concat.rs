//! A `Concat` as a struct: a field for each chain, and calls that join what they give.

use proc_macro2::{Ident, Literal, TokenStream};
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
            // SAFETY: samples are `Pod`, and a stage of what is `Zeroable`, as a chain's workspace is by the
            // layer contract, is, too.
            unsafe impl<const __TILE: #door::usize> #door::Zeroable for __Workspace<__TILE> #own {}
        }
    }

    /// The round of each chain in one of the block's, for as long as it takes part.
    fn rounds_inside(&self, layer: &Layer, types: &[&Ident], fields: &[&Ident]) -> Vec<TokenStream> {
        let door = self.door(layer.span);
        let rounds = types.iter().zip(fields).enumerate().map(|(i, (this, field))| {
            let (number, before) = (Literal::usize_unsuffixed(i), &types[..i]);
            quote_spanned! {here(layer.span)=>
                round.inside(
                    #number,
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
        let learning = self.concat_learning(name, layer, &types, &fields);
        quote_spanned! {here(layer.span)=>
            impl #door::Layer for #name #own {
                type Scalar = #scalar;
                type Input = #input;
                type Output = #output;
                type Workspace<const __TILE: #door::usize> = __Workspace<__TILE>;
                type Learns = #door::Parameters;

                const MULTIPLY_ADDS: #door::usize = 0 #(+ <#types as #door::Layer>::MULTIPLY_ADDS)*;
                const NEEDS: #door::Needs = #door::concat::needs(
                    #door::Needs::NOTHING #(.and(<#types as #door::Layer>::NEEDS))*,
                    #door::largest(&[#(#door::concat::scratch::<#types>()),*]),
                );

                #[inline(always)]
                fn forward<__S: #door::Simd>(&self, pass: #door::Forward<'_, Self, __S>) {
                    let #door::Forward { simd, x, y, scratch, .. } = pass;
                    #(#door::concat::forward(&self.#fields, simd, (x, &mut *y), #offsets, &mut *scratch);)*
                }

                fn forward_training<const __TILE: #door::usize>(&self, pass: #door::Training<'_, Self, __TILE>) {
                    let #door::Training { x, y, workspace, mut round, .. } = pass;
                    #(#door::concat::forward_training::<_, _, __TILE>(
                        &self.#fields, x, &mut *y, #offsets, &mut workspace.#fields, #rounds,
                    );)*
                }

                fn backward<const __TILE: #door::usize>(&self, pass: #door::Backward<'_, Self, __TILE>) {
                    let #door::Backward { x, dy, mut dx, workspace, mut round, .. } = pass;
                    #(#door::concat::backward::<_, _, __TILE>(
                        &self.#fields, x, dy, #offsets, &mut workspace.#fields,
                        (dx.as_deref_mut(), &mut workspace.dx.0), #rounds,
                    );)*
                }
            }

            #learning
        }
    }

    /// What each chain learns.
    fn concat_learning(
        &self,
        name: &Ident,
        layer: &Layer,
        types: &[&Ident],
        fields: &[&Ident],
    ) -> TokenStream {
        let (door, own) = (self.door(layer.span), self.own_layers());
        let numbers = (0..fields.len()).map(Literal::usize_unsuffixed);
        quote_spanned! {here(layer.span)=>
            impl #door::Learn for #name #own {
                fn initialize<R: #door::Rng + ?#door::Sized>(&mut self, init: #door::Init, rng: &mut R) {
                    #(#door::initialize(&mut self.#fields, init, rng);)*
                }

                fn gradient<const __TILE: #door::usize>(
                    &self,
                    pass: #door::Backward<'_, Self, __TILE>,
                    gradient: &mut Self,
                ) {
                    <Self as #door::Learn>::update(#door::Update::Add { layer: self, gradient }, pass);
                }

                fn update_buffers<const __TILE: #door::usize>(&mut self, workspace: &__Workspace<__TILE>) {
                    #(#door::update_buffers::<_, __TILE>(&mut self.#fields, &workspace.#fields.workspace);)*
                }

                fn update<const __TILE: #door::usize>(
                    mut update: #door::Update<'_, Self>,
                    pass: #door::Backward<'_, Self, __TILE>,
                ) {
                    let #door::Backward { x, workspace, round, .. } = pass;
                    #(#door::update::<_, __TILE>(
                        update.inside(|block| &block.#fields, |block| &mut block.#fields),
                        #door::concat::pass::<_, __TILE>(x, &mut workspace.#fields, round.of(#numbers)),
                    );)*
                }

                fn learned(start: #door::usize, each: &mut dyn ::core::ops::FnMut(::core::ops::Range<#door::usize>)) {
                    #(#door::learned::<#types>(
                        #door::place::<Self>(start, ::core::mem::offset_of!(Self, #fields)), each,
                    );)*
                }
            }
        }
    }
}
