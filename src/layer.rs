//! The contract of a layer: what it takes and gives, and how gradients pass through it.
//!
//! A layer is plain data: its parameters and nothing else. What training keeps between forward and
//! backward is in a workspace that the layer names and its caller places. A gradient is a value of
//! the layer's own type. Inference needs neither.

use core::ops::Range;

use bytemuck::{Pod, Zeroable};

use crate::aligned::Aligned;
use crate::init::Init;
use crate::kernel::{Op, Simd, dispatch};
use crate::magnitude::Magnitude;
use crate::picks::Picks;
use crate::random::Rng;
use crate::round::{Needs, Round};
use crate::scalar::Scalar;
use crate::shape::Sample;

/// A layer of a network, yours or one of the library's.
///
/// Write `x` for the input, `y` for the output, `θ` for the parameters and `dv` for `∂loss/∂v`.
///
/// # Shapes
///
/// `x`, `y`, `dx` and `dy` are slices of samples, all of one length: the number of samples in the batch.
///
/// # Examples
///
/// A layer with a gain for each feature, `y = gain · x`:
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
///
///     fn forward(&self, pass: Forward<'_, Self>) {
///         let (x, y) = pass.into_parts();
///         for (x, y) in x.iter().zip(y) {
///             *y = self.gain.component_mul(x);
///         }
///     }
///
///     fn backward<const TILE: usize>(&self, pass: Pass<'_, Self, TILE>, dx: &mut [Self::Input]) {
///         for (dy, dx) in pass.dy.iter().zip(dx) {
///             *dx = self.gain.component_mul(dy);
///         }
///     }
///
///     fn gradient<const TILE: usize>(&self, pass: Pass<'_, Self, TILE>, gradient: &mut Self) {
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

    /// The multiplications with an addition that one sample costs going forward.
    const MULTIPLY_ADDS: usize = 0;

    /// What training needs beyond one look at each tile.
    const NEEDS: Needs = Needs::NOTHING;

    /// Whether the layer reads picked samples in place, which saves copying them together. `x` is then the whole data set wherever
    /// the round or the pass has `picks`; only the first layer of a network is ever given some.
    #[doc(hidden)]
    const PICKS: bool = false;

    /// How many scalars inference needs for each sample beside `x` and `y`: what goes from layer to layer of a chain.
    #[doc(hidden)]
    const SCRATCH: usize = 0;

    /// Which activation the end of a network leaves to its loss.
    #[doc(hidden)]
    const HEAD: u8 = crate::head::VALUES;

    /// Draws the parameters, by the caller's initialiser where the layer has weights like a `Linear`'s. They are all zero
    /// before the first time; a layer that wants to start there, or that has none, leaves this out.
    fn initialize<R: Rng + ?Sized>(&mut self, init: Init, rng: &mut R) {
        let _ = (init, rng);
    }

    /// Writes `y = f(x)`. For a network `y` are the logits, before its `Softmax` or `Sigmoid`: call
    /// [`Network::predict`](crate::Network::predict) for its outputs.
    fn forward(&self, pass: Forward<'_, Self>);

    /// [`forward`](Self::forward) inside of code that is compiled for the instruction set `S`: the library's
    /// layers and networks go on from there without another call.
    #[doc(hidden)]
    #[inline(always)]
    fn forward_on<S: Simd>(&self, simd: S, x: &[Self::Input], y: &mut [Self::Output]) {
        let _ = simd;
        self.forward(Forward::new(x, y));
    }

    /// [`forward_on`](Self::forward_on) of a layer that needs [`SCRATCH`](Self::SCRATCH) scalars for each sample: `scratch` has at
    /// least those, with any values.
    #[doc(hidden)]
    #[inline(always)]
    fn forward_within<S: Simd>(
        &self,
        simd: S,
        x: &[Self::Input],
        y: &mut [Self::Output],
        scratch: &mut [Self::Scalar],
    ) {
        let _ = scratch;
        self.forward_on(simd, x, y);
    }

    /// Writes `y = f(x)` and keeps in the workspace what [`backward`](Self::backward) will need.
    #[inline]
    fn forward_training<const TILE: usize>(
        &self,
        x: &[Self::Input],
        y: &mut [Self::Output],
        workspace: &mut Self::Workspace<TILE>,
    ) {
        let _ = workspace;
        self.forward(Forward::new(x, y));
    }

    /// [`forward_training`](Self::forward_training) of a layer that draws random numbers or looks at whole batches,
    /// for which [`NEEDS`](Self::NEEDS) says more than nothing. `y` must be written in the last of its rounds.
    #[inline]
    fn forward_round<const TILE: usize>(
        &self,
        x: &[Self::Input],
        y: &mut [Self::Output],
        workspace: &mut Self::Workspace<TILE>,
        round: Round<'_, Self>,
    ) {
        let _ = round;
        self.forward_training(x, y, workspace);
    }

    /// Writes `dx = (∂y/∂x)ᵀ · dy`.
    fn backward<const TILE: usize>(&self, pass: Pass<'_, Self, TILE>, dx: &mut [Self::Input]);

    /// [`backward`](Self::backward) where `dx` is not wanted: a network still passes `dy` through its own
    /// layers, and must say how. No other layer needs it.
    #[doc(hidden)]
    #[inline]
    fn backward_inside<const TILE: usize>(&self, pass: Pass<'_, Self, TILE>) {
        let _ = pass;
    }

    /// [`backward`](Self::backward) of a layer that has a [`forward_round`](Self::forward_round). `dx` must be written in the
    /// last of its rounds, and is `None` where it is not wanted.
    #[inline]
    fn backward_round<const TILE: usize>(
        &self,
        pass: Pass<'_, Self, TILE>,
        dx: Option<&mut [Self::Input]>,
        round: Round<'_, Self>,
    ) {
        let _ = round;
        match dx {
            Some(dx) => self.backward(pass, dx),
            None => self.backward_inside(pass),
        }
    }

    /// Calls `each` with the ranges of the scalars that are learned, for a layer whose first scalar is number `start`. Buffers are the
    /// last scalars of a layer; one that is made of layers asks those.
    #[doc(hidden)]
    fn learned(start: usize, each: &mut dyn FnMut(Range<usize>)) {
        let scalars = size_of::<Self>() / size_of::<Self::Scalar>();
        each(start..start + scalars.saturating_sub(Self::NEEDS.buffers));
    }

    /// Takes over what the last batch says about the layer's buffers, after the step that it was for. Where that would be NaN or
    /// infinite, the layer makes its outputs NaN before: then there is no step.
    #[inline]
    fn update_buffers<const TILE: usize>(&mut self, workspace: &Self::Workspace<TILE>) {
        let _ = workspace;
    }

    /// Adds `dθ = (∂y/∂θ)ᵀ · dy`, summed over the batch, to `gradient`. A layer without parameters leaves
    /// this out. Called after [`backward`](Self::backward), on the same pass.
    #[inline]
    fn gradient<const TILE: usize>(&self, pass: Pass<'_, Self, TILE>, gradient: &mut Self) {
        let _ = (pass, gradient);
    }

    /// Adds what bounds the gradient that [`gradient`](Self::gradient) would add, and evidence that the parameters are finite;
    /// `scratch` may be overwritten. See [`Magnitude`].
    #[doc(hidden)]
    #[inline]
    fn measure<const TILE: usize>(
        &self,
        pass: Pass<'_, Self, TILE>,
        scratch: &mut Self,
        magnitude: &mut Magnitude<Self::Scalar>,
    ) {
        if size_of::<Self>() > 0 {
            scalars_mut(scratch).fill(Self::Scalar::ZERO);
            self.gradient(pass, scratch);
            magnitude.add(scalars(scratch));
            magnitude.add(scalars(self));
        }
    }

    /// One step of plain gradient descent, `θ ← θ − learning_rate · dθ`. `scratch` is a gradient that may be
    /// overwritten; a layer whose `dθ` does not depend on `θ` does better without it.
    #[doc(hidden)]
    #[inline]
    fn descend<const TILE: usize>(
        &mut self,
        pass: Pass<'_, Self, TILE>,
        learning_rate: Self::Scalar,
        scratch: &mut Self,
    ) {
        let parameters = size_of::<Self>();
        if parameters == 0 {
            return;
        }
        scalars_mut(scratch).fill(Self::Scalar::ZERO);
        self.gradient(pass, scratch);
        for (parameter, &gradient) in scalars_mut(self).iter_mut().zip(scalars(scratch)) {
            *parameter -= learning_rate * gradient;
        }
    }
}

/// The functions of a [`Layer`] that has `forward_round` and `backward_round`, for a caller who knows of no rounds: they go through
/// where the layers inside need none; `forward` is the one of the way there alone. Its names are not used elsewhere: it
/// is expanded in the user's crate.
#[doc(hidden)]
#[macro_export]
macro_rules! __in_one_round {
    (forward) => {
        fn forward_training<const __TILE: $crate::__private::usize>(
            &self,
            x: &[Self::Input],
            y: &mut [Self::Output],
            workspace: &mut Self::Workspace<__TILE>,
        ) {
            let round = $crate::__private::alone(x.len());
            $crate::Layer::forward_round::<__TILE>(self, x, y, workspace, round);
        }
    };
    () => {
        $crate::__in_one_round!(forward);

        fn backward<const __TILE: $crate::__private::usize>(
            &self,
            pass: $crate::Pass<'_, Self, __TILE>,
            dx: &mut [Self::Input],
        ) {
            let round = $crate::__private::alone(pass.y.len());
            $crate::Layer::backward_round::<__TILE>(self, pass, ::core::option::Option::Some(dx), round);
        }

        fn backward_inside<const __TILE: $crate::__private::usize>(
            &self,
            pass: $crate::Pass<'_, Self, __TILE>,
        ) {
            let round = $crate::__private::alone(pass.y.len());
            $crate::Layer::backward_round::<__TILE>(self, pass, ::core::option::Option::None, round);
        }
    };
}

/// The only round of a layer that is trained outside a trainer.
#[doc(hidden)]
#[must_use]
pub fn alone<L: Layer>(samples: usize) -> Round<'static, L> {
    const { L::NEEDS.assert_nothing() };
    Round::new(0, 0, samples, 0, None)
}

/// A layer that gives what it takes, as the chains of `Residual` and `Repeat` do.
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

/// [`Layer::forward`] of a layer that has a [`Layer::forward_on`]: chooses the instruction set.
#[inline]
pub fn dispatch_forward<L: Layer>(layer: &L, pass: Forward<'_, L>) {
    dispatch(ForwardOn { layer, pass });
}

struct ForwardOn<'a, L: Layer> {
    layer: &'a L,
    pass: Forward<'a, L>,
}

impl<L: Layer> Op for ForwardOn<'_, L> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let (x, y) = self.pass.into_parts();
        self.layer.forward_on(simd, x, y);
    }
}

/// One batch on its way through a layer in inference: the samples, and room for their outputs.
///
/// It is a type of its own so that the logits of a network are never taken for its outputs: code that wants outputs calls
/// [`Network::predict`](crate::Network::predict), and only code that says `Forward` gets what the layer itself computes.
#[derive(Debug)]
pub struct Forward<'a, L: Layer> {
    x: &'a [L::Input],
    y: &'a mut [L::Output],
}

impl<'a, L: Layer> Forward<'a, L> {
    /// A pass of the samples `x`, whose outputs go to `y`.
    ///
    /// # Panics
    ///
    /// When `x` and `y` differ in length.
    #[must_use]
    #[inline]
    #[track_caller]
    pub fn new(x: &'a [L::Input], y: &'a mut [L::Output]) -> Self {
        assert_eq!(x.len(), y.len(), "there must be one output for each sample");
        Self { x, y }
    }

    /// The samples, and where their outputs go; the slices have the same length.
    #[must_use]
    #[inline]
    pub fn into_parts(self) -> (&'a [L::Input], &'a mut [L::Output]) {
        (self.x, self.y)
    }
}

/// One batch on its way back through a layer.
#[derive(Debug)]
#[non_exhaustive]
pub struct Pass<'a, L: Layer, const TILE: usize> {
    /// What went in.
    pub x: &'a [L::Input],
    /// Which of `x`, where that is a data set from which the samples were picked; `None` for all of them, as everybody is
    /// given who has not asked for more.
    #[doc(hidden)]
    pub picks: Option<Picks<'a>>,
    /// What came out.
    pub y: &'a [L::Output],
    /// `∂loss/∂y`.
    pub dy: &'a [L::Output],
    /// What [`Layer::forward_training`] kept.
    pub workspace: &'a mut L::Workspace<TILE>,
}

impl<'a, L: Layer, const TILE: usize> Pass<'a, L, TILE> {
    /// A pass for a layer inside of yours, or for a test of a layer alone.
    #[must_use]
    #[inline(always)]
    pub fn new(
        x: &'a [L::Input],
        y: &'a [L::Output],
        dy: &'a [L::Output],
        workspace: &'a mut L::Workspace<TILE>,
    ) -> Self {
        Self { x, picks: None, y, dy, workspace }
    }

    /// The same where `x` is the data set that the samples were picked from.
    #[must_use]
    #[inline(always)]
    pub fn picked<P: Into<Picks<'a>>>(self, picks: Option<P>) -> Self {
        Self { picks: picks.map(Into::into), ..self }
    }
}

/// What a network keeps of one of its layers for a tile of samples: room for the outputs and their gradients, and what the
/// layer itself asks for. Where a neighbour takes over, the outputs or the gradients are never written, and their number is 0.
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
