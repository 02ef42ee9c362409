use monograd::prelude::*;

network! {
    struct Net<8 => Repeat(3) => Linear(2)>;
}

fn main() {}
