//! What a network is, once everything has been checked that the macro alone can know.
//!
//! [`check`](crate::check) writes it, [`fuse`](crate::fuse) decides which of its layers are trained together,
//! and [`expand`](crate::expand) turns it into code. The last two cannot fail.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Attribute, Visibility};

use crate::ast::Form;
use crate::built_in::{BuiltIn, Family, Fusible, Head};
use crate::consts::{Check, Const};
use crate::cost::Cost;
use crate::size::{Size, Width};

/// A network that makes sense.
pub(crate) struct Network {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) form: Form,
    pub(crate) scalar: Ident,
    pub(crate) chain: Chain,
    /// Widths that are consts.
    pub(crate) consts: Vec<Const>,
    /// Layers of the user's own.
    pub(crate) types: Vec<Definition>,
    /// What only the compiler can check, because sizes are consts.
    pub(crate) checks: Vec<Check>,
    pub(crate) budgets: Vec<Budget>,
    pub(crate) warnings: Vec<Warning>,
}

/// A chain of layers, which becomes a struct: that of a network, or of a block inside of one.
pub(crate) struct Chain {
    /// The name of the struct.
    pub(crate) name: Ident,
    pub(crate) input: Size,
    /// What it gives. A chain that must give what it takes has the same size here: whether it really has is
    /// checked.
    pub(crate) output: Size,
    /// The layers that compute: all but the head, and those that only see a sample as another shape.
    pub(crate) body: Vec<Layer>,
    /// `Flatten`, and how many layers of the body come before it.
    pub(crate) flattens: Vec<(usize, Layer)>,
    /// `Softmax` or `Sigmoid` at the end of a network.
    pub(crate) head: Option<Layer>,
}

impl Chain {
    /// Whether training needs more than one look at each tile, as far as the macro can know.
    pub(crate) fn may_need_rounds(&self) -> bool {
        self.body.iter().any(Layer::may_need_rounds)
    }
}

/// What a chain is, and so what its struct is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The network: its last layer may be the head.
    Network,
    /// A layer inside it, followed by other layers.
    Block,
}

/// A block: one layer, made of chains.
pub(crate) enum Block {
    Residual(Chain),
    Repeat(Width, Chain),
    /// Chains that become the fields of a struct of this name.
    Concat(Ident, Vec<Chain>),
}

impl Block {
    pub(crate) fn chains(&self) -> &[Chain] {
        match self {
            Self::Residual(chain) | Self::Repeat(_, chain) => std::slice::from_ref(chain),
            Self::Concat(_, chains) => chains,
        }
    }

    /// The layers of all its chains.
    fn layers(&self) -> impl Iterator<Item = &Layer> {
        self.chains().iter().flat_map(|chain| &chain.body)
    }

    fn cost(&self) -> Cost {
        let times = match self {
            Self::Repeat(count, _) => count.value,
            Self::Residual(_) | Self::Concat(..) => Some(1),
        };
        self.layers().map(Layer::cost).fold(Cost::NOTHING, Cost::and).times(times)
    }

    pub(crate) fn chains_mut(&mut self) -> &mut [Chain] {
        match self {
            Self::Residual(chain) | Self::Repeat(_, chain) => std::slice::from_mut(chain),
            Self::Concat(_, chains) => chains,
        }
    }
}

/// One layer.
pub(crate) struct Layer {
    pub(crate) field: Ident,
    /// The layer as it was written, in one line.
    pub(crate) text: String,
    /// Where it was written.
    pub(crate) span: Span,
    pub(crate) input: Size,
    pub(crate) output: Size,
    pub(crate) what: What,
    pub(crate) fused: Fused,
}

/// What training computes of a layer and the one after it in one pass; [`fuse`](crate::fuse) says.
#[derive(Default)]
pub(crate) struct Fused {
    /// On the way forward: the output of this layer is not written.
    pub(crate) forward: Option<Pair>,
    /// On the way back: the gradient of this layer's output is not written.
    pub(crate) backward: Option<Pair>,
}

/// Two neighbours that the library computes in one pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pair {
    /// `Linear => ReLU`, forward
    LinearReLU,
    /// `ReLU => Linear`, back
    ReLULinear,
}

/// What a layer is.
pub(crate) enum What {
    BuiltIn(Box<dyn BuiltIn>),
    /// Chains of layers.
    Block(Box<Block>),
    /// The user's own layer, or another network: a type.
    Own(TokenStream),
}

impl Layer {
    /// The built-in layer, if it is one.
    fn built_in(&self) -> Option<&dyn BuiltIn> {
        match &self.what {
            What::BuiltIn(layer) => Some(&**layer),
            What::Block(_) | What::Own(_) => None,
        }
    }

    /// Its block, if it is one.
    pub(crate) fn block(&self) -> Option<&Block> {
        match &self.what {
            What::Block(block) => Some(block),
            What::BuiltIn(_) | What::Own(_) => None,
        }
    }

    pub(crate) fn block_mut(&mut self) -> Option<&mut Block> {
        match &mut self.what {
            What::Block(block) => Some(block),
            What::BuiltIn(_) | What::Own(_) => None,
        }
    }

    pub(crate) fn is_block(&self) -> bool {
        self.block().is_some()
    }

    /// The user's type, if it is one.
    pub(crate) fn own_type(&self) -> Option<&TokenStream> {
        match &self.what {
            What::Own(path) => Some(path),
            What::BuiltIn(_) | What::Block(_) => None,
        }
    }

    /// A type of the user's: its samples may have another type than its neighbours', of the same size.
    pub(crate) fn is_own(&self) -> bool {
        self.own_type().is_some()
    }

    /// What the loss computes of it where it is the last layer of a network.
    pub(crate) fn head(&self) -> Option<Head> {
        self.built_in()?.head()
    }

    /// What makes sense beside it.
    pub(crate) fn family(&self) -> Family {
        self.built_in().map_or(Family::Other, BuiltIn::family)
    }

    /// What it is in a pair of layers that the library computes in one pass.
    pub(crate) fn in_pairs(&self) -> Option<Fusible> {
        self.built_in()?.in_pairs()
    }

    /// Whether it is called: see [`BuiltIn::is_called`].
    pub(crate) fn is_called(&self) -> bool {
        self.built_in().is_none_or(BuiltIn::is_called)
    }

    /// Whether it may have parameters.
    pub(crate) fn may_learn(&self) -> bool {
        match &self.what {
            What::BuiltIn(layer) => layer.learns(),
            What::Block(block) => block.layers().any(Self::may_learn),
            What::Own(_) => true,
        }
    }

    /// Whether inference passes it by.
    pub(crate) fn is_wire(&self) -> bool {
        self.built_in().is_some_and(BuiltIn::is_wire)
    }

    /// Whether its type takes an image; all others take vectors, or what they like.
    pub(crate) fn takes_image(&self) -> bool {
        self.built_in().is_some_and(BuiltIn::takes_image)
    }

    /// Whether its type gives an image.
    pub(crate) fn gives_image(&self) -> bool {
        self.built_in().is_some_and(BuiltIn::gives_image)
    }

    /// Whether training may need more than one look at each tile: of a type of the user's, only the compiler
    /// knows.
    pub(crate) fn may_need_rounds(&self) -> bool {
        match &self.what {
            What::BuiltIn(layer) => layer.needs_rounds(),
            What::Block(block) => block.layers().any(Self::may_need_rounds),
            What::Own(_) => true,
        }
    }

    /// Whether a step may leave something in its buffers.
    pub(crate) fn may_have_buffers(&self) -> bool {
        match &self.what {
            What::BuiltIn(layer) => layer.has_buffers(),
            What::Block(_) | What::Own(_) => self.may_need_rounds(),
        }
    }

    /// Whether it may read picked samples in place.
    pub(crate) fn may_read_in_place(&self) -> bool {
        matches!(&self.what, What::BuiltIn(layer) if layer.reads_in_place())
    }

    /// Whether something goes from layer to layer inside it.
    pub(crate) fn has_scratch(&self) -> bool {
        self.is_block() || self.is_own()
    }

    /// What the macro knows of its cost.
    pub(crate) fn cost(&self) -> Cost {
        match &self.what {
            What::BuiltIn(layer) => layer.cost(&self.input, &self.output),
            What::Block(block) => block.cost(),
            What::Own(_) => Cost::UNKNOWN,
        }
    }
}

/// A name for something that was written once and is needed in many places: it is written once in the
/// expansion, so that a mistake in it is reported once.
pub(crate) struct Definition {
    pub(crate) name: Ident,
    pub(crate) written: TokenStream,
    pub(crate) span: Span,
}

/// A limit that the network must keep to.
pub(crate) struct Budget {
    pub(crate) figure: Figure,
    pub(crate) amount: usize,
    pub(crate) span: Span,
}

/// What a budget limits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    /// The number of parameters.
    Parameters,
    /// The bytes of the parameters and of the activations of one sample.
    Memory,
    /// The bytes of parameters, gradient and training workspace.
    TrainingMemory,
    /// The multiplications with an addition that one sample costs.
    MultiplyAdds,
}

/// Something that is hardly meant.
pub(crate) struct Warning {
    /// What one writes in `#[allow(...)]`.
    pub(crate) name: &'static str,
    pub(crate) span: Span,
    pub(crate) message: String,
}
