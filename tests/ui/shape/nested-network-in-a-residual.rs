use monograd::prelude::*;

network! {
    struct Encoder<8 => Linear(4)>;
}

network! {
    struct Net<8 => Residual(Encoder) => Linear(2)>;
}

fn main() {}
