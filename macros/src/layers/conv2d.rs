//! `Conv2d(outputs, kernel = 5, stride = 2, padding = 2, bias = false)`

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{Descriptor, Syntax};
use crate::ast;
use crate::built_in::{BuiltIn, Checked};
use crate::code::{TypeOf, pair};
use crate::cost::Cost;
use crate::site::{Site, Unnamed};
use crate::size::{Size, Width, Window, product};

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "Conv2d",
    elsewhere: &["Conv", "Convolution", "Convolution2D"],
    docs: [
        "`Conv2d(out, kernel = 5)`",
        "[`layers::Conv2d`]; `stride = 2`, `padding = 1` or `\"same\"`, `bias = false`",
    ],
    syntax: Syntax::Layer(check),
};

struct Conv2d {
    window: Window,
    bias: bool,
}

impl BuiltIn for Conv2d {
    fn layer_type(&self, place: &TypeOf<'_>) -> TokenStream {
        let (door, scalar, bias) = (place.door(), place.scalar(), place.no_bias(self.bias));
        let (input, output) = (place.input_image(), place.output_image());
        let [kernel, stride, before, after] =
            [&self.window.kernel, &self.window.stride, &self.window.before, &self.window.after].map(pair);
        let padding = quote!(#before, #after);
        quote_spanned! {place.span()=>
            #door::Conv2d<
                #input, #output, #kernel, #door::Stride<#stride>, #door::Padding<#padding>, #scalar #bias
            >
        }
    }

    fn cost(&self, input: &Size, output: &Size) -> Cost {
        let (Size::Image([channels, ..]), Size::Image([out, height, width])) = (input, output) else {
            return Cost::UNKNOWN;
        };
        let [rows, columns] = &self.window.kernel;
        let weights = product(&[channels, out, rows, columns]);
        Cost::of_weight(weights, product(&[height, width]), if self.bias { out.value } else { Some(0) })
    }

    fn learns(&self) -> bool {
        true
    }

    fn takes_image(&self) -> bool {
        true
    }

    fn gives_image(&self) -> bool {
        true
    }
}

fn check(site: &mut Site<'_>, written: &ast::Layer) -> Option<Checked> {
    let image = site.image(written);
    let (out, window, bias) = arguments(site, written);
    let out = out.unwrap_or_else(Width::unknown);
    let layer = |window| Conv2d { window, bias };
    Some(site.slide(written, window, image, layer, |_| out))
}

/// Outputs, window and bias; `None` for what is missing or wrong, with an error.
fn arguments(site: &mut Site<'_>, written: &ast::Layer) -> (Option<Width>, Option<Window>, bool) {
    let arguments = site.window_arguments(written, "Conv2d", Unnamed::Outputs);
    let bias = arguments.bias.unwrap_or(true);
    let out = arguments.outputs.map(|out| {
        let out = ast::Width::of(out, site.errors);
        site.width(&out)
    });
    if !arguments.failed && (out.is_none() || arguments.kernel.is_none()) {
        let what = if out.is_none() { "the number of its outputs" } else { "the size of its kernel" };
        site.errors.push_with_help(
            written,
            format!("`Conv2d` needs {what}"),
            "write `Conv2d(6, kernel = 5)` for 6 channels of outputs and a kernel of 5×5",
        );
    }
    (out, site.window("Conv2d", &arguments), bias)
}
