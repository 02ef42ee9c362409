use monograd::prelude::*;

network! {
    struct Net<784 => Linear(128) => ReLU => Conv2d(6, kernel = 5) => Flatten => Linear(10)>;
}

fn main() {}
