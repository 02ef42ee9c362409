use monograd::prelude::*;

network! {
    struct Net<784 => hidden: => ReLU => Linear(10) => Softmax>;
}

fn main() {}
