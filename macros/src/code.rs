//! How names, sizes and samples are spelled in the code that the macro writes.
//!
//! Every path goes through the library's private door, at the user's place and with the macro's own hygiene.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use crate::size::{Size, Width};

/// Writes for one network.
#[derive(Clone, Copy)]
pub(crate) struct Writer<'a> {
    /// `$crate`, as the library's `macro_rules!` passed it.
    pub(crate) krate: &'a Ident,
    /// The network's scalar.
    pub(crate) scalar: &'a Ident,
}

impl Writer<'_> {
    /// The private door, at a place: `$crate::__private`. The token `$crate` keeps its meaning at any place,
    /// and an error in a path shows at its first token.
    pub(crate) fn door(&self, place: Span) -> TokenStream {
        let mut krate = self.krate.clone();
        krate.set_span(krate.span().located_at(place));
        let private = Ident::new("__private", here(place));
        quote_spanned!(here(place)=> #krate::#private)
    }

    /// The scalar type.
    pub(crate) fn scalar(&self) -> TokenStream {
        let (door, scalar) = (self.door(self.scalar.span()), &self.scalar);
        quote::quote!(#door::#scalar)
    }

    /// The type of a sample of a size: an image enters and leaves a network as a vector.
    pub(crate) fn sample(&self, size: &Size, place: Span) -> TokenStream {
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
    pub(crate) fn features(&self, size: &Size, place: Span) -> TokenStream {
        match size {
            Size::Width(Width { value: Some(_), tokens, .. }) => tokens.clone(),
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
    pub(crate) fn shape(&self, size: &Size, place: Span) -> TokenStream {
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
    pub(crate) fn known_shape(&self, size: &Size, place: Span) -> TokenStream {
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
}

/// The place where the type of a layer is written.
pub(crate) struct TypeOf<'a> {
    pub(crate) writer: Writer<'a>,
    /// Where the user wrote the layer.
    pub(crate) place: Span,
    pub(crate) input: &'a Size,
    pub(crate) output: &'a Size,
}

impl TypeOf<'_> {
    pub(crate) fn span(&self) -> Span {
        here(self.place)
    }

    pub(crate) fn door(&self) -> TokenStream {
        self.writer.door(self.place)
    }

    pub(crate) fn scalar(&self) -> TokenStream {
        self.writer.scalar()
    }

    /// The number of features that it takes.
    pub(crate) fn inputs(&self) -> TokenStream {
        self.writer.features(self.input, self.place)
    }

    /// The number of features that it gives.
    pub(crate) fn outputs(&self) -> TokenStream {
        self.writer.features(self.output, self.place)
    }

    /// `C, H, W` of the image that it takes.
    pub(crate) fn input_image(&self) -> TokenStream {
        image(self.input, self.span())
    }

    /// `C, H, W` of the image that it gives.
    pub(crate) fn output_image(&self) -> TokenStream {
        image(self.output, self.span())
    }

    /// `H, W` of the image that it gives.
    pub(crate) fn output_sides(&self) -> TokenStream {
        match self.output {
            Size::Image([_, height, width]) => pair(&[height.clone(), width.clone()]),
            _ => TokenStream::new(),
        }
    }

    /// `C, H, W` of what it takes, where a vector is an image of one pixel.
    pub(crate) fn channels_and_sides(&self) -> TokenStream {
        if let Size::Image(_) = self.input {
            return self.input_image();
        }
        let features = self.inputs();
        quote_spanned!(self.span()=> #features, 1, 1)
    }

    /// A number of type `f64` as an argument of a type.
    pub(crate) fn bits(&self, number: &TokenStream) -> TokenStream {
        let door = self.door();
        quote_spanned!(self.span()=> { #door::bits(#number) })
    }

    /// The last argument of a type without a bias.
    pub(crate) fn no_bias(&self, has_bias: bool) -> Option<TokenStream> {
        let door = self.door();
        (!has_bias).then(|| quote_spanned!(self.span()=> , #door::NoBias))
    }
}

/// `C, H, W`
fn image(size: &Size, span: Span) -> TokenStream {
    match size {
        Size::Image([channels, height, width]) => {
            let [channels, height, width] = [channels, height, width].map(|size| &size.tokens);
            quote_spanned!(span=> { #channels }, { #height }, { #width })
        }
        _ => TokenStream::new(),
    }
}

/// Two numbers of a window, or two sides of an image.
pub(crate) fn pair([height, width]: &[Width; 2]) -> TokenStream {
    let (height, width) = (&height.tokens, &width.tokens);
    quote::quote!({ #height }, { #width })
}

/// The macro's hygiene at the user's place.
pub(crate) fn here(place: Span) -> Span {
    Span::mixed_site().located_at(place)
}
