use monograd::prelude::*;

network! {
    struct Net<8 => residual(Linear(8) => ReLU) => Linear(2)>;
}

fn main() {}
