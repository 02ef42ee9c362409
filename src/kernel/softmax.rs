//! Softmax of the samples of a batch, and what a loss wants to know of its denominator.
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
    + core::ops::Sub<Output = Self>
    + core::ops::SubAssign
    + core::ops::AddAssign
    + core::ops::MulAssign
    + core::ops::Div<Output = Self>
    + core::ops::Neg<Output = Self>
{
}

impl Number for f32 {}
impl Number for f64 {}

/// The samples that go through the loops together.
pub(super) const GROUP: usize = 16;

/// `z = softmax(z)` for each sample.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn softmax<S: Simd, T: Number, const N: usize>(simd: S, logits: &mut [[T; N]]) {
    for group in logits.chunks_mut(GROUP) {
        softmax_and_peaks(simd, group);
    }
}

/// The largest logits of a group of samples, and what is left beside them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peaks<T> {
    /// The largest logit of each sample.
    pub(super) logits: [T; GROUP],
    /// `Σ e^(z − logit)` over its others: with it, and not with the sum of all, nothing is lost of a
    /// probability close to 1.
    rests: [T; GROUP],
    /// `1 − p` for the probability `p` of the largest logit.
    pub(super) others: [T; GROUP],
}

impl<T: Number> Peaks<T> {
    /// `ln Σ e^(z − logit)` over all logits of each sample.
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[must_use]
    pub(super) fn log_sums<S: Simd>(&self) -> [T; GROUP] {
        let mut sums = self.rests;
        for sum in &mut sums {
            *sum = sum.ln_1p::<S>();
        }
        sums
    }
}

/// `z = softmax(z)` for each of up to [`GROUP`] samples. The sum of the exponentials of what is left when the
/// largest logit is taken away lies in `1..=N`: nothing overflows.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn softmax_and_peaks<S: Simd, T: Number, const N: usize>(
    _simd: S,
    logits: &mut [[T; N]],
) -> Peaks<T> {
    let mut peaks = Peaks { logits: [T::NIL; GROUP], rests: [T::NIL; GROUP], others: [T::NIL; GROUP] };
    for (logits, peak) in logits.iter_mut().zip(&mut peaks.logits) {
        *peak = max(logits);
        for logit in logits {
            *logit -= *peak;
        }
    }
    for logit in logits.as_flattened_mut() {
        *logit = logit.exp::<S>();
    }
    let Peaks { rests, others, .. } = &mut peaks;
    for (exponentials, (rest, others)) in logits.iter_mut().zip(rests.iter_mut().zip(others)) {
        let (small, ones) = sums(exponentials);
        *rest = small + (ones - T::UNIT);
        let share = T::UNIT / (small + ones);
        *others = *rest * share;
        for exponential in exponentials {
            *exponential *= share;
        }
    }
    peaks
}

/// Chains of additions side by side: a single one is too slow for many classes.
pub(super) const CHAINS: usize = 4;

/// The sum of the exponentials below 1, and of the others. The largest is exactly 1, and so may others be:
/// their sum is their number, or NaN.
#[cfg_attr(not(debug_assertions), inline(always))]
fn sums<T: Number, const N: usize>(exponentials: &[T; N]) -> (T, T) {
    let (mut small, mut ones) = ([T::NIL; CHAINS], [T::NIL; CHAINS]);
    let (groups, rest) = exponentials.as_chunks::<CHAINS>();
    for group in groups {
        for k in 0..CHAINS {
            let is_small = group[k] < T::UNIT;
            small[k] += if is_small { group[k] } else { T::NIL };
            ones[k] += if is_small { T::NIL } else { group[k] };
        }
    }
    for (k, &exponential) in rest.iter().enumerate() {
        let is_small = exponential < T::UNIT;
        small[k] += if is_small { exponential } else { T::NIL };
        ones[k] += if is_small { T::NIL } else { exponential };
    }
    ((small[0] + small[1]) + (small[2] + small[3]), (ones[0] + ones[1]) + (ones[2] + ones[3]))
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
