use monograd::prelude::*;

network! {
    struct Net<784 => Linear(12.8) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
