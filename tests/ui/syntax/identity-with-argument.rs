use monograd::prelude::*;

network! {
    struct Net<8 => Linear(8) => Identity(8) => Linear(2)>;
}

fn main() {}
