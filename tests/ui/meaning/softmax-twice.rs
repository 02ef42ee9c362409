use monograd::prelude::*;

network! {
    struct Net<784 => Linear(10) => Softmax => Softmax>;
}

fn main() {}
