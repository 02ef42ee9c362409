use monograd::prelude::*;

network! {
    struct Net<784 => Linear(128) => ReLU =>>;
}

fn main() {}
