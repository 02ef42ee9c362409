use monograd::prelude::*;

network! {
    struct Net<784 => Linear(128) => ELU(0.0) => Linear(10) => Softmax>;
}

fn main() {}
