//! Stochastic gradient descent, as `PyTorch`'s `torch.optim.SGD` defines it.

use bytemuck::{Pod, Zeroable};

use crate::kernel::{Op, Simd};
use crate::layer::{Layer, scalars, scalars_mut};
use crate::optim::flat::{self, Flat};
use crate::optim::{Optimizer, Penalty};
use crate::scalar::Scalar;

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

impl Sgd {
    /// Plain gradient descent.
    #[must_use]
    pub const fn new(learning_rate: f64) -> Self {
        Self { learning_rate, weight_decay: 0.0, l1_penalty: 0.0, momentum: Plain }
    }

    /// The same with momentum.
    #[must_use]
    pub const fn momentum(self, momentum: f64) -> Sgd<Momentum> {
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
    /// The same with an L2 penalty.
    #[must_use]
    pub fn weight_decay(mut self, weight_decay: f64) -> Self {
        self.weight_decay = weight_decay;
        self
    }

    /// The same with an L1 penalty.
    #[must_use]
    pub fn l1_penalty(mut self, l1_penalty: f64) -> Self {
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

    fn step<N: Layer<Scalar = T>>(&self, _state: &mut (), parameters: &mut N, gradient: &mut N) {
        flat::run(Step {
            learning_rate: T::from_f64(self.learning_rate),
            penalty: Penalty::new(self.weight_decay, self.l1_penalty),
            parameters: scalars_mut(parameters),
            gradient: scalars(gradient),
        });
    }

    #[allow(clippy::float_cmp, reason = "only an exact zero leaves a penalty out")]
    fn plain(&self) -> Option<T> {
        (self.weight_decay == 0.0 && self.l1_penalty == 0.0).then(|| T::from_f64(self.learning_rate))
    }
}

/// A step without momentum.
struct Step<'a, T> {
    learning_rate: T,
    penalty: Penalty<T>,
    parameters: &'a mut [T],
    gradient: &'a [T],
}

impl<T: Scalar> Flat for Step<'_, T> {
    fn len(&self) -> usize {
        self.gradient.len()
    }

    fn split(self, middle: usize) -> (Self, Self) {
        let (parameters, parameters_behind) = self.parameters.split_at_mut(middle);
        let (gradient, gradient_behind) = self.gradient.split_at(middle);
        (
            Self { parameters, gradient, ..self },
            Self { parameters: parameters_behind, gradient: gradient_behind, ..self },
        )
    }
}

impl<T: Scalar> Op for Step<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) {
        for (w, &dw) in self.parameters.iter_mut().zip(self.gradient) {
            *w -= self.learning_rate * (dw + self.penalty.at(*w));
        }
    }
}

impl<T: Scalar> Optimizer<T> for Sgd<Momentum> {
    /// The velocity.
    type State<N: Layer<Scalar = T>> = N;

    fn learning_rate(&self) -> f64 {
        self.learning_rate
    }

    fn set_learning_rate(&mut self, learning_rate: f64) {
        self.learning_rate = learning_rate;
    }

    fn set_momentum(&mut self, momentum: f64) {
        self.momentum.momentum = momentum;
    }

    fn step<N: Layer<Scalar = T>>(&self, velocity: &mut N, parameters: &mut N, gradient: &mut N) {
        let momentum = T::from_f64(self.momentum.momentum);
        // The direction is a sum of both in either case, so that the loop has no branch.
        let direction = if self.momentum.nesterov { (T::ONE, momentum) } else { (T::ZERO, T::ONE) };
        flat::run(HeavyStep {
            learning_rate: T::from_f64(self.learning_rate),
            penalty: Penalty::new(self.weight_decay, self.l1_penalty),
            momentum,
            direction,
            parameters: scalars_mut(parameters),
            velocity: scalars_mut(velocity),
            gradient: scalars(gradient),
        });
    }
}

/// A step with momentum, along `direction.0 · dθ + direction.1 · v`.
struct HeavyStep<'a, T> {
    learning_rate: T,
    penalty: Penalty<T>,
    momentum: T,
    direction: (T, T),
    parameters: &'a mut [T],
    velocity: &'a mut [T],
    gradient: &'a [T],
}

impl<T: Scalar> Flat for HeavyStep<'_, T> {
    fn len(&self) -> usize {
        self.gradient.len()
    }

    fn split(self, middle: usize) -> (Self, Self) {
        let (parameters, parameters_behind) = self.parameters.split_at_mut(middle);
        let (velocity, velocity_behind) = self.velocity.split_at_mut(middle);
        let (gradient, gradient_behind) = self.gradient.split_at(middle);
        (
            Self { parameters, velocity, gradient, ..self },
            Self {
                parameters: parameters_behind,
                velocity: velocity_behind,
                gradient: gradient_behind,
                ..self
            },
        )
    }
}

impl<T: Scalar> Op for HeavyStep<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) {
        for ((w, v), &dw) in self.parameters.iter_mut().zip(self.velocity).zip(self.gradient) {
            let dw = dw + self.penalty.at(*w);
            *v = self.momentum * *v + dw;
            *w -= self.learning_rate * (self.direction.0 * dw + self.direction.1 * *v);
        }
    }
}
