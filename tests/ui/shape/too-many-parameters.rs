use monograd::prelude::*;

network! {
    struct Net<1_000_000_000_000 => Linear(1_000_000_000_000) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
