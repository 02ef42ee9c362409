//! `Residual(steps)`

use super::{Block, Chains, Descriptor, Syntax};

pub(super) const DESCRIPTOR: Descriptor = Descriptor {
    name: "Residual",
    elsewhere: &["Skip", "SkipConnection", "Shortcut"],
    docs: ["`Residual(steps)`", "[`layers::Residual`]: what the steps give is added to what they take"],
    syntax: Syntax::Block(Block {
        needs: ["a chain of layers", "Residual(Linear(64) => ReLU => Linear(64))"],
        is_counted: false,
        chains: Chains::One { because: "adds its chain's output to its input" },
    }),
};
