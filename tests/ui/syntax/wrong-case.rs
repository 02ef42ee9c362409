use monograd::prelude::*;

network! {
    struct Net<784 => Linear(128) => Relu => Linear(10) => Softmax>;
}

fn main() {}
