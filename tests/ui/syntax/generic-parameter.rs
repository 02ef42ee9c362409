use monograd::prelude::*;

network! {
    struct Net<T, 784 => Linear(10) => Softmax>;
}

fn main() {}
