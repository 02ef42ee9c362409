//! `ELU(alpha)`

use super::{Activation, Descriptor, Syntax};
use crate::number::{Number, Range};

const ALPHA: Number = Number { name: "alpha", default: "1.0", range: Range::Positive };

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "ELU",
    elsewhere: &[],
    docs: ["`ELU(alpha)`", "[`layers::ELU`]; `alpha` is 1 where none is given"],
    syntax: Syntax::Activation(Activation { number: Some(ALPHA), ..Activation::PLAIN }),
};
