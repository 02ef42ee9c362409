use monograd::prelude::*;

network! {
    struct Net<784 => FullyConnected(128) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
