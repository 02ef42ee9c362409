use monograd::prelude::*;

network! {
    struct Net<0 => Linear(128) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
