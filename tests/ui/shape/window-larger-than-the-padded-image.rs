use monograd::prelude::*;

network! {
    struct Net<[3, 5, 28] => Conv2d(6, kernel = 9, padding = 1) => Flatten => Linear(10)>;
}

fn main() {}
