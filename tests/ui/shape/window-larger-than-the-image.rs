use monograd::prelude::*;

network! {
    struct Net<[1, 28, 28] => MaxPool2d(8) => Conv2d(6, kernel = 5) => Flatten => Linear(10)>;
}

fn main() {}
