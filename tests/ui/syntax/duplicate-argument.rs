use monograd::prelude::*;

network! {
    struct Net<784 => Linear(128, bias = false, bias = true) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
