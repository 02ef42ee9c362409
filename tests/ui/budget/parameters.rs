use monograd::prelude::*;

network! {
    #[budget(parameters = 100_000)]
    struct Net<784 => Linear(128) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
