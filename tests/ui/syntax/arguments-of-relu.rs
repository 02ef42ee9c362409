use monograd::prelude::*;

network! {
    struct Net<784 => Linear(128) => ReLU(0.1) => Linear(10) => Softmax>;
}

fn main() {}
