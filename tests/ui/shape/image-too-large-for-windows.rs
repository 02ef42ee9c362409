use monograd::prelude::*;

network! {
    struct Net<[1, 1, 2000] => Conv2d(6, kernel = (1, 9)) => Flatten => Linear(10)>;
}

fn main() {}
