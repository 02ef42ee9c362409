use monograd::prelude::*;

network! {
    struct Net<[1, 28, 28] => MaxPool2d => Flatten => Linear(10)>;
}

fn main() {}
