use monograd::prelude::*;

network! {
    struct Net<784 => Linear(128) => Relu => Linear(64, 10) => softmax>;
}

fn main() {}
