use monograd::prelude::*;

network! {
    struct Net<8 => Concat(Linear(8) => ReLU, Identity) => 24 => Linear(2)>;
}

fn main() {}
