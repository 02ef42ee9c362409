//! The contract of a layer: one way forward in inference, one in training, and one back.
//!
//! A layer is plain data: its parameters and nothing else. What training keeps between forward and backward
//! is in a workspace that the layer names and its caller places. How the parameters learn is in `learn`, what
//! the functions are given in `pass`, and who calls the one of inference in `infer`.

mod pass;
mod learn;
mod infer;

use bytemuck::{Pod, Zeroable};

use crate::aligned::Aligned;
use crate::kernel::Simd;
use crate::round::Needs;
use crate::scalar::Scalar;
use crate::shape::Sample;

pub use infer::infer;
pub(crate) use infer::{Alone, Within, bytes};
pub use learn::{Learn, Learns, Nothing, Parameters, Update, initialize, learned, update, update_buffers};
pub use pass::{Backward, Forward, Training};

/// A layer of a network, yours or one of the library's.
///
/// Write `x` for the input, `y` for the output, `θ` for the parameters and `dv` for `∂loss/∂v`.
///
/// A layer without parameters writes two functions, [`forward`](Self::forward) and
/// [`backward`](Self::backward), and says that it learns [`Nothing`](crate::Nothing). One with parameters
/// says [`Parameters`](crate::Parameters), and implements [`Learn`](crate::Learn), too.
///
/// # Shapes
///
/// `x`, `y`, `dx` and `dy` are slices of samples, all of one length: the number of samples in the tile.
///
/// # Examples
///
/// `y = x²`, which has no parameters:
///
/// ```
/// use monograd::prelude::*;
///
/// #[derive(Clone, Copy, Pod, Zeroable)]
/// #[repr(C)]
/// #[bytemuck(crate = "monograd::bytemuck")]
/// struct Square;
///
/// impl Layer for Square {
///     type Scalar = f32;
///     type Input = SVector<f32, 2>;
///     type Output = SVector<f32, 2>;
///     type Workspace<const TILE: usize> = ();
///     type Learns = Nothing;
///
///     fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
///         for (x, y) in pass.x.iter().zip(pass.y) {
///             *y = x.component_mul(x);
///         }
///     }
///
///     fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
///         let Some(dx) = pass.dx else { return };
///         for ((x, dy), dx) in pass.x.iter().zip(pass.dy).zip(dx) {
///             *dx = 2.0 * x.component_mul(dy);
///         }
///     }
/// }
///
/// network! { struct Paraboloid<2 => Square => Linear(1)>; }
/// ```
///
/// A gain for each feature, `y = gain · x`:
///
/// ```
/// use monograd::prelude::*;
///
/// #[repr(transparent)]
/// #[derive(Clone, Copy, Pod, Zeroable)]
/// #[bytemuck(crate = "monograd::bytemuck")]
/// struct Gain {
///     gain: SVector<f32, 2>,
/// }
///
/// impl Layer for Gain {
///     type Scalar = f32;
///     type Input = SVector<f32, 2>;
///     type Output = SVector<f32, 2>;
///     type Workspace<const TILE: usize> = ();
///     type Learns = Parameters;
///
///     fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
///         for (x, y) in pass.x.iter().zip(pass.y) {
///             *y = self.gain.component_mul(x);
///         }
///     }
///
///     fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
///         let Some(dx) = pass.dx else { return };
///         for (dy, dx) in pass.dy.iter().zip(dx) {
///             *dx = self.gain.component_mul(dy);
///         }
///     }
/// }
///
/// impl Learn for Gain {
///     fn gradient<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>, gradient: &mut Self) {
///         for (x, dy) in pass.x.iter().zip(pass.dy) {
///             gradient.gain += x.component_mul(dy);
///         }
///     }
/// }
///
/// network! { struct Scaled<2 => gain: Gain => Linear(1)>; }
/// assert_eq!(Scaled::PARAMETERS, 2 + 3);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer",
    label = "this type does not implement `monograd::Layer`",
    note = "a layer is a built-in one, a network made by `network!`, or a type of yours that implements `Layer`"
)]
pub trait Layer: Pod + Send + Sync {
    /// What the samples and the parameters are made of.
    type Scalar: Scalar;
    /// One sample before the layer.
    type Input: Sample<Scalar = Self::Scalar>;
    /// One sample after the layer.
    type Output: Sample<Scalar = Self::Scalar>;
    /// What training keeps for up to `TILE` samples beside `x` and `y`; `()` where those two are enough.
    type Workspace<const TILE: usize>: Zeroable + Send;
    /// [`Parameters`](crate::Parameters), or [`Nothing`](crate::Nothing) for a layer that has none.
    type Learns: Learns<Self>;

    /// The multiplications with an addition that one sample costs going forward.
    const MULTIPLY_ADDS: usize = 0;

    /// What the layer needs of its caller beyond one look at each tile.
    const NEEDS: Needs = Needs::NOTHING;

    /// Inference: writes `y = f(x)`. For a network `y` are the logits, before its `Softmax` or `Sigmoid`:
    /// call [`Network::predict`](crate::Network::predict) for its outputs.
    ///
    /// The function is compiled for each instruction set `S` of the processor; `#[inline(always)]` lets the
    /// compiler use it. Call [`infer`](crate::infer) to run a layer alone.
    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>);

    /// Training: writes `y = f(x)` and keeps in the workspace what [`backward`](Self::backward) will need. A
    /// layer that does the same in training as in inference, and keeps nothing, need not implement this.
    ///
    /// A layer that looks at whole batches is called once for each tile and [round](crate::Round), and must
    /// have written `y` in its last round.
    #[inline]
    fn forward_training<const TILE: usize>(&self, pass: Training<'_, Self, TILE>) {
        pass.infer(self);
    }

    /// Writes `dx = (∂y/∂x)ᵀ · dy`, where it is wanted.
    ///
    /// A layer that looks at whole batches is called once for each tile and [round](crate::Round), and must
    /// have written `dx` in its last round.
    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>);
}

/// A layer whose output has the type of its input, as the chains of `Residual` and `Repeat` do.
#[diagnostic::on_unimplemented(
    message = "`{Self}` gives something else than it takes",
    label = "the chain of a `Residual` or a `Repeat` gives what it takes"
)]
pub trait KeepsShape:
    Layer<Scalar = <Self::Sample as Sample>::Scalar, Input = Self::Sample, Output = Self::Sample>
{
    /// One sample, before the layer or after it.
    type Sample: Sample;
}

impl<X: Sample, L: Layer<Scalar = X::Scalar, Input = X, Output = X>> KeepsShape for L {
    type Sample = X;
}

/// What a network keeps of one of its layers for a tile of samples: room for the outputs and their gradients,
/// and what the layer itself asks for. Where a neighbour takes over, the outputs or the gradients are never
/// written, and their number is 0.
#[derive(Debug)]
#[repr(C)]
pub struct Stage<Output, Workspace, const OUTPUTS: usize, const GRADIENTS: usize> {
    /// The outputs.
    pub y: Aligned<[Output; OUTPUTS]>,
    /// `∂loss/∂y`.
    pub dy: Aligned<[Output; GRADIENTS]>,
    /// The layer's own workspace.
    pub workspace: Workspace,
}

// SAFETY: all three fields are `Zeroable`.
unsafe impl<Output: Zeroable, Workspace: Zeroable, const OUTPUTS: usize, const GRADIENTS: usize> Zeroable
    for Stage<Output, Workspace, OUTPUTS, GRADIENTS>
{
}

/// A layer's or a network's parameters as one flat slice, in the order of the fields.
#[must_use]
pub fn scalars<L: Layer>(layer: &L) -> &[L::Scalar] {
    match size_of::<L>() {
        0 => &[],
        _ => bytemuck::cast_slice(core::slice::from_ref(layer)),
    }
}

/// [`scalars`] to write to.
pub(crate) fn scalars_mut<L: Layer>(layer: &mut L) -> &mut [L::Scalar] {
    match size_of::<L>() {
        0 => &mut [],
        _ => bytemuck::cast_slice_mut(core::slice::from_mut(layer)),
    }
}
