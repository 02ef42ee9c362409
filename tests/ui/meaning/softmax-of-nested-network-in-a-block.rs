use monograd::prelude::*;

network! {
    struct Classes<8 => Linear(8) => Softmax>;
}

network! {
    struct Net<8 => Residual(Classes) => Linear(2)>;
}

fn main() {}
