use monograd::prelude::*;

network! {
    struct Net<784 => Linear(128, false) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
