//! Schedules: how the learning rate moves while training goes on.
//!
//! A schedule says a factor for the update, or the epoch, with a given number, counted from 0; the learning
//! rate is that factor times the optimiser's own. Each is `PyTorch`'s of the same name in
//! `torch.optim.lr_scheduler`, in closed form.

mod cosine;
mod one_cycle;

use crate::setting::{Range, demand};

pub use cosine::Cosine;
pub use one_cycle::OneCycle;

/// How the learning rate moves. Every closure from a number to a factor is a schedule.
///
/// ```
/// use monograd::optim::schedule::{Schedule, StepDecay};
///
/// let halved_every_ten = |at: usize| 0.5_f64.powi(at as i32 / 10);
/// let same = StepDecay::every(10).gamma(0.5);
/// assert_eq!(halved_every_ten.factor(25), same.factor(25));
/// ```
pub trait Schedule {
    /// The learning rate of update or epoch `at`, as a share of the optimiser's own.
    fn factor(&self, at: usize) -> f64;

    /// The momentum of update or epoch `at`, for a schedule that moves it too.
    ///
    /// It is not called `momentum`: every closure is a schedule, and an optimiser without a momentum would be
    /// taken for one.
    fn momentum_at(&self, at: usize) -> Option<f64> {
        let _ = at;
        None
    }

    /// The same schedule after a linear warm-up: over the first `length` updates or epochs the factor rises
    /// from a third, [`from`](WarmUp::from) another one, to the schedule's first.
    fn after_warm_up(self, length: usize) -> WarmUp<Self>
    where
        Self: Sized,
    {
        WarmUp { length, start_factor: 1.0 / 3.0, then: self }
    }
}

impl<F: Fn(usize) -> f64> Schedule for F {
    fn factor(&self, at: usize) -> f64 {
        self(at)
    }
}

/// The learning rate stays: `factor = 1`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Constant;

impl Schedule for Constant {
    fn factor(&self, _at: usize) -> f64 {
        1.0
    }
}

/// Stairs: `factor = gamma^⌊at / length⌋`; `PyTorch`'s `StepLR`.
///
/// ```
/// use monograd::optim::schedule::{Schedule, StepDecay};
///
/// let schedule = StepDecay::every(30);
/// assert_eq!([0, 29, 30, 59].map(|at| schedule.factor(at)), [1.0, 1.0, 0.1, 0.1]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct StepDecay {
    /// The length of a stair.
    pub length: usize,
    /// What the learning rate is multiplied with at each stair. 0.1 by default.
    pub gamma: f64,
}

impl StepDecay {
    /// A stair every `length` updates or epochs.
    ///
    /// # Panics
    ///
    /// When `length` is 0.
    #[must_use]
    #[track_caller]
    pub const fn every(length: usize) -> Self {
        assert!(length > 0, "a stair must be at least 1 long");
        Self { length, gamma: 0.1 }
    }

    /// The same with stairs of another height.
    ///
    /// # Panics
    ///
    /// When it is not above 0 and finite.
    #[must_use]
    #[track_caller]
    pub const fn gamma(mut self, gamma: f64) -> Self {
        demand("StepDecay", "gamma", gamma, Range::Positive);
        self.gamma = gamma;
        self
    }
}

impl Schedule for StepDecay {
    fn factor(&self, at: usize) -> f64 {
        libm::pow(self.gamma, (at / self.length) as f64)
    }
}

/// Exponential decay: `factor = gamma^at`; `PyTorch`'s `ExponentialLR`.
///
/// ```
/// use monograd::optim::schedule::{Exponential, Schedule};
///
/// assert_eq!(Exponential::new(0.5).factor(3), 0.125);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Exponential {
    /// What the learning rate is multiplied with each time.
    pub gamma: f64,
}

impl Exponential {
    /// A decay by this factor each time.
    ///
    /// # Panics
    ///
    /// When it is not above 0 and finite.
    #[must_use]
    #[track_caller]
    pub const fn new(gamma: f64) -> Self {
        demand("Exponential", "gamma", gamma, Range::Positive);
        Self { gamma }
    }
}

impl Schedule for Exponential {
    fn factor(&self, at: usize) -> f64 {
        libm::pow(self.gamma, at as f64)
    }
}

/// A schedule after a linear warm-up; see [`Schedule::after_warm_up`]. `PyTorch`'s `LinearLR` and then, by
/// `SequentialLR`, the schedule.
///
/// P. Goyal et al., "Accurate, Large Minibatch SGD: Training `ImageNet` in 1 Hour", 2017, section 2.2.
///
/// ```
/// use monograd::optim::schedule::{Cosine, Schedule};
///
/// let schedule = Cosine::over(90).after_warm_up(10).from(0.0);
/// assert_eq!([0, 5, 10, 55, 100].map(|at| schedule.factor(at)), [0.0, 0.5, 1.0, 0.5, 0.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct WarmUp<S> {
    /// How long the warm-up takes.
    pub length: usize,
    /// The first factor. 1/3 by default.
    pub start_factor: f64,
    /// What follows.
    pub then: S,
}

impl<S> WarmUp<S> {
    /// The same with another first factor.
    ///
    /// # Panics
    ///
    /// When it is not at least 0 and at most 1.
    #[must_use]
    #[track_caller]
    pub fn from(mut self, start_factor: f64) -> Self {
        demand("WarmUp", "first factor", start_factor, Range::Portion);
        self.start_factor = start_factor;
        self
    }
}

impl<S: Schedule> Schedule for WarmUp<S> {
    fn factor(&self, at: usize) -> f64 {
        if at >= self.length {
            return self.then.factor(at - self.length);
        }
        let done = at as f64 / self.length as f64;
        self.then.factor(0) * (self.start_factor + (1.0 - self.start_factor) * done)
    }

    fn momentum_at(&self, at: usize) -> Option<f64> {
        self.then.momentum_at(at.saturating_sub(self.length))
    }
}

/// Half a cosine from `from`, where `share` is 0, to `to`, where it is 1.
fn half_cosine(from: f64, to: f64, share: f64) -> f64 {
    to + (from - to) * 0.5 * (1.0 + cos_of_half_turns(share))
}

/// `cos(π · x)` for `x` in `0..=1`, exact at both ends and in the middle.
#[allow(clippy::float_cmp, reason = "the middle itself")]
fn cos_of_half_turns(x: f64) -> f64 {
    if x == 0.5 { 0.0 } else { libm::cos(core::f64::consts::PI * x) }
}
