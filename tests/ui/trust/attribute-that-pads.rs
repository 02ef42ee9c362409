use monograd::prelude::*;

network! {
    #[repr(align(64))]
    struct Net<4 => Linear(2)>;
}

fn main() {}
