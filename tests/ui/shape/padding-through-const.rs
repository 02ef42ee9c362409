use monograd::prelude::*;

const PADDING: usize = 3;

network! {
    struct Net<[1, 28, 28] => Conv2d(6, kernel = 3, padding = PADDING) => Flatten => Linear(10)>;
}

fn main() {}
