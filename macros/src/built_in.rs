//! The contract of a built-in layer inside the macro: what the stages after the check ask of it.

use proc_macro2::TokenStream;

use crate::code::TypeOf;
use crate::cost::Cost;
use crate::size::Size;

/// A layer whose arguments and shapes were checked; after a mistake, one to go on with.
pub(crate) struct Checked {
    pub(crate) layer: Box<dyn BuiltIn>,
    pub(crate) input: Size,
    pub(crate) output: Size,
}

/// What the stages after the check know of a layer, which holds its arguments.
pub(crate) trait BuiltIn {
    /// Its type.
    fn layer_type(&self, place: &TypeOf<'_>) -> TokenStream;

    /// What it costs.
    fn cost(&self, _input: &Size, _output: &Size) -> Cost {
        Cost::NOTHING
    }

    /// Whether it has parameters, which an initialiser draws and an optimiser moves.
    fn learns(&self) -> bool {
        false
    }

    /// Whether its type takes an image; all others take vectors.
    fn takes_image(&self) -> bool {
        false
    }

    /// Whether its type gives an image.
    fn gives_image(&self) -> bool {
        false
    }

    /// Whether training needs more than one look at each tile, or random numbers.
    fn needs_rounds(&self) -> bool {
        false
    }

    /// Whether a step leaves something in its buffers.
    fn has_buffers(&self) -> bool {
        false
    }

    /// Whether it may read picked samples in place: its type then has a const `PICKS`.
    fn reads_in_place(&self) -> bool {
        false
    }

    /// Whether inference passes it by.
    fn is_wire(&self) -> bool {
        false
    }

    /// Whether its type is a `Layer` of the library, which is called. A `Softmax` is computed with the loss,
    /// and a `Flatten` is another view of a sample.
    fn is_called(&self) -> bool {
        true
    }

    /// What the loss computes of it where it is the last layer of a network.
    fn head(&self) -> Option<Head> {
        None
    }

    /// What makes sense beside it.
    fn family(&self) -> Family {
        Family::Other
    }

    /// What it is in a pair of layers that the library computes in one pass.
    fn in_pairs(&self) -> Option<Fusible> {
        None
    }
}

/// What the loss computes in place of the last layer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Head {
    Softmax,
    Sigmoid,
}

/// Layers that a network has reasons to put, or not to put, in certain places.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// A linear map of vectors: two in a row are one.
    Linear,
    /// A function of each feature: at the start it throws away part of the inputs.
    Activation,
    Other,
}

/// The layers of the pairs that the library computes in one pass.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fusible {
    Linear,
    ReLU,
}
