//! `GELU`

use super::{Activation, Descriptor, Syntax};

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "GELU",
    elsewhere: &[],
    docs: ["`GELU`", "[`layers::GELU`]: `y = x · Φ(x)`, exact"],
    syntax: Syntax::Activation(Activation::PLAIN),
};
