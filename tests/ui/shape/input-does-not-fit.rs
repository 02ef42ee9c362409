use monograd::prelude::*;

network! {
    struct Net<784 => Linear(128) => ReLU => Linear(64, 10) => Softmax>;
}

fn main() {}
