use monograd::prelude::*;

network! {
    struct Net<[1, 8, 8] => Concat(Conv2d(4, kernel = 3), GlobalAvgPool2d) => Flatten => Linear(2)>;
}

fn main() {}
