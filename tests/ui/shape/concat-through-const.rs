use monograd::prelude::*;

const KERNEL: usize = 5;

network! {
    struct Net<[1, 8, 8] => Concat(Conv2d(4, kernel = 3), Conv2d(2, kernel = KERNEL)) => Flatten => Linear(2)>;
}

fn main() {}
