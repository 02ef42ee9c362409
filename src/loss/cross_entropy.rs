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
/// The log-sum-exp is taken from the logits, so that no probability is ever rounded to 0; the gradient is
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
        const GROUP: usize = 64;
        let mut sum = T::ZERO;
        let groups =
            self.d_logits.chunks_mut(GROUP).zip(self.targets.chunks(GROUP)).zip(self.logits.chunks(GROUP));
        for ((gradients, targets), logits) in groups {
            let mut log_sums = [T::ZERO; GROUP];
            kernel::log_sum_exp_and_softmax(simd, gradients, &mut log_sums);
            for ((gradient, target), (logits, log_sum)) in
                gradients.iter_mut().zip(targets).zip(logits.iter().zip(log_sums))
            {
                sum += log_sum - logits[target.index()];
                gradient[target.index()] -= T::ONE;
            }
            for gradient in gradients.as_flattened_mut() {
                *gradient *= self.scale;
            }
        }
        sum
    }
}
