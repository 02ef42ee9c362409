use monograd::prelude::*;

network! {
    struct Net<784 => Softmax>;
}

fn main() {}
