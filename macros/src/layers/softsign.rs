//! `Softsign`

use super::{Activation, Descriptor, Syntax};

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "Softsign",
    elsewhere: &[],
    docs: ["`Softsign`", "[`layers::Softsign`]: `y = x / (1 + |x|)`"],
    syntax: Syntax::Activation(Activation::PLAIN),
};
