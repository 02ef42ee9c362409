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

/// `z = softmax(z)` for each sample, and of each the largest logit with what is left beside it.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn softmax_and_peaks<S: Simd, T: Number, const N: usize>(
    simd: S,
    logits: &mut [[T; N]],
    peaks: &mut [Peak<T>],
) {
    for (group, peaks) in logits.chunks_mut(GROUP).zip(peaks.chunks_mut(GROUP)) {
        for (peak, found) in peaks.iter_mut().zip(normalise(simd, group)) {
            *peak = found;
        }
    }
}

/// The largest logit of a sample.
#[derive(Clone, Copy, Debug)]
pub struct Peak<T> {
    /// The logit.
    pub logit: T,
    /// `Σ e^(z − logit)` over the others: with it, and not with the sum of all, nothing is lost of a probability close to 1.
    pub rest: T,
}

impl<T: Number> Peak<T> {
    /// What a sample starts from.
    pub const NIL: Self = Self { logit: T::NIL, rest: T::NIL };

    /// `ln Σ e^(z − logit)` over all.
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[must_use]
    pub fn log_sum<S: Simd>(self) -> T {
        self.rest.ln_1p::<S>()
    }

    /// `1 − p` for the probability `p` of the largest logit.
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[must_use]
    pub fn others(self) -> T {
        self.rest / (T::UNIT + self.rest)
    }
}

/// Softmax of up to [`GROUP`] samples. Returns the peak of each; the sum of the exponentials of what is left when it is taken
/// away lies in `1..=N`: nothing overflows.
#[cfg_attr(not(debug_assertions), inline(always))]
fn normalise<S: Simd, T: Number, const N: usize>(_simd: S, logits: &mut [[T; N]]) -> [Peak<T>; GROUP] {
    let (mut peaks, mut places) = ([Peak::NIL; GROUP], [0; GROUP]);
    for ((logits, peak), place) in logits.iter_mut().zip(&mut peaks).zip(&mut places) {
        *place = largest(logits);
        peak.logit = logits[*place];
        for logit in logits {
            *logit -= peak.logit;
        }
    }
    for logit in logits.as_flattened_mut() {
        *logit = logit.exp::<S>();
    }
    for ((exponentials, peak), place) in logits.iter_mut().zip(&mut peaks).zip(places) {
        // 1, but for logits that are not finite.
        let own = core::mem::replace(&mut exponentials[place], T::NIL);
        let others: T = exponentials.iter().copied().sum();
        exponentials[place] = own;
        let share = T::UNIT / (own + others);
        peak.rest = others + (own - T::UNIT);
        for exponential in exponentials {
            *exponential *= share;
        }
    }
    peaks
}

/// The place of the largest number. A NaN anywhere reaches the result through the exponentials.
#[cfg_attr(not(debug_assertions), inline(always))]
fn largest<T: Number>(logits: &[T]) -> usize {
    let (mut place, mut largest) = (0, logits[0]);
    for (i, &logit) in logits.iter().enumerate() {
        (place, largest) = if logit > largest { (i, logit) } else { (place, largest) };
    }
    place
}
