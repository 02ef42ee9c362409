//! The width that does not fit is shown where the caller of the macro wrote it.
use monograd::prelude::*;

macro_rules! classifier {
    ($name:ident, $hidden:expr, $inputs:expr) => {
        network! {
            struct $name<784 => Linear($hidden) => ReLU => Linear($inputs, 10) => Softmax>;
        }
    };
}
classifier!(Net, 128, 64);

fn main() {}
