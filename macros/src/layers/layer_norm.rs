//! `LayerNorm`, of a sample as a whole

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{Descriptor, Syntax};
use crate::ast;
use crate::built_in::{BuiltIn, Checked};
use crate::code::TypeOf;
use crate::cost::Cost;
use crate::site::Site;
use crate::size::Size;

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "LayerNorm",
    elsewhere: &["LayerNormalization"],
    docs: ["`LayerNorm`", "[`layers::LayerNorm`]; of an image as a whole"],
    syntax: Syntax::Layer(check),
};

struct LayerNorm;

impl BuiltIn for LayerNorm {
    fn layer_type(&self, place: &TypeOf<'_>) -> TokenStream {
        let (door, scalar, input) = (place.door(), place.scalar(), place.inputs());
        quote_spanned!(place.span()=> #door::LayerNorm<#input, #scalar>)
    }

    fn cost(&self, input: &Size, _output: &Size) -> Cost {
        Cost { parameters: input.features().and_then(|n| n.checked_mul(2)), ..Cost::NOTHING }
    }

    fn learns(&self) -> bool {
        true
    }
}

fn check(site: &mut Site<'_>, written: &ast::Layer) -> Option<Checked> {
    site.no_arguments(written);
    Some(site.same_shape(LayerNorm))
}
