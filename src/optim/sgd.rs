//! Stochastic gradient descent, as `PyTorch`'s `torch.optim.SGD` defines it.

use bytemuck::{Pod, Zeroable};

use crate::layer::{Layer, scalars, scalars_mut};
use crate::optim::Optimizer;
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
pub struct Sgd<M = Plain> {
    /// The length of a step per unit of gradient.
    pub learning_rate: f64,
    /// L2 penalty: `weight_decay · θ` is added to the gradient.
    pub weight_decay: f64,
    /// [`Plain`], or [`Momentum`].
    pub momentum: M,
}

/// No momentum: nothing to remember between steps.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Plain;

/// `v ← momentum · v + dθ`, and the step goes along `v`, or with Nesterov's along `dθ + momentum · v`.
#[derive(Clone, Copy, Debug, PartialEq, Zeroable)]
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
        Self { learning_rate, weight_decay: 0.0, momentum: Plain }
    }

    /// The same with momentum.
    #[must_use]
    pub const fn momentum(self, momentum: f64) -> Sgd<Momentum> {
        Sgd {
            learning_rate: self.learning_rate,
            weight_decay: self.weight_decay,
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
}

impl<T: Scalar> Optimizer<T> for Sgd {
    type State<N: Layer<Scalar = T>> = ();

    fn step<N: Layer<Scalar = T>>(&self, _state: &mut (), parameters: &mut N, gradient: &N) {
        let learning_rate = T::from_f64(self.learning_rate);
        let weight_decay = T::from_f64(self.weight_decay);
        for (w, &dw) in scalars_mut(parameters).iter_mut().zip(scalars(gradient)) {
            *w -= learning_rate * (dw + weight_decay * *w);
        }
    }

    #[allow(clippy::float_cmp, reason = "only an exact zero leaves the penalty out")]
    fn plain(&self) -> Option<T> {
        (self.weight_decay == 0.0).then(|| T::from_f64(self.learning_rate))
    }
}

impl<T: Scalar> Optimizer<T> for Sgd<Momentum> {
    /// The velocity.
    type State<N: Layer<Scalar = T>> = N;

    fn step<N: Layer<Scalar = T>>(&self, velocity: &mut N, parameters: &mut N, gradient: &N) {
        let learning_rate = T::from_f64(self.learning_rate);
        let weight_decay = T::from_f64(self.weight_decay);
        let momentum = T::from_f64(self.momentum.momentum);
        let velocity = scalars_mut(velocity);
        for ((w, v), &dw) in scalars_mut(parameters).iter_mut().zip(velocity).zip(scalars(gradient)) {
            let dw = dw + weight_decay * *w;
            *v = momentum * *v + dw;
            let direction = if self.momentum.nesterov { dw + momentum * *v } else { *v };
            *w -= learning_rate * direction;
        }
    }
}
