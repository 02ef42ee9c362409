//! `Flatten`

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{Descriptor, Syntax};
use crate::ast;
use crate::built_in::{BuiltIn, Checked};
use crate::code::TypeOf;
use crate::site::Site;
use crate::size::Size;

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "Flatten",
    elsewhere: &[],
    docs: ["`Flatten`", "[`layers::Flatten`]: an image in, a vector out; costs nothing"],
    syntax: Syntax::Layer(check),
};

struct Flatten;

impl BuiltIn for Flatten {
    fn layer_type(&self, place: &TypeOf<'_>) -> TokenStream {
        let (door, scalar, output) = (place.door(), place.scalar(), place.outputs());
        // A vector stays what it is.
        let input = if let Size::Image(_) = place.input {
            place.input_image()
        } else {
            quote_spanned!(place.span()=> 1, 1, #output)
        };
        quote_spanned!(place.span()=> #door::Flatten<#input, #output, #scalar>)
    }

    fn is_called(&self) -> bool {
        false
    }
}

/// An image becomes a vector; a vector stays one.
fn check(site: &mut Site<'_>, written: &ast::Layer) -> Option<Checked> {
    site.no_arguments(written);
    let output = site.flat(written);
    Some(site.checked(Flatten, output))
}
