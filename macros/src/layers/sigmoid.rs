//! `Sigmoid`

use super::{Activation, Descriptor, Syntax};
use crate::built_in::Head;

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "Sigmoid",
    elsewhere: &["Logistic"],
    docs: ["`Sigmoid`", "[`layers::Sigmoid`]: `y = 1 / (1 + e⁻ˣ)`"],
    syntax: Syntax::Activation(Activation { head: Some(Head::Sigmoid), ..Activation::PLAIN }),
};
