use monograd::prelude::*;

network! {
    #[budget(training_memory = "512 KiB")]
    struct Net<784 => Linear(128) => ReLU => Linear(10) => Softmax>;
}

fn main() {}
