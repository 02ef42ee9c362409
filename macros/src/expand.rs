//! Model to tokens: one plain struct and straight-line calls. Cannot fail.
//!
//! Every path goes through the library's private door, every local has the macro's own hygiene, and every
//! call stands at the layer that it belongs to.

mod chain;
mod checks;
mod docs;
mod item;
mod table;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

use crate::ast::{Form, Width};
use crate::model::{Kind, Layer, Network, Size};

/// Writes a network. What stands where an expression is wanted is a block that ends in a network of zeros.
pub(crate) fn expand(krate: &Ident, network: &Network) -> TokenStream {
    let context = Context { krate, network };
    let (checks, warnings) = (context.checks(), context.warnings());
    let (item, implementation) = (context.item(), context.implementation());
    let value = (network.form == Form::Expression).then(|| {
        let (door, name) = (context.door(network.name.span()), &network.name);
        quote!(#door::unnamed::<#name>())
    });
    quote!(#checks #warnings #item #implementation #value)
}

/// What every part of the expansion needs.
struct Context<'a> {
    /// `$crate`, as the library's `macro_rules!` passed it.
    krate: &'a Ident,
    network: &'a Network,
}

impl Context<'_> {
    /// The private door, at a place: `$crate::__private`. The token `$crate` keeps its meaning wherever it
    /// is said to stand, and an error in a path shows at its first token.
    fn door(&self, place: Span) -> TokenStream {
        let mut krate = self.krate.clone();
        krate.set_span(krate.span().located_at(place));
        let private = Ident::new("__private", here(place));
        quote_spanned!(here(place)=> #krate::#private)
    }

    /// The scalar type.
    fn scalar(&self) -> TokenStream {
        let (door, scalar) = (self.door(self.network.scalar.span()), &self.network.scalar);
        quote!(#door::#scalar)
    }

    /// The type of a sample of a size.
    fn sample(&self, size: &Size, place: Span) -> TokenStream {
        let door = self.door(place);
        match size {
            Size::Width(width) => {
                let (scalar, width) = (self.scalar(), argument(width));
                quote_spanned!(here(place)=> #door::SVector<#scalar, #width>)
            }
            Size::InputOf(path) => quote_spanned!(here(place)=> <#path as #door::Layer>::Input),
            Size::OutputOf(path) => quote_spanned!(here(place)=> <#path as #door::Layer>::Output),
        }
    }

    /// A size as a number of features, to stand in a type.
    fn features(&self, size: &Size, place: Span) -> TokenStream {
        match size {
            Size::Width(width) => argument(width),
            Size::InputOf(_) | Size::OutputOf(_) => {
                let shape = self.shape(size, place);
                quote_spanned!(here(place)=> { #shape.len() })
            }
        }
    }

    /// A size as a value of the type `Shape`.
    fn shape(&self, size: &Size, place: Span) -> TokenStream {
        let door = self.door(place);
        match size {
            Size::Width(width) => quote_spanned!(here(place)=> #door::Shape::Vector(#width)),
            Size::InputOf(_) | Size::OutputOf(_) => {
                let sample = self.sample(size, place);
                quote_spanned!(here(place)=> <#sample as #door::Sample>::SHAPE)
            }
        }
    }

    /// The type of a layer.
    fn layer_type(&self, layer: &Layer) -> TokenStream {
        let (door, scalar) = (self.door(layer.span), self.scalar());
        let span = here(layer.span);
        let input = self.features(&layer.input, layer.span);
        match &layer.kind {
            Kind::Linear { bias } => {
                let output = self.features(&layer.output, layer.span);
                let bias = (!bias).then(|| quote_spanned!(span=> , #door::NoBias));
                quote_spanned!(span=> #door::Linear<#input, #output, #scalar #bias>)
            }
            Kind::Elementwise { name, constant: None, .. } => {
                quote_spanned!(span=> #door::#name<#input, #scalar>)
            }
            Kind::Elementwise { name, constant: Some(value), .. } => {
                quote_spanned!(span=> #door::#name<#input, { #door::bits(#value) }, #scalar>)
            }
            Kind::Softmax => quote_spanned!(span=> #door::Softmax<#input, #scalar>),
            Kind::Own(path) => path.clone(),
        }
    }

    /// All layers in their order, the head included.
    fn layers(&self) -> impl Iterator<Item = &Layer> {
        self.network.body.iter().chain(&self.network.head)
    }

    /// The first layer of the body.
    fn first(&self) -> &Layer {
        self.network.body.first().expect("a network has a layer")
    }

    /// The last layer of the body.
    fn last(&self) -> &Layer {
        self.network.body.last().expect("a network has a layer")
    }
}

/// The macro's hygiene at the user's place.
fn here(place: Span) -> Span {
    Span::mixed_site().located_at(place)
}

/// A width as an argument of a type.
fn argument(width: &Width) -> TokenStream {
    match width {
        Width::Literal { .. } => width.to_token_stream(),
        Width::Const(expression) => {
            if let Some(TokenTree::Group(_)) = expression.clone().into_iter().next() {
                expression.clone()
            } else {
                quote!({ #expression })
            }
        }
    }
}
