use monograd::prelude::*;

const HIDDEN: usize = 64;

network! {
    struct Net<784 => Linear(HIDDEN) => { 2 * HIDDEN } => ReLU => Linear(10) => Softmax>;
}

fn main() {}
