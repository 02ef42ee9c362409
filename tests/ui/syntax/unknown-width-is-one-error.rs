//! What follows a mistake in a width is not measured by it.
use monograd::prelude::*;

network! {
    struct Net<784 => Linear(12.8) => 128 => ReLU => Linear(128, 10) => Softmax>;
}

fn main() {}
