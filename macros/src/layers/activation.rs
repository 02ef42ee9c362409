//! What all activations have in common: a function of each feature, perhaps with a number in its type.

use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;

use crate::ast;
use crate::built_in::{BuiltIn, Checked, Family, Fusible, Head};
use crate::code::TypeOf;
use crate::number::Number;
use crate::site::Site;

/// What an activation is beyond its name.
#[derive(Clone, Copy)]
pub(crate) struct Activation {
    pub(crate) number: Option<Number>,
    pub(crate) head: Option<Head>,
    pub(crate) in_pairs: Option<Fusible>,
}

impl Activation {
    /// One that has no number and is used like any other.
    pub(crate) const PLAIN: Self = Self { number: None, head: None, in_pairs: None };

    /// Checks the number.
    pub(crate) fn check(self, name: &'static str, site: &mut Site<'_>, written: &ast::Layer) -> Checked {
        if self.number.is_none() {
            site.no_arguments(written);
        }
        let number = self.number.map(|number| site.number(written, name, number));
        site.same_shape(Elementwise { name, number, is: self })
    }
}

/// An activation and the number in its type.
struct Elementwise {
    name: &'static str,
    number: Option<TokenStream>,
    is: Activation,
}

impl BuiltIn for Elementwise {
    fn layer_type(&self, place: &TypeOf<'_>) -> TokenStream {
        let (door, scalar, input) = (place.door(), place.scalar(), place.inputs());
        // At the user's place and with the user's hygiene, as a name of the user's would be.
        let name = Ident::new(self.name, place.place);
        let number = self.number.as_ref().map(|number| {
            let bits = place.bits(number);
            quote_spanned!(place.span()=> #bits,)
        });
        quote_spanned!(place.span()=> #door::#name<#input, #number #scalar>)
    }

    fn head(&self) -> Option<Head> {
        self.is.head
    }

    fn family(&self) -> Family {
        Family::Activation
    }

    fn in_pairs(&self) -> Option<Fusible> {
        self.is.in_pairs
    }
}
