//! Cross-entropy of a softmax, computed from the logits.

use bytemuck::{Pod, Zeroable};
use nalgebra::SVector;

use crate::data::Class;
use crate::kernel;
use crate::layers::Softmax;
use crate::loss::Loss;
use crate::scalar::Scalar;
use crate::shape::Sample;

/// `loss = −ln softmax(logits)[class]`, for networks that end in `Softmax`.
///
/// The log-sum-exp is taken from the logits, so that no probability is ever rounded to 0; the gradient is
/// `softmax(logits) − one_hot(class)`. Targets are [`Class`]es.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct CrossEntropy;

impl<const N: usize, T: Scalar> Loss<Softmax<N, T>> for CrossEntropy {
    type Target = Class<N>;

    fn loss_and_gradient(
        &self,
        logits: &[SVector<T, N>],
        targets: &[Class<N>],
        scale: T,
        d_logits: &mut [SVector<T, N>],
    ) -> T {
        let mut sum = T::ZERO;
        for ((logits, target), gradient) in logits.iter().zip(targets).zip(d_logits) {
            let class = target.index();
            *gradient = *logits;
            sum += kernel::softmax(gradient.scalars_mut()) - logits[class];
            gradient[class] -= T::ONE;
            for gradient in gradient.scalars_mut() {
                *gradient *= scale;
            }
        }
        sum
    }
}
