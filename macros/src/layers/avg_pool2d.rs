//! `AvgPool2d(2, stride = 1)`

use super::{Descriptor, Syntax, pool};

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "AvgPool2d",
    elsewhere: &["AvgPool", "AveragePooling2D"],
    docs: ["`AvgPool2d(2)`", "[`layers::AvgPool2d`]; with `stride = 1`, overlapping"],
    syntax: Syntax::Layer(|site, written| Some(pool::check("AvgPool2d", site, written))),
};
