use monograd::prelude::*;

network! {
    struct Encoder<64 => Linear(16) => Tanh>;
}

network! {
    struct Net<784 => Linear(128) => ReLU => Encoder => Linear(10) => Softmax>;
}

fn main() {}
