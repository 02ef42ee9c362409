use monograd::prelude::*;

network! {
    struct Net<784 => Linear(0) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
