//! Stochastic gradient descent, as `PyTorch`'s `torch.optim.SGD` defines it.

use bytemuck::{Pod, Zeroable};

use crate::kernel::Simd;
use crate::layer::{Layer, scalars, scalars_mut};
use crate::optim::not_finite::NotFinite;
use crate::optim::walk::{Rule, Walk, are_short};
use crate::optim::{Gradient, Optimizer, Penalty, largest};
use crate::scalar::Scalar;
use crate::setting::{Range, SettingError, check, demand};

/// Stochastic gradient descent, `θ ← θ − learning_rate · dθ`; with [`momentum`](Self::momentum) the steps
/// remember their direction.
///
/// ```
/// use monograd::prelude::*;
///
/// let plain = Sgd::new(0.1);
/// let heavy = Sgd::new(0.1).momentum(0.9).nesterov().weight_decay(1e-4);
/// assert_eq!(plain.learning_rate, heavy.learning_rate);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Zeroable)]
#[non_exhaustive]
pub struct Sgd<M = Plain> {
    /// The length of a step per unit of gradient.
    pub learning_rate: f64,
    /// L2 penalty: `weight_decay · θ` is added to the gradient.
    pub weight_decay: f64,
    /// L1 penalty: `l1_penalty · sign(θ)` is added to the gradient.
    pub l1_penalty: f64,
    /// [`Plain`], or [`Momentum`].
    pub momentum: M,
}

/// No momentum: nothing to remember between steps.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Plain;

/// `v ← momentum · v + dθ`, and the step goes along `v`, or with Nesterov's along `dθ + momentum · v`.
#[derive(Clone, Copy, Debug, PartialEq, Zeroable)]
#[non_exhaustive]
pub struct Momentum {
    /// The share of the old direction that stays, in `0..1`.
    pub momentum: f64,
    /// Whether the step looks ahead (Y. Nesterov 1983, in the form of I. Sutskever et al. 2013).
    pub nesterov: bool,
}

/// What [`Sgd`] with momentum remembers.
#[derive(Clone, Copy, Debug, Zeroable)]
pub struct Velocity<N> {
    /// The direction.
    pub velocity: N,
    /// None of its numbers is larger.
    largest: f64,
}

impl Sgd {
    /// Plain gradient descent.
    ///
    /// # Panics
    ///
    /// When the learning rate is negative or not finite: see [settings](crate::optim#settings).
    #[must_use]
    #[track_caller]
    pub const fn new(learning_rate: f64) -> Self {
        demand("Sgd", "learning rate", learning_rate, Range::NotNegative);
        Self { learning_rate, weight_decay: 0.0, l1_penalty: 0.0, momentum: Plain }
    }

    /// The same with momentum.
    ///
    /// # Panics
    ///
    /// When the momentum is not at least 0 and below 1.
    #[must_use]
    #[track_caller]
    pub const fn momentum(self, momentum: f64) -> Sgd<Momentum> {
        demand("Sgd", "momentum", momentum, Range::Fraction);
        Sgd {
            learning_rate: self.learning_rate,
            weight_decay: self.weight_decay,
            l1_penalty: self.l1_penalty,
            momentum: Momentum { momentum, nesterov: false },
        }
    }
}

impl Sgd<Momentum> {
    /// The same with Nesterov's look-ahead.
    #[must_use]
    pub const fn nesterov(mut self) -> Self {
        self.momentum.nesterov = true;
        self
    }
}

impl<M> Sgd<M> {
    fn check_rates<T: Scalar>(&self) -> Result<(), SettingError> {
        check::<T>("Sgd", "learning rate", self.learning_rate, Range::NotNegative)?;
        check::<T>("Sgd", "weight decay", self.weight_decay, Range::NotNegative)?;
        check::<T>("Sgd", "L1 penalty", self.l1_penalty, Range::NotNegative)
    }

    /// The same with an L2 penalty.
    ///
    /// # Panics
    ///
    /// When it is negative or not finite.
    #[must_use]
    #[track_caller]
    pub fn weight_decay(mut self, weight_decay: f64) -> Self {
        demand("Sgd", "weight decay", weight_decay, Range::NotNegative);
        self.weight_decay = weight_decay;
        self
    }

    /// The same with an L1 penalty.
    ///
    /// # Panics
    ///
    /// When it is negative or not finite.
    #[must_use]
    #[track_caller]
    pub fn l1_penalty(mut self, l1_penalty: f64) -> Self {
        demand("Sgd", "L1 penalty", l1_penalty, Range::NotNegative);
        self.l1_penalty = l1_penalty;
        self
    }
}

impl<T: Scalar> Optimizer<T> for Sgd {
    type State<N: Layer<Scalar = T>> = ();

    fn learning_rate(&self) -> f64 {
        self.learning_rate
    }

    fn set_learning_rate(&mut self, learning_rate: f64) {
        self.learning_rate = learning_rate;
    }

    fn check(&self) -> Result<(), SettingError> {
        self.check_rates::<T>()
    }

    fn step<N: Layer<Scalar = T>>(
        &self,
        _state: &mut (),
        parameters: &mut N,
        gradient: Gradient<'_, N>,
    ) -> Result<(), NotFinite> {
        let penalty = Penalty::new(self.weight_decay, self.l1_penalty);
        let slope = gradient.largest() + penalty.largest(scalars(parameters));
        let walk = Walk {
            rule: Step { learning_rate: T::from_f64(self.learning_rate), penalty },
            parameters: scalars_mut(parameters),
            memory: [],
            gradient: gradient.scalars(),
            threads: gradient.threads(),
        };
        walk.step(are_short::<T>(&[slope, self.learning_rate * slope]))
    }

    #[allow(clippy::float_cmp, reason = "only an exact zero leaves a penalty out")]
    fn plain(&self) -> Option<T> {
        (self.weight_decay == 0.0 && self.l1_penalty == 0.0).then(|| T::from_f64(self.learning_rate))
    }
}

/// A step without momentum.
#[derive(Clone, Copy)]
struct Step<T> {
    learning_rate: T,
    penalty: Penalty<T>,
}

impl<T: Scalar> Rule<T, 0> for Step<T> {
    #[inline(always)]
    fn apply<S: Simd>(self, w: T, _memory: [T; 0], dw: T) -> (T, [T; 0]) {
        (w - self.learning_rate * (dw + self.penalty.at(w)), [])
    }
}

impl<T: Scalar> Optimizer<T> for Sgd<Momentum> {
    type State<N: Layer<Scalar = T>> = Velocity<N>;

    fn learning_rate(&self) -> f64 {
        self.learning_rate
    }

    fn set_learning_rate(&mut self, learning_rate: f64) {
        self.learning_rate = learning_rate;
    }

    fn set_momentum(&mut self, momentum: f64) {
        self.momentum.momentum = momentum;
    }

    fn check(&self) -> Result<(), SettingError> {
        check::<T>("Sgd", "momentum", self.momentum.momentum, Range::Fraction)?;
        self.check_rates::<T>()
    }

    fn step<N: Layer<Scalar = T>>(
        &self,
        state: &mut Velocity<N>,
        parameters: &mut N,
        gradient: Gradient<'_, N>,
    ) -> Result<(), NotFinite> {
        let Momentum { momentum, nesterov } = self.momentum;
        let penalty = Penalty::new(self.weight_decay, self.l1_penalty);
        let slope = gradient.largest() + penalty.largest(scalars(parameters));
        let velocity = momentum * state.largest + slope;
        let is_short = are_short::<T>(&[velocity + slope, self.learning_rate * (velocity + slope)]);
        let momentum = T::from_f64(momentum);
        let walk = Walk {
            rule: HeavyStep {
                learning_rate: T::from_f64(self.learning_rate),
                penalty,
                momentum,
                // The direction is a sum of both in either case, so that the loop has no branch.
                direction: if nesterov { (T::ONE, momentum) } else { (T::ZERO, T::ONE) },
            },
            parameters: scalars_mut(parameters),
            memory: [scalars_mut(&mut state.velocity)],
            gradient: gradient.scalars(),
            threads: gradient.threads(),
        };
        walk.step(is_short)?;
        state.largest = if is_short { velocity } else { largest(scalars(&state.velocity)) };
        Ok(())
    }
}

/// A step with momentum, along `direction.0 · dθ + direction.1 · v`.
#[derive(Clone, Copy)]
struct HeavyStep<T> {
    learning_rate: T,
    penalty: Penalty<T>,
    momentum: T,
    direction: (T, T),
}

impl<T: Scalar> Rule<T, 1> for HeavyStep<T> {
    #[inline(always)]
    fn apply<S: Simd>(self, w: T, [v]: [T; 1], dw: T) -> (T, [T; 1]) {
        let dw = dw + self.penalty.at(w);
        let v = self.momentum * v + dw;
        (w - self.learning_rate * (self.direction.0 * dw + self.direction.1 * v), [v])
    }
}
