use monograd::prelude::*;

network! {
    struct Net<784 => ReLU => Tanh>;
}

fn main() {}
