use monograd::prelude::*;

network! {
    struct Net<[1, 8, 8] => Concat(Conv2d(4, kernel = 3), Conv2d(2, kernel = 5)) => Flatten => Linear(2)>;
}

fn main() {}
