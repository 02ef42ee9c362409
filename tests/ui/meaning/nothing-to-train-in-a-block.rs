use monograd::prelude::*;

network! {
    struct Net<8 => Repeat(3, ReLU) => Softmax>;
}

fn main() {}
