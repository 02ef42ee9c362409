use monograd::prelude::*;

network! {
    struct Net<[1, 8, 8] => Residual(Conv2d(1, kernel = 3, padding = 1)) => Linear(2)>;
}

fn main() {}
