use monograd::prelude::*;

network! {
    struct Mlp<const N: usize; 10 => Linear(N) => Softmax>;
}

fn main() {}
