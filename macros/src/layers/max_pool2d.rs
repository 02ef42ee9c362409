//! `MaxPool2d(2, stride = 1)`

use super::{Descriptor, Syntax, pool};

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "MaxPool2d",
    elsewhere: &["MaxPool", "MaxPooling2D"],
    docs: ["`MaxPool2d(2)`", "[`layers::MaxPool2d`]; with `stride = 1`, overlapping"],
    syntax: Syntax::Layer(|site, written| Some(pool::check("MaxPool2d", site, written))),
};
