use monograd::prelude::*;

network! {
    struct Net<[1, 8, 8] => Residual(Conv2d(4, kernel = 3) => ReLU) => Flatten => Linear(2)>;
}

fn main() {}
