use monograd::prelude::*;

const HIDDEN: usize = 300;

network! {
    #[budget(parameters = 110_000, multiply_adds = 120_000)]
    struct Net<784 => Linear(HIDDEN) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
