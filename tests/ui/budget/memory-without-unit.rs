use monograd::prelude::*;

network! {
    #[budget(memory = "512")]
    struct Net<784 => Linear(128) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
