use monograd::prelude::*;

network! {
    struct Encoder<784 => Linear(16) => Tanh>;
}

network! {
    struct Net<784 => Encoder => Linear(32, 10) => Softmax>;
}

fn main() {}
