//! The rows of `Network::SUMMARY`.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{Context, here};
use crate::model::{Kind, Layer};

impl Context<'_> {
    /// A layer's row: the sizes come from its type, whatever they are made of.
    pub(super) fn row(&self, layer: &Layer) -> TokenStream {
        let (door, scalar, layer_type) = (self.door(layer.span), self.scalar(), self.layer_type(layer));
        let (name, text) = (layer.field.to_string(), &layer.text);
        let (input, output) = (self.shape(&layer.input, layer.span), self.shape(&layer.output, layer.span));
        let multiply_adds = if let Kind::Softmax | Kind::Flatten = &layer.kind {
            quote_spanned!(here(layer.span)=> 0)
        } else {
            quote_spanned!(here(layer.span)=> <#layer_type as #door::Layer>::MULTIPLY_ADDS)
        };
        let buffers = if layer.kind.may_need_rounds() {
            quote_spanned!(here(layer.span)=> <#layer_type as #door::Layer>::NEEDS.buffers)
        } else {
            quote_spanned!(here(layer.span)=> 0)
        };
        quote_spanned! {here(layer.span)=>
            #door::Row {
                name: #name,
                layer: #text,
                input: #input,
                output: #output,
                parameters: ::core::mem::size_of::<#layer_type>() / ::core::mem::size_of::<#scalar>() - #buffers,
                buffers: #buffers,
                multiply_adds: #multiply_adds,
            }
        }
    }
}
