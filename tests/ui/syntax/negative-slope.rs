use monograd::prelude::*;

network! {
    struct Net<784 => Linear(128) => LeakyReLU(-1) => Linear(10) => Softmax>;
}

fn main() {}
