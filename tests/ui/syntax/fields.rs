use monograd::prelude::*;

network! {
    struct Net<784 => Linear(10) => Softmax> {
        count: u32,
    }
}

fn main() {}
