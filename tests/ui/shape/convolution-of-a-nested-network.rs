use monograd::prelude::*;

network! { struct Features<[1, 28, 28] => Conv2d(6, kernel = 5)>; }

network! {
    struct Net<[1, 28, 28] => Features => MaxPool2d(2) => Flatten => Linear(10)>;
}

fn main() {}
