//! `BatchNorm(momentum = 0.1, eps = 1e-5)`, of channels or features

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::{Descriptor, Syntax};
use crate::ast;
use crate::built_in::{BuiltIn, Checked};
use crate::code::TypeOf;
use crate::cost::Cost;
use crate::number::{Number, Range};
use crate::site::Site;
use crate::size::Size;

const MOMENTUM: Number = Number { name: "momentum", default: "0.1", range: Range::Share };
const EPS: Number = Number { name: "eps", default: "1e-5", range: Range::Positive };

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "BatchNorm",
    elsewhere: &["BatchNorm1d", "BatchNorm2d", "BatchNormalization"],
    docs: ["`BatchNorm`", "[`layers::BatchNorm`], of features or channels; `momentum = 0.1`, `eps = 1e-5`"],
    syntax: Syntax::Layer(check),
};

struct BatchNorm {
    momentum: TokenStream,
    eps: TokenStream,
}

impl BuiltIn for BatchNorm {
    fn layer_type(&self, place: &TypeOf<'_>) -> TokenStream {
        let (door, scalar, sizes) = (place.door(), place.scalar(), place.channels_and_sides());
        let [momentum, eps] = [&self.momentum, &self.eps].map(|number| place.bits(number));
        quote_spanned!(place.span()=> #door::BatchNorm<#sizes, #momentum, #eps, #scalar>)
    }

    fn cost(&self, input: &Size, _output: &Size) -> Cost {
        Cost { parameters: input.channels().and_then(|n| n.checked_mul(2)), ..Cost::NOTHING }
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

    fn needs_rounds(&self) -> bool {
        true
    }

    fn has_buffers(&self) -> bool {
        true
    }
}

fn check(site: &mut Site<'_>, written: &ast::Layer) -> Option<Checked> {
    let [momentum, eps] = site.named_numbers(written, "BatchNorm", [MOMENTUM, EPS]);
    Some(site.same_shape(BatchNorm { momentum, eps }))
}
