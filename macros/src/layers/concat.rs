//! `Concat(steps, steps, ...)`

use super::{Block, Chains, Descriptor, Syntax};

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "Concat",
    elsewhere: &["Concatenate", "Cat", "Parallel"],
    docs: [
        "`Concat(steps, steps, ...)`",
        "chains side by side; vectors are joined in length, images in channels",
    ],
    syntax: Syntax::Block(Block {
        needs: ["at least two chains of layers", "Concat(Linear(8), Identity)"],
        is_counted: false,
        chains: Chains::Joined,
    }),
};
