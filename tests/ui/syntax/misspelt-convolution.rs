use monograd::prelude::*;

network! {
    struct Net<28 => Conv3d(8, 3) => Linear(3) => Softmax>;
}

fn main() {}
