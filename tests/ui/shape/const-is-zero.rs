use monograd::prelude::*;

const HIDDEN: usize = 0;

network! {
    struct Net<784 => Linear(HIDDEN) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
