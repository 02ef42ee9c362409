use monograd::prelude::*;

const KERNEL: usize = 5;

network! {
    struct Net<[1, 28, 28] => MaxPool2d(8) => Conv2d(6, kernel = (3, KERNEL)) => Flatten => Linear(10)>;
}

fn main() {}
