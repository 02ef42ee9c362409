use monograd::prelude::*;

network! {
    struct Net<8 => Residual(a: Linear(8) => ReLU => a: Linear(8)) => Linear(2)>;
}

fn main() {}
