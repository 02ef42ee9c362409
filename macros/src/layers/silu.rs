//! `SiLU`

use super::{Activation, Descriptor, Syntax};

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "SiLU",
    elsewhere: &["Swish"],
    docs: ["`SiLU`", "[`layers::SiLU`]: `y = x · sigmoid(x)`"],
    syntax: Syntax::Activation(Activation::PLAIN),
};
