#![deny(warnings)]

use monograd::prelude::*;

network! {
    struct Net<784 => ReLU => Linear(10) => Softmax>;
}

fn main() {
    let _ = Net::PARAMETERS;
}
