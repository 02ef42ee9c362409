use monograd::prelude::*;

#[derive(Clone, Copy)]
struct Filter;

network! {
    struct Net<8 => Residual(Linear(8) => Filter) => Linear(2)>;
}

fn main() {}
