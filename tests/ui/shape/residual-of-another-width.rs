use monograd::prelude::*;

network! {
    struct Net<8 => Residual(Linear(16) => ReLU => Linear(4)) => Linear(2)>;
}

fn main() {}
