use monograd::prelude::*;

const HIDDEN: usize = 16;

network! {
    struct Net<8 => Repeat(2, Linear(HIDDEN) => ReLU) => Linear(2)>;
}

fn main() {}
