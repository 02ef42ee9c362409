use monograd::prelude::*;

const HIDDEN: usize = 16;

network! {
    struct Net<8 => Residual(Linear(8) => ReLU => Linear(HIDDEN)) => Linear(2)>;
}

fn main() {}
