use monograd::prelude::*;

network! {
    struct Classes<784 => Linear(16) => Softmax>;
}

network! {
    struct Net<784 => Classes => Linear(10) => Softmax>;
}

fn main() {}
