use monograd::prelude::*;

network! {
    struct Net<8 => Linear(8) => BatchNorm(8) => Linear(2)>;
}

fn main() {}
