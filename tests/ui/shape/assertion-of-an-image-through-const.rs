use monograd::prelude::*;

const CHANNELS: usize = 6;

network! {
    struct Net<[1, 28, 28] => Conv2d(CHANNELS, kernel = 5) => [8, 24, 24] => Flatten => Linear(10)>;
}

fn main() {}
