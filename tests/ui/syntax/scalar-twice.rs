use monograd::prelude::*;

network! {
    struct Net<f32 f64; 784 => Linear(10) => Softmax>;
}

fn main() {}
