use monograd::prelude::*;

const HIDDEN: usize = 64;

network! {
    struct Net<784 => Linear(HIDDEN) => ReLU => Linear({ HIDDEN + 1 }, 10) => Softmax>;
}

fn main() {}
