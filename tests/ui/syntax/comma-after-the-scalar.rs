use monograd::prelude::*;

network! {
    struct Net<f64, 784 => Linear(128) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
