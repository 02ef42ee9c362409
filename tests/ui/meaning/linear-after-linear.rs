#![deny(warnings)]

use monograd::prelude::*;

network! {
    struct Net<784 => Linear(128) => Linear(10) => Softmax>;
}

fn main() {
    let _ = Net::PARAMETERS;
}
