//! `RMSprop`, as `PyTorch`'s `torch.optim.RMSprop` defines it.

use bytemuck::Zeroable;

use crate::kernel::Simd;
use crate::layer::{Layer, scalars, scalars_mut};
use crate::optim::not_finite::NotFinite;
use crate::optim::walk::{Rule, Walk, are_short};
use crate::optim::{Gradient, Optimizer, Penalty, Plain, largest, square_root};
use crate::scalar::Scalar;
use crate::setting::{Range, SettingError, check, demand};

/// `RMSprop`: each gradient is divided by the root of the decaying mean of its squares.
///
/// ```text
/// g ← dθ + weight_decay · θ + l1_penalty · sign(θ)
/// v ← alpha · v + (1 − alpha) g²
/// θ ← θ − learning_rate · g / (√v + epsilon)
/// ```
///
/// G. Hinton, N. Srivastava and K. Swersky, "Neural Networks for Machine Learning", lecture 6e, 2012.
///
/// ```
/// use monograd::prelude::*;
///
/// network! { struct Line<1 => line: Linear(1)>; }
///
/// let mut net = Line::zeros();
/// let mut trainer = net.trainer(MeanSquaredError, RmsProp::new(0.1).alpha(0.75));
/// trainer.step(&mut net, &[[1.0].into()], &[[1000.0].into()])?;
/// // The first mean of squares is a quarter of the square, its root half of the gradient.
/// assert!((net.line.weight[0] - 0.2).abs() < 1e-6);
/// # Ok::<(), monograd::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Zeroable)]
#[non_exhaustive]
pub struct RmsProp<M = Plain> {
    /// The length of a step. 0.01 by default.
    pub learning_rate: f64,
    /// The share of the old mean of squares that stays. 0.99 by default.
    pub alpha: f64,
    /// Added to the root in the denominator. 10⁻⁸ by default.
    pub epsilon: f64,
    /// L2 penalty: `weight_decay · θ` is added to the gradient. 0 by default.
    pub weight_decay: f64,
    /// L1 penalty: `l1_penalty · sign(θ)` is added to the gradient. 0 by default.
    pub l1_penalty: f64,
    /// [`Plain`], or [`HeavyBall`].
    pub momentum: M,
}

/// `b ← momentum · b + g / (√v + epsilon)`, and the step goes along `b`.
#[derive(Clone, Copy, Debug, PartialEq, Zeroable)]
#[non_exhaustive]
pub struct HeavyBall {
    /// The share of the old direction that stays, in `0..1`.
    pub momentum: f64,
}

/// What [`RmsProp`] with momentum remembers.
#[derive(Clone, Copy, Debug, Zeroable)]
pub struct HeavyState<N> {
    /// The decaying mean of the gradients' squares.
    pub square: N,
    /// The direction.
    pub velocity: N,
    /// None of its numbers is larger.
    largest: f64,
}

impl RmsProp {
    /// The optimiser with this learning rate and otherwise with the defaults.
    ///
    /// # Panics
    ///
    /// When the learning rate is negative or not finite: see [settings](crate::optim#settings).
    #[must_use]
    #[track_caller]
    pub const fn new(learning_rate: f64) -> Self {
        demand("RmsProp", "learning rate", learning_rate, Range::NotNegative);
        let (alpha, epsilon) = (0.99, 1e-8);
        Self { learning_rate, alpha, epsilon, weight_decay: 0.0, l1_penalty: 0.0, momentum: Plain }
    }

    /// The same with momentum.
    ///
    /// # Panics
    ///
    /// When the momentum is not at least 0 and below 1.
    #[must_use]
    #[track_caller]
    pub const fn momentum(self, momentum: f64) -> RmsProp<HeavyBall> {
        demand("RmsProp", "momentum", momentum, Range::Fraction);
        let Self { learning_rate, alpha, epsilon, weight_decay, l1_penalty, .. } = self;
        let momentum = HeavyBall { momentum };
        RmsProp { learning_rate, alpha, epsilon, weight_decay, l1_penalty, momentum }
    }
}

impl Default for RmsProp {
    /// With `PyTorch`'s learning rate, 0.01.
    fn default() -> Self {
        Self::new(0.01)
    }
}

impl<M> RmsProp<M> {
    /// The same with another share of the old mean of squares.
    ///
    /// # Panics
    ///
    /// When it is not at least 0 and below 1.
    #[must_use]
    #[track_caller]
    pub fn alpha(mut self, alpha: f64) -> Self {
        demand("RmsProp", "alpha", alpha, Range::Fraction);
        self.alpha = alpha;
        self
    }

    /// The same with another number in the denominator.
    ///
    /// # Panics
    ///
    /// When it is not above 0 and finite.
    #[must_use]
    #[track_caller]
    pub fn epsilon(mut self, epsilon: f64) -> Self {
        demand("RmsProp", "epsilon", epsilon, Range::Positive);
        self.epsilon = epsilon;
        self
    }

    /// The same with an L2 penalty.
    ///
    /// # Panics
    ///
    /// When it is negative or not finite.
    #[must_use]
    #[track_caller]
    pub fn weight_decay(mut self, weight_decay: f64) -> Self {
        demand("RmsProp", "weight decay", weight_decay, Range::NotNegative);
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
        demand("RmsProp", "L1 penalty", l1_penalty, Range::NotNegative);
        self.l1_penalty = l1_penalty;
        self
    }

    /// What all loops share.
    fn scaling<T: Scalar>(&self) -> Scaling<T> {
        Scaling {
            alpha: T::from_f64(self.alpha),
            rest: T::from_f64(1.0 - self.alpha),
            epsilon: T::from_f64(self.epsilon),
            penalty: Penalty::new(self.weight_decay, self.l1_penalty),
        }
    }

    fn check_rates<T: Scalar>(&self) -> Result<(), SettingError> {
        check::<T>("RmsProp", "learning rate", self.learning_rate, Range::NotNegative)?;
        check::<T>("RmsProp", "alpha", self.alpha, Range::Fraction)?;
        check::<T>("RmsProp", "epsilon", self.epsilon, Range::Positive)?;
        check::<T>("RmsProp", "weight decay", self.weight_decay, Range::NotNegative)?;
        check::<T>("RmsProp", "L1 penalty", self.l1_penalty, Range::NotNegative)
    }
}

impl<T: Scalar> Optimizer<T> for RmsProp {
    /// The decaying mean of the gradients' squares.
    type State<N: Layer<Scalar = T>> = N;

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
        square: &mut N,
        parameters: &mut N,
        gradient: Gradient<'_, N>,
    ) -> Result<(), NotFinite> {
        let scaling = self.scaling::<T>();
        let slope = gradient.largest() + scaling.penalty.largest(scalars(parameters));
        let walk = Walk {
            rule: Step { learning_rate: T::from_f64(self.learning_rate), scaling },
            parameters: scalars_mut(parameters),
            memory: [scalars_mut(square)],
            gradient: gradient.scalars(),
            threads: gradient.threads(),
        };
        // The root is at least 0.
        let scaled = slope / self.epsilon;
        walk.step(are_short::<T>(&[slope * slope, scaled, self.learning_rate * scaled]))
    }
}

impl<T: Scalar> Optimizer<T> for RmsProp<HeavyBall> {
    type State<N: Layer<Scalar = T>> = HeavyState<N>;

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
        check::<T>("RmsProp", "momentum", self.momentum.momentum, Range::Fraction)?;
        self.check_rates::<T>()
    }

    fn step<N: Layer<Scalar = T>>(
        &self,
        state: &mut HeavyState<N>,
        parameters: &mut N,
        gradient: Gradient<'_, N>,
    ) -> Result<(), NotFinite> {
        let (scaling, HeavyBall { momentum }) = (self.scaling::<T>(), self.momentum);
        let slope = gradient.largest() + scaling.penalty.largest(scalars(parameters));
        let velocity = momentum * state.largest + slope / self.epsilon;
        let is_short = are_short::<T>(&[slope * slope, velocity, self.learning_rate * velocity]);
        let walk = Walk {
            rule: HeavyStep {
                learning_rate: T::from_f64(self.learning_rate),
                momentum: T::from_f64(momentum),
                scaling,
            },
            parameters: scalars_mut(parameters),
            memory: [scalars_mut(&mut state.square), scalars_mut(&mut state.velocity)],
            gradient: gradient.scalars(),
            threads: gradient.threads(),
        };
        walk.step(is_short)?;
        state.largest = if is_short { velocity } else { largest(scalars(&state.velocity)) };
        Ok(())
    }
}

/// How a gradient is scaled.
#[derive(Clone, Copy)]
struct Scaling<T> {
    alpha: T,
    /// `1 − alpha`
    rest: T,
    epsilon: T,
    penalty: Penalty<T>,
}

impl<T: Scalar> Scaling<T> {
    /// The new mean of squares, and `g / (√v + epsilon)`.
    #[inline(always)]
    fn scaled<S: Simd>(self, w: T, v: T, dw: T) -> (T, T) {
        let dw = dw + self.penalty.at(w);
        let v = self.alpha * v + self.rest * dw * dw;
        (v, dw / (square_root::<S, T>(v) + self.epsilon))
    }
}

/// A step without momentum.
#[derive(Clone, Copy)]
struct Step<T> {
    learning_rate: T,
    scaling: Scaling<T>,
}

impl<T: Scalar> Rule<T, 1> for Step<T> {
    #[inline(always)]
    fn apply<S: Simd>(self, w: T, [v]: [T; 1], dw: T) -> (T, [T; 1]) {
        let (v, scaled) = self.scaling.scaled::<S>(w, v, dw);
        (w - self.learning_rate * scaled, [v])
    }
}

/// A step with momentum.
#[derive(Clone, Copy)]
struct HeavyStep<T> {
    learning_rate: T,
    momentum: T,
    scaling: Scaling<T>,
}

impl<T: Scalar> Rule<T, 2> for HeavyStep<T> {
    #[inline(always)]
    fn apply<S: Simd>(self, w: T, [v, b]: [T; 2], dw: T) -> (T, [T; 2]) {
        let (v, scaled) = self.scaling.scaled::<S>(w, v, dw);
        let b = self.momentum * b + scaled;
        (w - self.learning_rate * b, [v, b])
    }
}
