//! `LeakyReLU(slope)`

use super::{Activation, Descriptor, Syntax};
use crate::number::{Number, Range};

const SLOPE: Number = Number { name: "slope", default: "0.01", range: Range::Fraction };

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "LeakyReLU",
    elsewhere: &["PReLU"],
    docs: ["`LeakyReLU(slope)`", "[`layers::LeakyReLU`]; `slope` is 0.01 where none is given"],
    syntax: Syntax::Activation(Activation { number: Some(SLOPE), ..Activation::PLAIN }),
};
