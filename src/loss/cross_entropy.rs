//! Cross-entropy of a softmax, computed from the logits.

use bytemuck::{Pod, Zeroable};
use nalgebra::SVector;

use crate::data::Class;
use crate::kernel::{self, Op, Simd, dispatch};
use crate::layers::Softmax;
use crate::loss::Loss;
use crate::scalar::Scalar;

/// `loss = −ln softmax(logits)[class]`, for networks that end in `Softmax`.
///
/// It is computed from the logits, as `ln Σ e^(z − max) − (z[class] − max)`: exact for large logits that are
/// equal, and for a probability that is rounded to 0 or to 1. The gradient is
/// `softmax(logits) − one_hot(class)`. Targets are [`Class`]es.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct CrossEntropy;

#[diagnostic::do_not_recommend]
impl<const N: usize, T: Scalar> Loss<Softmax<N, T>> for CrossEntropy {
    type Target = Class<N>;

    fn loss_and_gradient(
        &self,
        logits: &[SVector<T, N>],
        targets: &[Class<N>],
        scale: T,
        d_logits: &mut [SVector<T, N>],
    ) -> T {
        dispatch(Evaluate::<N, T> {
            logits: bytemuck::must_cast_slice(logits),
            targets: bytemuck::must_cast_slice(targets),
            scale,
            d_logits: bytemuck::must_cast_slice_mut(d_logits),
        })
    }
}

struct Evaluate<'a, const N: usize, T: Scalar> {
    logits: &'a [[T; N]],
    targets: &'a [u32],
    scale: T,
    d_logits: &'a mut [[T; N]],
}

impl<const N: usize, T: Scalar> Op for Evaluate<'_, N, T> {
    type Output = T;

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) -> T {
        kernel::cross_entropy(simd, self.logits, self.targets, self.scale, self.d_logits)
    }
}
