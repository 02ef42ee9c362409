use monograd::prelude::*;

network! {
    struct Net<784 => Linear => ReLU => Linear(10) => Softmax>;
}

fn main() {}
