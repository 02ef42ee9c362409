//! Cross-entropy of a softmax, computed from the logits.

use core::hint::select_unpredictable;

use bytemuck::{Pod, Zeroable};
use nalgebra::SVector;

use crate::data::Class;
use crate::kernel::{self, Op, Simd, dispatch};
use crate::layers::Softmax;
use crate::loss::Loss;
use crate::scalar::Scalar;

/// `loss = −ln softmax(logits)[class]`, for networks that end in `Softmax`.
///
/// It is computed from the logits, as `ln Σ e^(z − max) − (z[class] − max)`: exact for large logits that are equal, and for a
/// probability that is rounded to 0 or to 1. The gradient is `softmax(logits) − one_hot(class)`. Targets are [`Class`]es.
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
        d_logits.copy_from_slice(logits);
        dispatch(Evaluate { logits, targets, scale, d_logits: bytemuck::must_cast_slice_mut(d_logits) })
    }
}

/// Takes the gradients' place to hold the logits, and leaves the gradients there.
struct Evaluate<'a, const N: usize, T: Scalar> {
    logits: &'a [SVector<T, N>],
    targets: &'a [Class<N>],
    scale: T,
    d_logits: &'a mut [[T; N]],
}

impl<const N: usize, T: Scalar> Op for Evaluate<'_, N, T> {
    type Output = T;

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) -> T {
        const GROUP: usize = kernel::SOFTMAX_GROUP;
        let mut sum = T::ZERO;
        let groups =
            self.d_logits.chunks_mut(GROUP).zip(self.targets.chunks(GROUP)).zip(self.logits.chunks(GROUP));
        for ((gradients, targets), logits) in groups {
            let peaks = kernel::softmax_and_peaks(simd, gradients);
            let log_sums = peaks.log_sums::<S>();
            for (i, ((gradient, target), logits)) in gradients.iter_mut().zip(targets).zip(logits).enumerate()
            {
                let (z, peak) = (logits[target.index()], peaks.logits[i]);
                let gradient = &mut gradient[target.index()];
                sum += log_sums[i] - (z - peak);
                // `p − 1` is rounded to nothing where `p` is close to 1. (Which it is no processor can guess: no branch.)
                *gradient = select_unpredictable(z < peak, *gradient - T::ONE, -peaks.others[i]);
            }
            for gradient in gradients.as_flattened_mut() {
                *gradient *= self.scale;
            }
        }
        sum
    }
}
