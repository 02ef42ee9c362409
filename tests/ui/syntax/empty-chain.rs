use monograd::prelude::*;

network! {
    struct Net<>;
}

fn main() {}
