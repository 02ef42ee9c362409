use monograd::prelude::*;

network! {
    struct Mlp<T: Scalar; 10 => Linear(4) => Softmax>;
}

fn main() {}
