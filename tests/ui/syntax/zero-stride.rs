use monograd::prelude::*;

network! {
    struct Net<[1, 28, 28] => MaxPool2d(2, stride = 0) => Flatten => Linear(10)>;
}

fn main() {}
