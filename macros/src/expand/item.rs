//! The struct: one field for each layer, and what makes it plain data and a network.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::{Context, Part, here};
use crate::built_in::Head;
use crate::model::Layer;

impl Context<'_> {
    /// The struct itself, with its documentation.
    pub(super) fn item(&self) -> TokenStream {
        let (visibility, name) = (&self.network.visibility, &self.chain.name);
        let above = match self.part {
            Part::Network => {
                let (attributes, docs) = (&self.network.attributes, self.docs());
                quote!(#(#attributes)* #[doc = #docs])
            }
            Part::Block => quote! {
                #[doc(hidden)]
                /// A chain of layers.
                #[allow(non_camel_case_types)]
            },
        };
        let fields = self.layers().map(|layer| {
            let (field, layer_type, docs) = (&layer.field, self.layer_type(layer), self.field_docs(layer));
            quote!(#[doc = #docs] #visibility #field: #layer_type)
        });
        quote! {
            #above
            #[repr(C)]
            #[derive(::core::marker::Copy)]
            #visibility struct #name { #(#fields),* }
        }
    }

    /// Everything that is implemented for the struct.
    pub(super) fn implementation(&self) -> TokenStream {
        let (plain, workspace, layer) = (self.plain_and_compared(), self.workspace(), self.layer_impl());
        let network = match self.part {
            Part::Network => {
                let (network, methods) = (self.network_impl(), self.methods());
                Some(quote!(#network #methods))
            }
            Part::Block => None,
        };
        quote!(const _: () = { #plain #workspace #layer #network };)
    }

    fn plain_and_compared(&self) -> TokenStream {
        let (name, span) = (&self.chain.name, self.chain.name.span());
        let door = self.door(span);
        let layers: Vec<_> = self.layers().map(|layer| (&layer.field, self.layer_type(layer))).collect();
        let plain = self.plain_data(name, &layers, span);
        let fmt = match self.part {
            Part::Network => quote!(fmt),
            Part::Block => quote!(fmt_chain),
        };
        let (own, clone) = (self.own_layers(), self.clone_in_place(name, span));
        quote_spanned! {here(span)=>
            #plain

            #clone

            impl ::core::fmt::Debug for #name #own {
                fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    #door::#fmt(self, formatter)
                }
            }

            impl ::core::cmp::PartialEq for #name #own {
                fn eq(&self, other: &Self) -> ::core::primitive::bool {
                    #door::scalars(self) == #door::scalars(other)
                }
            }
        }
    }

    /// A `Clone` whose `clone_from` never has the parameters on the stack; the derived one has in builds
    /// without optimisation.
    pub(super) fn clone_in_place(&self, name: &Ident, span: Span) -> TokenStream {
        let door = self.door(span);
        quote_spanned! {here(span)=>
            #[allow(clippy::expl_impl_clone_on_copy, clippy::non_canonical_clone_impl)]
            impl ::core::clone::Clone for #name {
                #[inline]
                fn clone(&self) -> Self {
                    *self
                }

                #[inline]
                fn clone_from(&mut self, source: &Self) {
                    #door::copy_in_place(self, source);
                }
            }
        }
    }

    fn network_impl(&self) -> TokenStream {
        let (name, span) = (&self.chain.name, self.chain.name.span());
        let door = self.door(span);
        let last = self.last();
        let head = match (&self.chain.head, last.own_type()) {
            (Some(head), _) => self.layer_type(head),
            (None, Some(path)) => quote_spanned! {here(last.span)=>
                <#door::Kind<{ use #door::NoLayer as _; #door::Probe::<#path>::HEAD }>
                    as #door::HeadOf<<#path as #door::Layer>::Output>>::Head
            },
            (None, None) => {
                let (output, scalar) = (self.features(&last.output, last.span), self.scalar());
                quote_spanned!(here(last.span)=> #door::Values<#output, #scalar>)
            }
        };
        let (text, own) = (name.to_string(), self.own_layers());
        let rows = self.rows("", &quote!(0));
        let (scalar, scratch) = (self.scalar(), self.scratch());
        let (head_number, picks) = (self.head_number(), self.picks());
        quote_spanned! {here(span)=>
            impl #door::Network for #name #own {
                type Head = #head;
                const HEAD: #door::u8 = #head_number;
                const PICKS: #door::bool = #picks;
                const SUMMARY: #door::Summary = #door::Summary::new(#text, const { &[#(#rows),*] });
                type Room<const __TILE: #door::usize> = #door::Activations<#scalar, { #scratch }, __TILE>;
            }
        }
    }

    /// What the end leaves to the loss.
    fn head_number(&self) -> TokenStream {
        let last = self.last();
        let door = self.door(last.span);
        match (self.chain.head.as_ref().and_then(Layer::head), last.own_type()) {
            (Some(Head::Softmax), _) => quote!(#door::SOFTMAX),
            (Some(Head::Sigmoid), _) => quote!(#door::SIGMOID),
            (None, Some(path)) => quote_spanned! {here(last.span)=>
                { use #door::NoLayer as _; #door::Probe::<#path>::HEAD }
            },
            (None, None) => quote!(#door::VALUES),
        }
    }

    /// Whether the first layer reads picked samples in place.
    fn picks(&self) -> TokenStream {
        let first = self.chain.body.first().expect("a network has a layer");
        let (door, layer_type) = (self.door(first.span), self.layer_type(first));
        if first.is_own() {
            quote_spanned!(here(first.span)=> { use #door::NoLayer as _; #door::Probe::<#layer_type>::PICKS })
        } else if first.may_read_in_place() {
            quote_spanned!(here(first.span)=> <#layer_type>::PICKS)
        } else {
            quote!(false)
        }
    }

    /// The methods that everybody calls, on the type itself, so that its page shows them with concrete types.
    fn methods(&self) -> TokenStream {
        let (name, visibility, span) = (&self.chain.name, &self.network.visibility, self.chain.name.span());
        let door = self.door(span);
        let (input, output, own) = (self.input(), self.output(), self.own_layers());
        quote_spanned! {here(span)=>
            impl #name #own {
                #door::with_room! { #name [
                    /// The output for one sample. What goes from layer to layer is on the stack, or, above 16
                    /// KiB, in a room that the first call allocates and the thread keeps.
                    ///
                    /// An array becomes a sample by `.into()`, a slice or a `Vec` by
                    /// `SVector::from_column_slice`, and a vector of the other scalar by `.cast()`.
                    #[must_use]
                    #[inline]
                    #[allow(dead_code)]
                    #visibility fn predict(&self, x: &#input) -> #output
                ] {
                    let mut y = #door::zeroed::<#output>();
                    #door::Network::predict_batch(self, ::core::slice::from_ref(x), ::core::slice::from_mut(&mut y));
                    y
                }}

                #door::with_room! { #name [
                    /// Writes the outputs for a batch of any length.
                    ///
                    /// # Panics
                    ///
                    /// When `x` and `y` differ in length.
                    #[inline]
                    #[allow(dead_code)]
                    #visibility fn predict_batch(&self, x: &[#input], y: &mut [#output])
                ] {
                    #door::Network::predict_batch(self, x, y);
                }}
            }
        }
    }
}
