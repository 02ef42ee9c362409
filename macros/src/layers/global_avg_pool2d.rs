//! `GlobalAvgPool2d`

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{Descriptor, Syntax};
use crate::ast;
use crate::built_in::{BuiltIn, Checked};
use crate::code::TypeOf;
use crate::site::Site;
use crate::size::{Size, Width};

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "GlobalAvgPool2d",
    elsewhere: &["GlobalAvgPool", "GlobalAveragePooling2D"],
    docs: [
        "`GlobalAvgPool2d`",
        "[`layers::GlobalAvgPool2d`]: an image in, a vector of its channels' means out",
    ],
    syntax: Syntax::Layer(check),
};

struct GlobalAvgPool2d;

impl BuiltIn for GlobalAvgPool2d {
    fn layer_type(&self, place: &TypeOf<'_>) -> TokenStream {
        let (door, scalar, input) = (place.door(), place.scalar(), place.input_image());
        quote_spanned!(place.span()=> #door::GlobalAvgPool2d<#input, #scalar>)
    }

    fn takes_image(&self) -> bool {
        true
    }
}

fn check(site: &mut Site<'_>, written: &ast::Layer) -> Option<Checked> {
    site.no_arguments(written);
    let image = site.image(written).unwrap_or_else(|| [(); 3].map(|()| Width::unknown()));
    let output = Size::Width(image[0].clone());
    Some(Checked { layer: Box::new(GlobalAvgPool2d), input: Size::Image(image), output })
}
