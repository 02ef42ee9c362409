use monograd::prelude::*;

network! {
    struct Encoder<f64; 784 => Linear(16) => Tanh>;
}

network! {
    struct Net<784 => Encoder => Linear(10) => Softmax>;
}

fn main() {}
