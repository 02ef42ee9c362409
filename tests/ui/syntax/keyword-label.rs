use monograd::prelude::*;

network! {
    struct Net<784 => type: Linear(128) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
