use monograd::prelude::*;

network! {
    struct Net<8 => Residual() => Linear(2)>;
}

fn main() {}
