use monograd::prelude::*;

network! {
    struct Net<[1, 28, 28] => Conv2D(6, kernel = 5) => Flatten => Linear(10)>;
}

fn main() {}
