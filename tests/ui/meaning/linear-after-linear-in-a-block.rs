#![deny(deprecated)]

use monograd::prelude::*;

network! {
    struct Net<8 => Residual(Linear(4) => Linear(8)) => Linear(2) => Softmax>;
}

fn main() {}
