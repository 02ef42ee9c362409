use monograd::prelude::*;

network! {
    struct Net<784 => Linear(784, 128, 64) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
