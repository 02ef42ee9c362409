//! Model to tokens: one plain struct and straight-line calls. Cannot fail.
//!
//! Every path goes through the library's private door, every local has the macro's own hygiene, and every
//! call has the span of its layer.

mod item;
mod docs;
mod table;
mod plain;
mod image;
mod blocks;
mod concat;
mod contract;
mod chain;
mod inference;
mod training;
mod rounds;
mod checks;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::ast::Form;
use crate::model::{Chain, Constant, Definition, Kind, Layer, Network, Size, Width};

/// Writes a network. Where an expression is wanted it is a block that ends in a network of zeros.
pub(crate) fn expand(krate: &Ident, network: &Network) -> TokenStream {
    let context = Context { krate, network, chain: &network.chain, part: Part::Network };
    let (checks, warnings) = (context.checks(), context.warnings());
    let (definitions, blocks, item, implementation) =
        (context.definitions(), context.blocks(), context.item(), context.implementation());
    match network.form {
        Form::Item => quote!(#definitions #checks #warnings #blocks #item #implementation),
        Form::Expression => {
            let (door, name) = (context.door(network.chain.name.span()), &network.chain.name);
            // A block of its own, outside of which the user's names mean what they meant before.
            quote!(#definitions #checks #warnings { #blocks #item #implementation #door::unnamed::<#name>() })
        }
    }
}

/// What every part of the expansion needs.
struct Context<'a> {
    /// `$crate`, as the library's `macro_rules!` passed it.
    krate: &'a Ident,
    network: &'a Network,
    /// The chain that becomes a struct: the network's own, or that of a block.
    chain: &'a Chain,
    part: Part,
}

/// What a chain becomes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The network.
    Network,
    /// A layer inside of it.
    Block,
}

impl Context<'_> {
    /// The widths that are consts and the layers of the user's own, each written once.
    fn definitions(&self) -> TokenStream {
        let door = self.door(self.chain.name.span());
        let widths = self.network.widths.iter().map(|Constant { name, value, span }| {
            let expression = self.value(value, *span);
            quote_spanned! {here(*span)=>
                #[doc(hidden)]
                #[allow(non_upper_case_globals, dead_code)]
                const #name: #door::usize = #expression;
            }
        });
        let types = self.network.types.iter().map(|Definition { name, written, span }| {
            quote_spanned! {here(*span)=>
                #[doc(hidden)]
                #[allow(non_camel_case_types, dead_code)]
                type #name = #written;
            }
        });
        quote!(#(#widths)* #(#types)*)
    }

    /// `where` clauses that the layers of the user's own are layers. They hold or they do not, and where they
    /// do not, the compiler says so at them and takes everything inside for granted: one error, not ten.
    fn own_layers(&self) -> TokenStream {
        let types = self.network.types.iter().map(|Definition { name, span, .. }| {
            let door = self.door(*span);
            quote_spanned!(*span=> #name: #door::Layer)
        });
        quote!(where #(#types,)*)
    }

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

    /// The type of a sample of a size: an image enters and leaves a network as a vector.
    fn sample(&self, size: &Size, place: Span) -> TokenStream {
        let door = self.door(place);
        match size {
            Size::Width(Width { tokens: features, .. }) => {
                let scalar = self.scalar();
                quote_spanned!(here(place)=> #door::SVector<#scalar, #features>)
            }
            Size::Image(_) => {
                let (scalar, features) = (self.scalar(), self.features(size, place));
                quote_spanned!(here(place)=> #door::SVector<#scalar, #features>)
            }
            Size::InputOf(path) => quote_spanned!(here(place)=> <#path as #door::Layer>::Input),
            Size::OutputOf(path) => quote_spanned!(here(place)=> <#path as #door::Layer>::Output),
        }
    }

    /// A size as a number of features, for use in a type.
    fn features(&self, size: &Size, place: Span) -> TokenStream {
        match size {
            Size::Width(Width { tokens, .. }) => quote_spanned!(here(place)=> { #tokens }),
            Size::Image([channels, height, width]) => {
                let [channels, height, width] = [channels, height, width].map(|size| &size.tokens);
                quote_spanned!(here(place)=> { #channels * #height * #width })
            }
            Size::InputOf(_) | Size::OutputOf(_) => {
                let (door, shape) = (self.door(place), self.known_shape(size, place));
                quote_spanned!(here(place)=> { #door::features(#shape) })
            }
        }
    }

    /// A size as a value of the type `Shape`.
    fn shape(&self, size: &Size, place: Span) -> TokenStream {
        let door = self.door(place);
        match size {
            Size::Width(Width { tokens, .. }) => quote_spanned!(here(place)=> #door::Shape::Vector(#tokens)),
            Size::Image([channels, height, width]) => {
                let [channels, height, width] = [channels, height, width].map(|size| &size.tokens);
                quote_spanned! {here(place)=>
                    #door::Shape::Image { channels: #channels, height: #height, width: #width }
                }
            }
            Size::InputOf(_) | Size::OutputOf(_) => {
                let sample = self.sample(size, place);
                quote_spanned!(here(place)=> <#sample as #door::Sample>::SHAPE)
            }
        }
    }

    /// A size as a value of the type `Option<Shape>`: `None` where a type turns out to be no layer.
    fn known_shape(&self, size: &Size, place: Span) -> TokenStream {
        let door = self.door(place);
        let (path, which) = match size {
            Size::Width(_) | Size::Image(_) => {
                let shape = self.shape(size, place);
                return quote_spanned!(here(place)=> #door::Option::Some(#shape));
            }
            Size::InputOf(path) => (path, Ident::new("INPUT", here(place))),
            Size::OutputOf(path) => (path, Ident::new("OUTPUT", here(place))),
        };
        quote_spanned!(here(place)=> { use #door::NoLayer as _; #door::Probe::<#path>::#which })
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
            Kind::Elementwise { activation, constant } => {
                let name = Ident::new(activation.name(), layer.span);
                let constant = constant.as_ref().map(|value| quote_spanned!(span=> { #door::bits(#value) },));
                quote_spanned!(span=> #door::#name<#input, #constant #scalar>)
            }
            Kind::Softmax => quote_spanned!(span=> #door::Softmax<#input, #scalar>),
            Kind::LayerNorm => quote_spanned!(span=> #door::LayerNorm<#input, #scalar>),
            Kind::Conv2d { .. } | Kind::Pool { .. } | Kind::GlobalPool | Kind::Flatten => {
                self.image_layer_type(layer)
            }
            Kind::BatchNorm { momentum, eps } => {
                let sizes = self.channels_and_sides(&layer.input, layer.span);
                quote_spanned! {span=>
                    #door::BatchNorm<#sizes, { #door::bits(#momentum) }, { #door::bits(#eps) }, #scalar>
                }
            }
            Kind::Dropout { p } => {
                quote_spanned!(span=> #door::Dropout<#input, { #door::bits(#p) }, #scalar>)
            }
            Kind::Identity => quote_spanned!(span=> #door::Identity<#input, #scalar>),
            Kind::Block(block) => self.block_type(block, layer.span),
            Kind::Own(path) => path.clone(),
        }
    }

    /// All layers in their order, the head included.
    fn layers(&self) -> impl Iterator<Item = &Layer> {
        let Chain { body, flattens, head, .. } = self.chain;
        let at = move |i| flattens.iter().filter(move |(before, _)| *before == i).map(|(_, flatten)| flatten);
        (0..=body.len()).flat_map(move |i| at(i).chain(body.get(i))).chain(head)
    }

    /// The first layer of the body.
    fn first(&self) -> &Layer {
        self.chain.body.first().expect("a network has a layer")
    }

    /// The last layer of the body.
    fn last(&self) -> &Layer {
        self.chain.body.last().expect("a network has a layer")
    }
}

/// The macro's hygiene at the user's place.
fn here(place: Span) -> Span {
    Span::mixed_site().located_at(place)
}

/// An expression as a macro would write it: in braces of the macro's own, so that no lint asks the user to
/// remove them.
fn expression(written: &TokenStream) -> TokenStream {
    let mut tokens = written.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Brace => {
            let mut braces = Group::new(Delimiter::Brace, group.stream());
            braces.set_span(here(group.span()));
            TokenTree::Group(braces).into()
        }
        _ => written.clone(),
    }
}
