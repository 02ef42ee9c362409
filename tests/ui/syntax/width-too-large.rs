use monograd::prelude::*;

network! {
    struct Net<784 => Linear(99999999999999999999) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
