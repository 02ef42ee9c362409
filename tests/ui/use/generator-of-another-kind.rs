use monograd::prelude::*;

network! {
    struct Net<4 => Linear(3)>;
}

/// As a generator of another version of rand is: none of this one.
struct Generator;

fn main() {
    let _ = Net::init(&mut Generator);
}
