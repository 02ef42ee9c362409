use monograd::prelude::*;

const SLOPE: f64 = 1.5;

network! {
    struct Net<784 => Linear(128) => LeakyReLU(SLOPE) => Linear(10) => Softmax>;
}

fn main() {}
