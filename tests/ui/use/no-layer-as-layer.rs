use monograd::prelude::*;

#[derive(Clone, Copy)]
struct Filter;

network! {
    struct Net<4 => Linear(8) => Filter => Linear(2)>;
}

fn main() {}
