use monograd::prelude::*;

network! {
    struct Net<784 => hidden: Linear(128) => ReLU => hidden: Linear(10) => Softmax>;
}

fn main() {}
