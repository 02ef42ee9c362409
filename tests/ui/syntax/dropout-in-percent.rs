use monograd::prelude::*;

network! {
    struct Net<8 => Linear(8) => Dropout(20) => Linear(2)>;
}

fn main() {}
