use monograd::prelude::*;

network! {
    struct Net<[1, 28, 28] => Conv2d(6, kernel = 2.5) => Flatten => Linear(10)>;
}

fn main() {}
