use monograd::prelude::*;

network! {
    struct Net<=> Linear(128) => ReLU => Linear(10)>;
}

fn main() {}
