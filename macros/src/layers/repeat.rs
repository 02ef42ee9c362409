//! `Repeat(count, steps)`

use super::{Block, Chains, Descriptor, Syntax};

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "Repeat",
    elsewhere: &[],
    docs: [
        "`Repeat(n, steps)`",
        "[`layers::Repeat`]: the steps `n` times over, each time with parameters of their own",
    ],
    syntax: Syntax::Block(Block {
        needs: ["the number of repetitions, and a chain of layers", "Repeat(3, Linear(64) => ReLU)"],
        is_counted: true,
        chains: Chains::One { because: "feeds its chain's output to the chain again" },
    }),
};
