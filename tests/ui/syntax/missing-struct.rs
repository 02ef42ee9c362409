use monograd::prelude::*;

network! {
    Net<784 => Linear(10) => Softmax>;
}

fn main() {}
