use monograd::prelude::*;

network! {
    struct Net<784 => Linear(2 * 64) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
