//! `Tanh`

use super::{Activation, Descriptor, Syntax};

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "Tanh",
    elsewhere: &["HyperbolicTangent"],
    docs: ["`Tanh`", "[`layers::Tanh`]: `y = tanh(x)`"],
    syntax: Syntax::Activation(Activation::PLAIN),
};
