//! `ReLU`

use super::{Activation, Descriptor, Syntax};
use crate::built_in::Fusible;

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "ReLU",
    elsewhere: &[],
    docs: ["`ReLU`", "[`layers::ReLU`]: `y = max(x, 0)`"],
    syntax: Syntax::Activation(Activation { in_pairs: Some(Fusible::ReLU), ..Activation::PLAIN }),
};
