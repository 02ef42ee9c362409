use monograd::prelude::*;

network! {
    #[budget(memory = "256 KiB")]
    struct Net<784 => Linear(128) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
