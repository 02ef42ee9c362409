//! One cycle: up to the full learning rate, and down to far below where it began.

use crate::optim::schedule::{Schedule, half_cosine};
use crate::setting::{Range, demand};

/// The learning rate rises to the optimiser's own and then falls to almost nothing, both along half a cosine;
/// the momentum falls and rises against it. `PyTorch`'s `OneCycleLR`, whose `max_lr` is the optimiser's
/// learning rate.
///
/// ```text
/// factor:    1 / div_factor → 1 → 1 / (div_factor · final_div_factor)
/// momentum:  max_momentum → base_momentum → max_momentum
/// ```
///
/// L. N. Smith and N. Topin, "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning
/// Rates", 2018. Meant to move with every update.
///
/// ```
/// use monograd::optim::schedule::{OneCycle, Schedule};
///
/// let schedule = OneCycle::over(101);
/// assert!((schedule.factor(0) - 1.0 / 25.0).abs() < 1e-9);
/// assert!((schedule.factor(29) - 1.0).abs() < 1e-3 && schedule.factor(100) < 1e-5);
/// assert_eq!(schedule.momentum_at(0), Some(0.95));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct OneCycle {
    /// The number of updates in the cycle.
    pub length: usize,
    /// The share of the cycle in which the learning rate rises. 0.3 by default.
    pub rise: f64,
    /// How many times less than the largest learning rate the first is. 25 by default.
    pub div_factor: f64,
    /// How many times less than the first learning rate the last is. 10⁴ by default.
    pub final_div_factor: f64,
    /// The least and the largest momentum, `None` to leave it alone. (0.85, 0.95) by default.
    pub momentum: Option<(f64, f64)>,
}

impl OneCycle {
    /// A cycle of this number of updates.
    #[must_use]
    pub const fn over(length: usize) -> Self {
        let (rise, div_factor, final_div_factor) = (0.3, 25.0, 1e4);
        Self { length, rise, div_factor, final_div_factor, momentum: Some((0.85, 0.95)) }
    }

    /// The same with another share of the cycle in which the learning rate rises.
    ///
    /// # Panics
    ///
    /// When it is not at least 0 and at most 1.
    #[must_use]
    #[track_caller]
    pub const fn rise(mut self, rise: f64) -> Self {
        demand("OneCycle", "rise", rise, Range::Portion);
        self.rise = rise;
        self
    }

    /// The same with another first learning rate.
    ///
    /// # Panics
    ///
    /// When it is not above 0 and finite.
    #[must_use]
    #[track_caller]
    pub const fn div_factor(mut self, div_factor: f64) -> Self {
        demand("OneCycle", "div_factor", div_factor, Range::Positive);
        self.div_factor = div_factor;
        self
    }

    /// The same with another last learning rate.
    ///
    /// # Panics
    ///
    /// When it is not above 0 and finite.
    #[must_use]
    #[track_caller]
    pub const fn final_div_factor(mut self, final_div_factor: f64) -> Self {
        demand("OneCycle", "final_div_factor", final_div_factor, Range::Positive);
        self.final_div_factor = final_div_factor;
        self
    }

    /// The same with another range of the momentum.
    ///
    /// # Panics
    ///
    /// When it is not at least 0 and below 1, or the first is the larger.
    #[must_use]
    #[track_caller]
    pub const fn momentum_range(mut self, base_momentum: f64, max_momentum: f64) -> Self {
        demand("OneCycle", "base momentum", base_momentum, Range::Fraction);
        demand("OneCycle", "largest momentum", max_momentum, Range::Fraction);
        assert!(base_momentum <= max_momentum, "the base momentum of `OneCycle` is the smaller of the two");
        self.momentum = Some((base_momentum, max_momentum));
        self
    }

    /// The same, leaving the momentum alone.
    #[must_use]
    pub const fn fixed_momentum(mut self) -> Self {
        self.momentum = None;
        self
    }

    /// From `start` to `peak` to `end`.
    fn along(&self, start: f64, peak: f64, end: f64, at: usize) -> f64 {
        let last = self.length.saturating_sub(1) as f64;
        let top = self.rise * self.length as f64 - 1.0;
        let at = (at as f64).min(last);
        if at <= top {
            half_cosine(start, peak, if top > 0.0 { at / top } else { 1.0 })
        } else {
            half_cosine(peak, end, if last > top { (at - top) / (last - top) } else { 1.0 })
        }
    }
}

impl Schedule for OneCycle {
    fn factor(&self, at: usize) -> f64 {
        let start = 1.0 / self.div_factor;
        self.along(start, 1.0, start / self.final_div_factor, at)
    }

    fn momentum_at(&self, at: usize) -> Option<f64> {
        self.momentum.map(|(least, largest)| self.along(largest, least, largest, at))
    }
}
