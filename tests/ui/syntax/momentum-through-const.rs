use monograd::prelude::*;

const MOMENTUM: f64 = 1.5;

network! {
    struct Net<8 => Linear(8) => BatchNorm(momentum = MOMENTUM) => Linear(2)>;
}

fn main() {}
