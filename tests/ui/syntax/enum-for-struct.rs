use monograd::prelude::*;

network! {
    enum Net<784 => Linear(10) => Softmax>;
}

fn main() {}
