use monograd::prelude::*;

const DEPTH: usize = 0;

network! {
    struct Net<8 => Repeat(DEPTH, Linear(8) => ReLU) => Linear(2)>;
}

fn main() {}
