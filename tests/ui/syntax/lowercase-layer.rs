use monograd::prelude::*;

network! {
    struct Net<784 => linear(128) => ReLU => Linear(10) => SoftMax>;
}

fn main() {}
