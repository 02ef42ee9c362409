//! The built-in layers: what the rest of the macro knows of them, and a file for each.
//!
//! A file holds one [`Descriptor`]: what the layer is called, how it is checked, and, in its implementation
//! of [`BuiltIn`](crate::built_in), what the stages after the check need to know.

#![allow(clippy::unnecessary_wraps, reason = "most checks give a layer in any case, but all have one type")]

// What several layers have in common, and what they are confused with.
mod activation;
mod pool;
mod similar;
mod absent;

// The layers.
mod linear;
mod relu;
mod leaky_relu;
mod elu;
mod gelu;
mod silu;
mod sigmoid;
mod tanh;
mod softplus;
mod softsign;
mod softmax;
mod conv2d;
mod max_pool2d;
mod avg_pool2d;
mod global_avg_pool2d;
mod flatten;
mod layer_norm;
mod batch_norm;
mod dropout;
mod identity;
mod residual;
mod repeat;
mod concat;

pub(crate) use self::absent::replacement;
pub(crate) use self::activation::Activation;
pub(crate) use self::identity::Identity;
pub(crate) use self::linear::Linear;
use self::similar::{is_near, same_letters};
use crate::ast;
use crate::built_in::Checked;
use crate::site::Site;

/// The built-in layers, in the order in which messages and docs list them.
pub(crate) const ALL: &[&Descriptor] = &[
    &linear::DESCRIPTOR,
    &relu::DESCRIPTOR,
    &leaky_relu::DESCRIPTOR,
    &elu::DESCRIPTOR,
    &gelu::DESCRIPTOR,
    &silu::DESCRIPTOR,
    &sigmoid::DESCRIPTOR,
    &tanh::DESCRIPTOR,
    &softplus::DESCRIPTOR,
    &softsign::DESCRIPTOR,
    &softmax::DESCRIPTOR,
    &conv2d::DESCRIPTOR,
    &max_pool2d::DESCRIPTOR,
    &avg_pool2d::DESCRIPTOR,
    &global_avg_pool2d::DESCRIPTOR,
    &flatten::DESCRIPTOR,
    &layer_norm::DESCRIPTOR,
    &batch_norm::DESCRIPTOR,
    &dropout::DESCRIPTOR,
    &identity::DESCRIPTOR,
    &residual::DESCRIPTOR,
    &repeat::DESCRIPTOR,
    &concat::DESCRIPTOR,
];

/// A built-in layer, before it has arguments.
pub(crate) struct Descriptor {
    /// Its name in the language, and that of the library's type.
    pub(crate) name: &'static str,
    /// What others call it.
    pub(crate) elsewhere: &'static [&'static str],
    /// Its row in the table of the language: what is written, and what it means. A test writes the table.
    #[allow(dead_code, reason = "only a test needs it: the table is a file of the library")]
    pub(crate) docs: [&'static str; 2],
    pub(crate) syntax: Syntax,
}

/// What is written after the name, and who reads it.
pub(crate) enum Syntax {
    /// Nothing, or the number of an activation.
    Activation(Activation),
    /// Arguments of its own, which this function checks together with the shape. After a mistake it gives a
    /// layer to go on with, or `None` where the network is better off without one.
    Layer(fn(&mut Site<'_>, &ast::Layer) -> Option<Checked>),
    /// Chains of layers.
    Block(Block),
}

/// What is written in the parentheses of a block.
pub(crate) struct Block {
    /// What a block without it lacks, and a block that has it.
    pub(crate) needs: [&'static str; 2],
    /// Whether the number of repetitions comes first.
    pub(crate) is_counted: bool,
    pub(crate) chains: Chains,
}

/// The chains of a block, and what becomes of them.
#[derive(Clone, Copy)]
pub(crate) enum Chains {
    /// One, which must give what it takes, because the block does this with its output.
    One { because: &'static str },
    /// Two or more, whose outputs are joined.
    Joined,
}

impl Descriptor {
    /// The layer of that name.
    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|layer| layer.name == name).copied()
    }

    /// The layer that a user who wrote `name` may have meant.
    pub(crate) fn suggestion(name: &str) -> Option<&'static Self> {
        let is_elsewhere = |layer: &&&Self| layer.elsewhere.iter().any(|there| same_letters(there, name));
        let is_near = |layer: &&&Self| is_near(layer.name, name);
        ALL.iter().find(is_elsewhere).or_else(|| ALL.iter().find(is_near)).copied()
    }
}

/// The block of that name, or of the name that was meant.
pub(crate) fn block(name: &str) -> Option<&'static Block> {
    match &Descriptor::find(name).or_else(|| Descriptor::suggestion(name))?.syntax {
        Syntax::Block(block) => Some(block),
        Syntax::Activation(_) | Syntax::Layer(_) => None,
    }
}

/// Whether a name is, or is nearly, or is elsewhere, that of a built-in layer.
pub(crate) fn is_known(name: &str) -> bool {
    Descriptor::find(name).is_some() || Descriptor::suggestion(name).is_some()
}
