use monograd::prelude::*;

const CLASSES: usize = 1;

network! {
    struct Net<784 => Linear(128) => ReLU => Linear(CLASSES) => Softmax>;
}

fn main() {}
