use monograd::prelude::*;

const HIDDEN: u32 = 64;

network! {
    struct Net<784 => Linear(HIDDEN) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
