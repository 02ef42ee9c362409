//! `Dropout`: a part of the features is zero while a network learns.

use core::fmt;
use core::marker::PhantomData;

use bytemuck::{Pod, Zeroable};
use nalgebra::SVector;

use super::constant;
use crate::kernel::{Mask, Simd, dispatch};
use crate::layer::{Backward, Forward, Layer, Nothing, Training};
use crate::round::{Needs, split};
use crate::scalar::Scalar;
use crate::setting::Range;
use crate::shape::Sample;

/// In training, each feature of each sample is 0 with probability `p`, and else `x / (1 − p)`, so that its
/// expected value stays `x`. In inference, `y = x`.
///
/// The two cannot be mixed up: a [`Trainer`](crate::train::Trainer) trains, and `predict` infers. The masks
/// come from the generator that a training run is given: `Trainer::epoch` and `Fit::run` draw a seed from it
/// in every epoch, and [`Trainer::seed`](crate::train::Trainer::seed) draws one for steps of your own. A mask
/// depends on that seed, the step, the layer and the sample's place in the batch, and on nothing else.
///
/// N. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014.
///
/// # Shapes
///
/// `x` and `y`: `N`. `P` holds the bits of `p`, an `f64` in `0..1`.
///
/// ```
/// use monograd::prelude::*;
///
/// network! { struct Net<4 => Dropout(0.5) => last: Linear(1)>; }
///
/// let mut net = Net::zeros();
/// net.last.weight.fill(1.0);
/// assert_eq!(net.predict(&SVector::from([1.0; 4])), [4.0].into());
/// ```
#[repr(C)]
#[derive(Clone, Copy, PartialEq)]
pub struct Dropout<const N: usize, const P: u64, T: Scalar = f32>(PhantomData<T>);

// SAFETY: it has no size, so it holds neither padding nor a bit that could be invalid.
unsafe impl<const N: usize, const P: u64, T: Scalar> Pod for Dropout<N, P, T> {}
// SAFETY: it has no size.
unsafe impl<const N: usize, const P: u64, T: Scalar> Zeroable for Dropout<N, P, T> {}

impl<const N: usize, const P: u64, T: Scalar> fmt::Debug for Dropout<N, P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dropout")
    }
}

/// Where the masks of a tile start: the way back draws them again.
#[derive(Clone, Copy, Debug, Zeroable)]
pub struct MaskStart {
    key: u64,
    before: usize,
}

impl<const N: usize, const P: u64, T: Scalar> Layer for Dropout<N, P, T> {
    type Scalar = T;
    type Input = SVector<T, N>;
    type Output = SVector<T, N>;
    type Workspace<const TILE: usize> = MaskStart;
    type Learns = Nothing;

    const NEEDS: Needs = Needs::NOTHING.draws();

    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        pass.y.copy_from_slice(pass.x);
    }

    fn forward_training<const TILE: usize>(&self, pass: Training<'_, Self, TILE>) {
        let Training { x, y, workspace, round, .. } = pass;
        *workspace = MaskStart { key: round.key(), before: round.before() };
        Self::mask(*workspace, x, y);
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        if let Some(dx) = pass.dx {
            Self::mask(*pass.workspace, pass.dy, dx);
        }
    }
}

impl<const N: usize, const P: u64, T: Scalar> Dropout<N, P, T> {
    /// `to = from · mask / (1 − p)`
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a float stays in range, and 2³² · p is in it but for a p just below 1"
    )]
    fn mask(start: MaskStart, from: &[SVector<T, N>], to: &mut [SVector<T, N>]) {
        const {
            assert!(
                Range::Fraction.holds(f64::from_bits(P)),
                "the p of a `Dropout` is at least 0 and below 1"
            );
        };
        let p: f64 = constant::<f64, P>();
        for ((sample, x), y) in (start.before..).zip(from).zip(to) {
            dispatch(Mask {
                key: split(start.key, sample as u64),
                threshold: (p * 4_294_967_296.0) as u32,
                scale: T::from_f64(1.0 / (1.0 - p)),
                x: x.scalars(),
                y: y.scalars_mut(),
            });
        }
    }
}
