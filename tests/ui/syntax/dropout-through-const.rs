use monograd::prelude::*;

const P: f64 = 1.5;

network! {
    struct Net<8 => Linear(8) => Dropout(P) => Linear(2)>;
}

fn main() {}
