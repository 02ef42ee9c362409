//! Binary cross-entropy of a sigmoid, computed from the logits.

use bytemuck::{Pod, Zeroable};
use nalgebra::SVector;

use crate::kernel::{Op, Simd, dispatch};
use crate::layers::Sigmoid;
use crate::loss::Loss;
use crate::scalar::Scalar;

/// The logistic loss, `−ln σ(z)` for a target of `true` and `−ln (1 − σ(z))` for `false`, for networks that
/// end in `Sigmoid`.
///
/// Each of the `N` outputs is a yes-or-no question of its own, and the loss is their mean. It is computed as
/// `softplus(−z)` for `true` and `softplus(z)` for `false`, which neither overflows nor rounds a small loss
/// to 0; the gradient is `(σ(z) − target) / N`, equally exact. Targets are `[bool; N]`.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct BinaryCrossEntropy;

#[diagnostic::do_not_recommend]
impl<const N: usize, T: Scalar> Loss<Sigmoid<N, T>> for BinaryCrossEntropy {
    type Target = [bool; N];

    fn loss_and_gradient(
        &self,
        logits: &[SVector<T, N>],
        targets: &[[bool; N]],
        scale: T,
        d_logits: &mut [SVector<T, N>],
    ) -> T {
        dispatch(Evaluate { logits, targets, scale, d_logits })
    }
}

struct Evaluate<'a, const N: usize, T: Scalar> {
    logits: &'a [SVector<T, N>],
    targets: &'a [[bool; N]],
    scale: T,
    d_logits: &'a mut [SVector<T, N>],
}

impl<const N: usize, T: Scalar> Op for Evaluate<'_, N, T> {
    type Output = T;

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) -> T {
        let mean = T::from_f64(1.0 / N as f64);
        let mut sum = T::ZERO;
        for ((logits, target), gradient) in self.logits.iter().zip(self.targets).zip(self.d_logits) {
            for ((&z, &target), gradient) in logits.iter().zip(target).zip(gradient.iter_mut()) {
                // How far the logit is on the wrong side.
                let wrong = if target { -z } else { z };
                sum += wrong.softplus::<S>();
                let slope = self.scale * mean * wrong.sigmoid::<S>();
                *gradient = if target { -slope } else { slope };
            }
        }
        sum * mean
    }
}
