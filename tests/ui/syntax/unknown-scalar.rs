use monograd::prelude::*;

network! {
    struct Net<f16; 784 => Linear(10) => Softmax>;
}

fn main() {}
