use monograd::prelude::*;

network! {
    struct Net<28 => Conv1d => Linear(3) => Softmax>;
}

fn main() {}
