use monograd::prelude::*;

network! {
    struct Net<8 => Residual(8) => Linear(2)>;
}

fn main() {}
