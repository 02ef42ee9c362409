//! Softmax of the samples of a batch, and the logarithm of its denominator.
//!
//! The exponentials of several samples go through one loop, because a single sample has often fewer classes
//! than a register has lanes.

use super::math::Math;
use super::simd::{Simd, SimdScalar};

/// What the sums and differences here ask of a scalar.
pub trait Number:
    SimdScalar
    + Math
    + PartialOrd
    + core::ops::SubAssign
    + core::ops::MulAssign
    + core::ops::Div<Output = Self>
    + core::iter::Sum
{
}

impl Number for f32 {}
impl Number for f64 {}

/// The samples that go through the loops together.
const GROUP: usize = 16;

/// `z = softmax(z)` for each sample.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn softmax<S: Simd, T: Number, const N: usize>(simd: S, logits: &mut [[T; N]]) {
    for group in logits.chunks_mut(GROUP) {
        normalise(simd, group);
    }
}

/// `z = softmax(z)` for each sample, and `ln Σ e^z` of each into `log_sums`.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn log_sum_exp_and_softmax<S: Simd, T: Number, const N: usize>(
    simd: S,
    logits: &mut [[T; N]],
    log_sums: &mut [T],
) {
    for (group, log_sums) in logits.chunks_mut(GROUP).zip(log_sums.chunks_mut(GROUP)) {
        let (largest, sums) = normalise(simd, group);
        for ((log_sum, largest), sum) in log_sums.iter_mut().zip(largest).zip(sums) {
            *log_sum = largest + sum.ln::<S>();
        }
    }
}

/// Softmax of up to [`GROUP`] samples. Returns the largest logit of each, and the sum of the exponentials of
/// what is left when it is taken away, which lies in `1..=N`: nothing overflows.
#[cfg_attr(not(debug_assertions), inline(always))]
fn normalise<S: Simd, T: Number, const N: usize>(
    _simd: S,
    logits: &mut [[T; N]],
) -> ([T; GROUP], [T; GROUP]) {
    let (mut largest, mut sums) = ([T::NIL; GROUP], [T::NIL; GROUP]);
    for (logits, largest) in logits.iter_mut().zip(&mut largest) {
        *largest = max(logits);
        for logit in logits {
            *logit -= *largest;
        }
    }
    for logit in logits.as_flattened_mut() {
        *logit = logit.exp::<S>();
    }
    for (exponentials, sum) in logits.iter_mut().zip(&mut sums) {
        *sum = exponentials.iter().copied().sum();
        let share = T::UNIT / *sum;
        for exponential in exponentials {
            *exponential *= share;
        }
    }
    (largest, sums)
}

/// The largest number. A NaN anywhere reaches the result through the exponentials.
#[cfg_attr(not(debug_assertions), inline(always))]
fn max<T: Number>(logits: &[T]) -> T {
    let mut largest = logits[0];
    for &logit in logits {
        largest = if logit > largest { logit } else { largest };
    }
    largest
}
