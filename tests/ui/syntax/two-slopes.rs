use monograd::prelude::*;

network! {
    struct Net<784 => Linear(128) => LeakyReLU(0.1, 0.2) => Linear(10) => Softmax>;
}

fn main() {}
