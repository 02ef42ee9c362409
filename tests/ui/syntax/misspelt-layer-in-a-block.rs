use monograd::prelude::*;

network! {
    struct Net<8 => Residual(Liner(8) => ReLU) => Linear(2)>;
}

fn main() {}
