use monograd::prelude::*;

network! {
    struct Net<8 => Linear(8) => BatchNorm(affine = false) => Linear(2)>;
}

fn main() {}
