//! Half a cosine, from the learning rate down to almost nothing.

use crate::optim::schedule::{Schedule, half_cosine};
use crate::setting::{Range, demand};

/// `factor = floor + (1 − floor) · (1 + cos(π · at / length)) / 2` up to `length`, and `floor` from there on;
/// `PyTorch`'s `CosineAnnealingLR`, which would rise again.
///
/// I. Loshchilov and F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2017, equation 5.
///
/// ```
/// use monograd::optim::schedule::{Cosine, Schedule};
///
/// let schedule = Cosine::over(20).floor(0.1);
/// assert_eq!([0, 10, 20, 30].map(|at| schedule.factor(at)), [1.0, 0.55, 0.1, 0.1]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Cosine {
    /// Where the floor is reached.
    pub length: usize,
    /// The last factor. 0 by default.
    pub floor: f64,
}

impl Cosine {
    /// A decay over this number of updates or epochs.
    #[must_use]
    pub const fn over(length: usize) -> Self {
        Self { length, floor: 0.0 }
    }

    /// The same with another last factor.
    ///
    /// # Panics
    ///
    /// When it is negative or not finite.
    #[must_use]
    #[track_caller]
    pub const fn floor(mut self, floor: f64) -> Self {
        demand("Cosine", "floor", floor, Range::NotNegative);
        self.floor = floor;
        self
    }
}

impl Schedule for Cosine {
    fn factor(&self, at: usize) -> f64 {
        if at >= self.length {
            return self.floor;
        }
        half_cosine(1.0, self.floor, at as f64 / self.length as f64)
    }
}
