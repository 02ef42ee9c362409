//! How the parameters of a layer learn.

use core::ops::Range;

use super::{Backward, Layer, scalars, scalars_mut};
use crate::init::Init;
use crate::magnitude::Magnitude;
use crate::random::Rng;
use crate::scalar::Scalar;

/// A layer with parameters.
///
/// Write `θ` for the parameters and `dv` for `∂loss/∂v`.
///
/// # Examples
///
/// `y = scale · x + shift` for any number of features. A generic type can only derive `Pod` where it is
/// `repr(transparent)`, so its parameters are an array:
///
/// ```
/// use core::iter::zip;
///
/// use monograd::{Rng, prelude::*};
///
/// #[repr(transparent)]
/// #[derive(Clone, Copy, Pod, Zeroable)]
/// #[bytemuck(crate = "monograd::bytemuck")]
/// struct Affine<const N: usize> {
///     scale_and_shift: [SVector<f32, N>; 2],
/// }
///
/// impl<const N: usize> Layer for Affine<N> {
///     type Scalar = f32;
///     type Input = SVector<f32, N>;
///     type Output = SVector<f32, N>;
///     type Workspace<const TILE: usize> = ();
///     type Learns = Parameters;
///
///     fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
///         let [scale, shift] = &self.scale_and_shift;
///         zip(pass.x, pass.y).for_each(|(x, y)| *y = scale.component_mul(x) + shift);
///     }
///
///     fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
///         let Some(dx) = pass.dx else { return };
///         let [scale, _] = &self.scale_and_shift;
///         zip(pass.dy, dx).for_each(|(dy, dx)| *dx = scale.component_mul(dy));
///     }
/// }
///
/// impl<const N: usize> Learn for Affine<N> {
///     fn initialize<R: Rng + ?Sized>(&mut self, _init: Init, _rng: &mut R) {
///         self.scale_and_shift[0].fill(1.0);
///     }
///
///     fn gradient<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>, gradient: &mut Self) {
///         let [scale, shift] = &mut gradient.scale_and_shift;
///         for (x, dy) in zip(pass.x, pass.dy) {
///             *scale += dy.component_mul(x);
///             *shift += dy;
///         }
///     }
/// }
///
/// network! { struct Scaled<3 => Affine<3> => Linear(2)>; }
/// assert_eq!(Scaled::PARAMETERS, 2 * 3 + 3 * 2 + 2);
/// ```
///
/// The example `custom_layer` compares the gradient of such a layer with finite differences, as a test of
/// yours should.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has parameters, but does not say how they learn",
    label = "this layer says `type Learns = Parameters`",
    note = "implement `monograd::Learn` for it, or write `type Learns = Nothing` where it has none"
)]
pub trait Learn: Layer {
    /// Draws the parameters, by the caller's initialiser where the layer has weights like a `Linear`'s. They
    /// are all zero before the first time; a layer that starts there leaves this out.
    fn initialize<R: Rng + ?Sized>(&mut self, init: Init, rng: &mut R) {
        let _ = (init, rng);
    }

    /// Adds `dθ = (∂y/∂θ)ᵀ · dy`, summed over the tile, to `gradient`. It is called after
    /// [`backward`](Layer::backward) with the same samples, gradients and workspace, perhaps more than once
    /// in a step: the workspace must stay as it is. `dx` is `None`; the round is the first one, without a
    /// gradient.
    fn gradient<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>, gradient: &mut Self);

    /// Takes over what the last batch says about the layer's buffers, after the step that it was for. If the
    /// new buffers would not be finite, the layer must already have made its outputs NaN, so that no step was
    /// taken.
    #[inline]
    fn update_buffers<const TILE: usize>(&mut self, workspace: &Self::Workspace<TILE>) {
        let _ = workspace;
    }

    /// What becomes of the gradient. A layer whose `dθ` does not depend on `θ` overrides this, so that
    /// nothing is written to the scratch first.
    #[doc(hidden)]
    #[inline]
    fn update<const TILE: usize>(update: Update<'_, Self>, pass: Backward<'_, Self, TILE>) {
        update.by_gradient(pass);
    }

    /// Calls `each` with the ranges of the scalars that are learned, for a layer whose first scalar is number
    /// `start`. Buffers are the last scalars of a layer; one that is made of layers asks those.
    #[doc(hidden)]
    fn learned(start: usize, each: &mut dyn FnMut(Range<usize>)) {
        let scalars = size_of::<Self>() / size_of::<Self::Scalar>();
        each(start..start + scalars.saturating_sub(Self::NEEDS.buffers));
    }
}

/// What becomes of the gradient of a layer after the way back.
#[doc(hidden)]
#[derive(Debug)]
pub enum Update<'a, L> {
    /// It is added to another one.
    Add {
        /// The layer.
        layer: &'a L,
        /// The other one.
        gradient: &'a mut L,
    },
    /// A bound on it is added up, and evidence that the parameters are finite.
    Measure {
        /// The layer.
        layer: &'a L,
        /// A gradient that may be overwritten.
        scratch: &'a mut L,
        /// The bound.
        magnitude: &'a mut Magnitude,
    },
    /// The layer takes a step of plain gradient descent, `θ ← θ − learning_rate · dθ`.
    Descend {
        /// The layer.
        layer: &'a mut L,
        /// The learning rate.
        learning_rate: f64,
        /// A gradient that may be overwritten.
        scratch: &'a mut L,
    },
}

impl<L: Learn> Update<'_, L> {
    /// What becomes of the gradient of a layer that can only add it to another one.
    #[inline]
    pub(crate) fn by_gradient<const TILE: usize>(self, pass: Backward<'_, L, TILE>) {
        match self {
            Self::Add { layer, gradient } => layer.gradient(pass, gradient),
            Self::Measure { layer, scratch, magnitude } => {
                scalars_mut(scratch).fill(L::Scalar::ZERO);
                layer.gradient(pass, scratch);
                magnitude.add(scalars(scratch));
                magnitude.add(scalars(layer));
            }
            Self::Descend { layer, learning_rate, scratch } => {
                scalars_mut(scratch).fill(L::Scalar::ZERO);
                layer.gradient(pass, scratch);
                let learning_rate = L::Scalar::from_f64(learning_rate);
                for (parameter, &gradient) in scalars_mut(layer).iter_mut().zip(scalars(scratch)) {
                    *parameter -= learning_rate * gradient;
                }
            }
        }
    }
}

impl<L> Update<'_, L> {
    /// The same for a layer inside of this one.
    #[must_use]
    #[inline(always)]
    pub fn inside<M>(
        &mut self,
        field: impl FnOnce(&L) -> &M,
        field_mut: impl Fn(&mut L) -> &mut M,
    ) -> Update<'_, M> {
        match self {
            Self::Add { layer, gradient } => {
                Update::Add { layer: field(layer), gradient: field_mut(gradient) }
            }
            Self::Measure { layer, scratch, magnitude } => {
                Update::Measure { layer: field(layer), scratch: field_mut(scratch), magnitude }
            }
            Self::Descend { layer, learning_rate, scratch } => Update::Descend {
                layer: field_mut(layer),
                learning_rate: *learning_rate,
                scratch: field_mut(scratch),
            },
        }
    }
}

/// [`Layer::Learns`] of a layer without parameters.
#[derive(Debug)]
pub enum Nothing {}

/// [`Layer::Learns`] of a layer that implements [`Learn`].
#[derive(Debug)]
pub enum Parameters {}

/// [`Nothing`] or [`Parameters`]: what a layer learns. The functions are those of [`Learn`], for any layer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not what a layer learns",
    label = "write `monograd::Parameters` or `monograd::Nothing`"
)]
pub trait Learns<L: Layer>: sealed::Sealed {
    /// Whether this is [`Nothing`].
    #[doc(hidden)]
    const IS_NOTHING: bool;

    #[doc(hidden)]
    fn initialize<R: Rng + ?Sized>(layer: &mut L, init: Init, rng: &mut R);

    #[doc(hidden)]
    fn update<const TILE: usize>(update: Update<'_, L>, pass: Backward<'_, L, TILE>);

    #[doc(hidden)]
    fn update_buffers<const TILE: usize>(layer: &mut L, workspace: &L::Workspace<TILE>);

    #[doc(hidden)]
    fn learned(start: usize, each: &mut dyn FnMut(Range<usize>));
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Nothing {}
    impl Sealed for super::Parameters {}
}

impl<L: Layer> Learns<L> for Nothing {
    const IS_NOTHING: bool = true;

    fn initialize<R: Rng + ?Sized>(_layer: &mut L, _init: Init, _rng: &mut R) {}

    #[inline(always)]
    fn update<const TILE: usize>(_update: Update<'_, L>, _pass: Backward<'_, L, TILE>) {}

    fn update_buffers<const TILE: usize>(_layer: &mut L, _workspace: &L::Workspace<TILE>) {}

    fn learned(_start: usize, _each: &mut dyn FnMut(Range<usize>)) {}
}

impl<L: Learn> Learns<L> for Parameters {
    const IS_NOTHING: bool = false;

    fn initialize<R: Rng + ?Sized>(layer: &mut L, init: Init, rng: &mut R) {
        layer.initialize(init, rng);
    }

    #[inline(always)]
    fn update<const TILE: usize>(update: Update<'_, L>, pass: Backward<'_, L, TILE>) {
        L::update(update, pass);
    }

    fn update_buffers<const TILE: usize>(layer: &mut L, workspace: &L::Workspace<TILE>) {
        layer.update_buffers(workspace);
    }

    fn learned(start: usize, each: &mut dyn FnMut(Range<usize>)) {
        L::learned(start, each);
    }
}

/// [`Learn::initialize`] of any layer.
pub fn initialize<L: Layer, R: Rng + ?Sized>(layer: &mut L, init: Init, rng: &mut R) {
    L::Learns::initialize(layer, init, rng);
}

/// [`Learn::update`] of any layer.
#[inline(always)]
pub fn update<L: Layer, const TILE: usize>(update: Update<'_, L>, pass: Backward<'_, L, TILE>) {
    L::Learns::update(update, pass);
}

/// [`Learn::update_buffers`] of any layer.
pub fn update_buffers<L: Layer, const TILE: usize>(layer: &mut L, workspace: &L::Workspace<TILE>) {
    L::Learns::update_buffers(layer, workspace);
}

/// [`Learn::learned`] of any layer.
pub fn learned<L: Layer>(start: usize, each: &mut dyn FnMut(Range<usize>)) {
    L::Learns::learned(start, each);
}
