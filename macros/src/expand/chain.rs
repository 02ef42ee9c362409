//! A layer in its chain: the contract that its functions are called through, its field, and the samples
//! between it and its neighbours.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote_spanned};

use super::{Context, Part, here};
use crate::model::Layer;
use crate::size::Size;

impl Layer {
    /// The local variable of its output. No label makes it one of the locals around it.
    pub(super) fn local(&self) -> Ident {
        format_ident!("y_{}", self.field, span = here(self.span))
    }
}

impl Context<'_> {
    /// The layer contract, through which a layer's functions are called. A type of the user's is named, so
    /// that an error shows at its name.
    pub(super) fn contract(&self, layer: &Layer) -> TokenStream {
        let door = self.door(layer.span);
        if layer.is_own() {
            let layer_type = self.type_in_chain(layer);
            quote_spanned!(here(layer.span)=> <#layer_type as #door::Layer>)
        } else {
            quote_spanned!(here(layer.span)=> #door::Layer)
        }
    }

    /// The type that a layer is to its neighbours: that of its field, but for a network that applies its own
    /// head.
    pub(super) fn type_in_chain(&self, layer: &Layer) -> TokenStream {
        let layer_type = self.layer_type(layer);
        match self.inside(layer) {
            Some(inside) => quote_spanned!(here(layer.span)=> <#inside>::Layer<#layer_type>),
            None => layer_type,
        }
    }

    /// What decides how a type of the user's takes part in a chain that has more after it: a network applies
    /// its own head. At the end of a network it stays as it is, and so does its head.
    fn inside(&self, layer: &Layer) -> Option<TokenStream> {
        let is_end =
            self.part == Part::Network && self.chain.head.is_none() && std::ptr::eq(layer, self.last());
        let path = layer.own_type()?;
        let door = self.door(layer.span);
        (!is_end).then(|| {
            quote_spanned! {here(layer.span)=>
                #door::Kind<{ use #door::NoLayer as _; #door::Probe::<#path>::HEAD }> as #door::Inside
            }
        })
    }

    /// A layer's field of a local, as the [`contract`](Self::contract) sees it.
    pub(super) fn field(&self, of: &str, layer: &Layer) -> TokenStream {
        let (of, field) = (self.name(of), &layer.field);
        if let Some(inside) = self.inside(layer) {
            quote_spanned!(here(layer.span)=> <#inside>::of(&#of.#field))
        } else {
            quote_spanned!(here(layer.span)=> &#of.#field)
        }
    }

    /// [`field`](Self::field) to write to.
    pub(super) fn field_mut(&self, of: &str, layer: &Layer) -> TokenStream {
        let (of, field) = (self.name(of), &layer.field);
        if let Some(inside) = self.inside(layer) {
            quote_spanned!(here(layer.span)=> <#inside>::of_mut(&mut #of.#field))
        } else {
            quote_spanned!(here(layer.span)=> &mut #of.#field)
        }
    }

    /// Samples on their way into a layer, seen as the type that it takes: between two layers of vectors or
    /// two of images they have it already.
    pub(super) fn cast(
        &self,
        before: Option<&Layer>,
        layer: &Layer,
        samples: &TokenStream,
        cast: &str,
    ) -> TokenStream {
        let is_own = layer.is_own() || before.is_some_and(Layer::is_own);
        // A network's own samples are vectors.
        let is_image = before.is_some_and(Layer::gives_image);
        // A `Flatten` between two that both take images, such as `Conv2d` and the `BatchNorm` of a vector.
        let is_flat = matches!(layer.input, Size::Width(_))
            && before.is_some_and(|before| matches!(before.output, Size::Image(_)));
        let is_same = layer.takes_image() == is_image && !(is_image && is_flat);
        // After a mistake the sizes do not agree, and another error would not help.
        if !is_own && is_same && !layer.input.is_unknown() {
            return samples.clone();
        }
        let (door, cast) = (self.door(layer.span), Ident::new(cast, here(layer.span)));
        quote_spanned!(here(layer.span)=> #door::#cast(#samples))
    }

    /// [`cast`](Self::cast) for layer `i`, after the one before it.
    pub(super) fn cast_into(&self, i: usize, samples: &TokenStream, cast: &str) -> TokenStream {
        let body = &self.chain.body;
        self.cast(i.checked_sub(1).map(|before| &body[before]), &body[i], samples, cast)
    }

    /// What a layer writes at the end, seen as the outputs of the chain: vectors.
    pub(super) fn cast_out(&self, last: &Layer, samples: &TokenStream, cast: &str) -> TokenStream {
        // A block's chain may have to give what it takes, and only the compiler knows whether it does.
        let (found, wanted) = (last.output.known(), self.chain.output.known());
        let is_sure = self.part == Part::Network || (found.is_some() && found == wanted);
        if !last.gives_image() && is_sure {
            return samples.clone();
        }
        let (door, cast) = (self.door(last.span), Ident::new(cast, here(last.span)));
        quote_spanned!(here(last.span)=> #door::#cast(#samples))
    }

    /// A local of the functions around the straight-line code.
    pub(super) fn name(&self, name: &str) -> Ident {
        Ident::new(name, here(self.chain.name.span()))
    }
}
