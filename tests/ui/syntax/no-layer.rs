use monograd::prelude::*;

network! {
    struct Net<784>;
}

fn main() {}
