use monograd::prelude::*;

network! {
    struct Net<[28, 28] => Flatten => Linear(10)>;
}

fn main() {}
