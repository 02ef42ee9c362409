use monograd::prelude::*;

network! {
    struct Net<784 => Liner(128) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
