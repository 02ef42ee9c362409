//! What makes a struct of layers plain data: two `unsafe impl`s, and what the compiler is asked so that they
//! are true.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::{Context, here};

impl Context<'_> {
    /// `Zeroable` and `Pod` for the struct `name` of layers.
    ///
    /// They rely on three things, each of which is an error of the compiler's where it does not hold:
    ///
    /// * every layer of the user's own is a layer and so `Pod`: the `where` clause;
    /// * the fields are those that were written here and of these types, whatever an attribute on the struct
    ///   has made of it, and all of them are `Pod`: `__layers`;
    /// * nothing lies between them or after the last: `no_padding`.
    pub(super) fn plain_data(
        &self,
        name: &Ident,
        layers: &[(&Ident, TokenStream)],
        place: Span,
    ) -> TokenStream {
        let (door, scalar, own) = (self.door(place), self.scalar(), self.own_layers());
        let fields: Vec<_> = layers.iter().map(|(field, _)| field).collect();
        let types: Vec<_> = layers.iter().map(|(_, layer_type)| layer_type).collect();
        quote_spanned! {here(place)=>
            // SAFETY: `__layers` and `no_padding` below, and the `where` clause.
            unsafe impl #door::Zeroable for #name #own {}
            // SAFETY: the same.
            unsafe impl #door::Pod for #name #own {}

            #[allow(dead_code)]
            fn __layers(layers: &#name) #own {
                let #name { #(#fields: _),* } = layers;
                #(#door::is_plain::<#types>(&layers.#fields);)*
            }
            const _: () = #door::no_padding::<#scalar, #name>(&[#(#door::Layout::new::<#types>()),*]);
        }
    }
}
