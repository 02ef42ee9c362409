use monograd::prelude::*;

network! {
    struct Net<[1, 28, 28] => Conv2d(kernel = 3) => Flatten => Linear(10)>;
}

fn main() {}
