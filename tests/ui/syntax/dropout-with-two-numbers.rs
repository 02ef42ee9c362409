use monograd::prelude::*;

network! {
    struct Net<8 => Linear(8) => Dropout(0.1, 0.2) => Linear(2)>;
}

fn main() {}
