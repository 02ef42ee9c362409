//! `Softmax`

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{Descriptor, Syntax};
use crate::ast;
use crate::built_in::{BuiltIn, Checked, Head};
use crate::code::TypeOf;
use crate::consts::Check;
use crate::site::{Site, span_of};

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "Softmax",
    elsewhere: &["LogSoftmax"],
    docs: ["`Softmax`", "[`layers::Softmax`], at the end only"],
    syntax: Syntax::Layer(check),
};

struct Softmax;

impl BuiltIn for Softmax {
    fn layer_type(&self, place: &TypeOf<'_>) -> TokenStream {
        let (door, scalar, input) = (place.door(), place.scalar(), place.inputs());
        quote_spanned!(place.span()=> #door::Softmax<#input, #scalar>)
    }

    fn is_called(&self) -> bool {
        false
    }

    fn head(&self) -> Option<Head> {
        Some(Head::Softmax)
    }
}

fn check(site: &mut Site<'_>, written: &ast::Layer) -> Option<Checked> {
    site.no_arguments(written);
    if !site.is_last {
        site.errors.push_with_help(
            &written.path,
            "`Softmax` is in the middle of the network",
            "it turns the last layer's values into probabilities: move it to the end, or use another activation here",
        );
        return None;
    }
    site.expect_vector(written);
    match site.size.value() {
        Some(1) => site.errors.push_with_help(
            &written.path,
            "`Softmax` over one class always gives 1",
            "for a yes-or-no question write `Sigmoid`; for several classes make the layer before it wider",
        ),
        Some(_) => {}
        None if site.size.is_unknown() => {}
        None => site.checks.push(Check::Classes { span: span_of(&written.path), classes: site.size.clone() }),
    }
    Some(site.same_shape(Softmax))
}
