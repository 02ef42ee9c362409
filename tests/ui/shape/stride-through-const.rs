use monograd::prelude::*;

const STRIDE: usize = 0;

network! {
    struct Net<[1, 28, 28] => MaxPool2d(2, stride = STRIDE) => Flatten => Linear(10)>;
}

fn main() {}
