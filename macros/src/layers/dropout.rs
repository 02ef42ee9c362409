//! `Dropout(p)`

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{Descriptor, Syntax};
use crate::ast;
use crate::built_in::{BuiltIn, Checked};
use crate::code::TypeOf;
use crate::number::{Number, Range};
use crate::site::Site;

const P: Number = Number { name: "p", default: "0.5", range: Range::Fraction };

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "Dropout",
    elsewhere: &["Dropout1d"],
    docs: ["`Dropout(p)`", "[`layers::Dropout`]; `p` is 0.5 where none is given"],
    syntax: Syntax::Layer(check),
};

struct Dropout {
    p: TokenStream,
}

impl BuiltIn for Dropout {
    fn layer_type(&self, place: &TypeOf<'_>) -> TokenStream {
        let (door, scalar, input, p) = (place.door(), place.scalar(), place.inputs(), place.bits(&self.p));
        quote_spanned!(place.span()=> #door::Dropout<#input, #p, #scalar>)
    }

    fn needs_rounds(&self) -> bool {
        true
    }

    fn is_wire(&self) -> bool {
        true
    }
}

fn check(site: &mut Site<'_>, written: &ast::Layer) -> Option<Checked> {
    let p = site.number(written, "Dropout", P);
    Some(site.same_shape(Dropout { p }))
}
