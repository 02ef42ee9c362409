//! `Identity`

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{Descriptor, Syntax};
use crate::ast;
use crate::built_in::{BuiltIn, Checked};
use crate::code::TypeOf;
use crate::site::Site;

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "Identity",
    elsewhere: &[],
    docs: ["`Identity`", "[`layers::Identity`]: the wire past the other chains of a `Concat`"],
    syntax: Syntax::Layer(check),
};

pub(crate) struct Identity;

impl BuiltIn for Identity {
    fn layer_type(&self, place: &TypeOf<'_>) -> TokenStream {
        let (door, scalar, input) = (place.door(), place.scalar(), place.inputs());
        quote_spanned!(place.span()=> #door::Identity<#input, #scalar>)
    }

    fn is_wire(&self) -> bool {
        true
    }
}

fn check(site: &mut Site<'_>, written: &ast::Layer) -> Option<Checked> {
    site.no_arguments(written);
    Some(site.same_shape(Identity))
}
