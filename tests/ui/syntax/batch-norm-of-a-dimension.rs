use monograd::prelude::*;

network! {
    struct Net<8 => Linear(8) => BatchNorm1d => Linear(2)>;
}

fn main() {}
