use monograd::prelude::*;

const HIDDEN: usize = 64;

network! {
    struct Net<784 => Linear(128) => ReLU => Linear(HIDDEN, 10) => Softmax>;
}

fn main() {}
