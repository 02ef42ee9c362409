use monograd::prelude::*;

network! {
    struct Net<8 => Linear(8) => BatchNorm(momentum = 0.0) => Linear(2)>;
}

fn main() {}
