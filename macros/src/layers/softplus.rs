//! `Softplus`

use super::{Activation, Descriptor, Syntax};

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "Softplus",
    elsewhere: &[],
    docs: ["`Softplus`", "[`layers::Softplus`]: `y = ln(1 + eˣ)`"],
    syntax: Syntax::Activation(Activation::PLAIN),
};
