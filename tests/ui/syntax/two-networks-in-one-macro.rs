use monograd::prelude::*;

network! {
    struct A<4 => Linear(2)>;
    struct B<4 => Linear(2)>;
}

fn main() {}
