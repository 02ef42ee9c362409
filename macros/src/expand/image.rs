//! What images add to the expansion: the types of their layers, and the consts that hold the sizes between them.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::{Context, expression, here};
use crate::model::{Kind, Layer, Size, Value, Width, Window};

impl Context<'_> {
    /// The type of a layer that takes an image.
    pub(super) fn image_layer_type(&self, layer: &Layer) -> TokenStream {
        let (door, scalar, span) = (self.door(layer.span), self.scalar(), here(layer.span));
        let (input, output) = (sizes(&layer.input, span), sizes(&layer.output, span));
        match &layer.kind {
            Kind::Conv2d { window, bias } => {
                let ([kernel, stride, padding], bias) = (
                    [pair(&window.kernel), pair(&window.stride), padding(window)],
                    (!bias).then(|| quote_spanned!(span=> , #door::NoBias)),
                );
                quote_spanned! {span=>
                    #door::Conv2d<
                        #input, #output, #kernel, #door::Stride<#stride>, #door::Padding<#padding>, #scalar #bias
                    >
                }
            }
            Kind::Pool { name, window } => {
                let (kernel, stride) = (pair(&window.kernel), pair(&window.stride));
                let sides = match &layer.output {
                    Size::Image([_, height, width]) => pair(&[height.clone(), width.clone()]),
                    _ => output,
                };
                quote_spanned! {span=>
                    #door::#name<#input, #sides, #kernel, #door::Stride<#stride>, #scalar>
                }
            }
            Kind::GlobalPool => quote_spanned!(span=> #door::GlobalAvgPool2d<#input, #scalar>),
            _ => {
                let output = self.features(&layer.output, layer.span);
                let is_image = matches!(layer.input, Size::Image(_));
                // A vector stays what it is.
                let input = if is_image { input } else { quote_spanned!(span=> 1, 1, #output) };
                quote_spanned!(span=> #door::Flatten<#input, #output, #scalar>)
            }
        }
    }

    /// `C, H, W`, where a vector is an image of one pixel.
    pub(super) fn channels_and_sides(&self, size: &Size, place: Span) -> TokenStream {
        if let Size::Image(_) = size {
            return sizes(size, here(place));
        }
        let features = self.features(size, place);
        quote_spanned!(here(place)=> #features, 1, 1)
    }

    /// What a const of the expansion is.
    pub(super) fn value(&self, value: &Value, span: Span) -> TokenStream {
        let door = self.door(span);
        match value {
            Value::Written(written) => expression(written),
            Value::Output { layer, before, side, axis, window, first } => {
                let first = first.iter();
                let Width { tokens: side, .. } = side;
                let [kernel, stride, start, end] =
                    [&window.kernel, &window.stride, &window.before, &window.after]
                        .map(|sizes| &sizes[*axis].tokens);
                quote_spanned! {span=>
                    { #(let _ = #first;)* #door::window_output(#layer, #before, #axis, #side, #kernel, #stride, #start, #end) }
                }
            }
            Value::Length { path, is_image } => quote_spanned! {span=>
                { use #door::NoLayer as _; #door::length(#door::Probe::<#path>::OUTPUT, #is_image) }
            },
            Value::Dimension { layer, before, path, axis, first } => {
                let first = first.iter();
                quote_spanned! {span=>
                    {
                        #(let _ = #first;)*
                        use #door::NoLayer as _;
                        #door::dimension(#layer, #before, #door::Probe::<#path>::OUTPUT, #axis)
                    }
                }
            }
        }
    }
}

/// `C, H, W`
fn sizes(size: &Size, span: Span) -> TokenStream {
    match size {
        Size::Image([channels, height, width]) => {
            let [channels, height, width] = [channels, height, width].map(|size| &size.tokens);
            quote_spanned!(span=> { #channels }, { #height }, { #width })
        }
        _ => TokenStream::new(),
    }
}

/// Two numbers of a window.
fn pair([height, width]: &[Width; 2]) -> TokenStream {
    let (height, width) = (&height.tokens, &width.tokens);
    quote::quote!({ #height }, { #width })
}

/// Above, left, below, right.
fn padding(window: &Window) -> TokenStream {
    let (before, after) = (pair(&window.before), pair(&window.after));
    quote::quote!(#before, #after)
}
