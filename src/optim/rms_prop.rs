//! `RMSprop`, as `PyTorch`'s `torch.optim.RMSprop` defines it.

use bytemuck::Zeroable;

use crate::kernel::{Op, Simd};
use crate::layer::{Layer, scalars, scalars_mut};
use crate::optim::flat::{self, Flat};
use crate::optim::{Optimizer, Penalty, Plain, square_root};
use crate::scalar::Scalar;

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
}

impl RmsProp {
    /// The optimiser with this learning rate and otherwise with the defaults.
    #[must_use]
    pub const fn new(learning_rate: f64) -> Self {
        let (alpha, epsilon) = (0.99, 1e-8);
        Self { learning_rate, alpha, epsilon, weight_decay: 0.0, l1_penalty: 0.0, momentum: Plain }
    }

    /// The same with momentum.
    #[must_use]
    pub const fn momentum(self, momentum: f64) -> RmsProp<HeavyBall> {
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
    #[must_use]
    pub fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }

    /// The same with another number in the denominator.
    #[must_use]
    pub fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }

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

    /// What all loops share.
    fn scaling<T: Scalar>(&self) -> Scaling<T> {
        Scaling {
            alpha: T::from_f64(self.alpha),
            rest: T::from_f64(1.0 - self.alpha),
            epsilon: T::from_f64(self.epsilon),
            penalty: Penalty::new(self.weight_decay, self.l1_penalty),
        }
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

    fn step<N: Layer<Scalar = T>>(&self, square: &mut N, parameters: &mut N, gradient: &mut N) {
        flat::run(Step {
            learning_rate: T::from_f64(self.learning_rate),
            scaling: self.scaling(),
            parameters: scalars_mut(parameters),
            squares: scalars_mut(square),
            gradient: scalars(gradient),
        });
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

    fn step<N: Layer<Scalar = T>>(&self, state: &mut HeavyState<N>, parameters: &mut N, gradient: &mut N) {
        flat::run(HeavyStep {
            learning_rate: T::from_f64(self.learning_rate),
            momentum: T::from_f64(self.momentum.momentum),
            scaling: self.scaling(),
            parameters: scalars_mut(parameters),
            squares: scalars_mut(&mut state.square),
            velocity: scalars_mut(&mut state.velocity),
            gradient: scalars(gradient),
        });
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
    /// Updates the mean of squares and gives `g / (√v + epsilon)`.
    #[inline(always)]
    fn scaled<S: Simd>(self, w: T, v: &mut T, dw: T) -> T {
        let dw = dw + self.penalty.at(w);
        *v = self.alpha * *v + self.rest * dw * dw;
        dw / (square_root::<S, T>(*v) + self.epsilon)
    }
}

/// A step without momentum.
struct Step<'a, T> {
    learning_rate: T,
    scaling: Scaling<T>,
    parameters: &'a mut [T],
    squares: &'a mut [T],
    gradient: &'a [T],
}

impl<T: Scalar> Flat for Step<'_, T> {
    fn len(&self) -> usize {
        self.gradient.len()
    }

    fn split(self, middle: usize) -> (Self, Self) {
        let (parameters, parameters_behind) = self.parameters.split_at_mut(middle);
        let (squares, squares_behind) = self.squares.split_at_mut(middle);
        let (gradient, gradient_behind) = self.gradient.split_at(middle);
        (
            Self { parameters, squares, gradient, ..self },
            Self {
                parameters: parameters_behind,
                squares: squares_behind,
                gradient: gradient_behind,
                ..self
            },
        )
    }
}

impl<T: Scalar> Op for Step<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) {
        for ((w, v), &dw) in self.parameters.iter_mut().zip(self.squares).zip(self.gradient) {
            *w -= self.learning_rate * self.scaling.scaled::<S>(*w, v, dw);
        }
    }
}

/// A step with momentum.
struct HeavyStep<'a, T> {
    learning_rate: T,
    momentum: T,
    scaling: Scaling<T>,
    parameters: &'a mut [T],
    squares: &'a mut [T],
    velocity: &'a mut [T],
    gradient: &'a [T],
}

impl<T: Scalar> Flat for HeavyStep<'_, T> {
    fn len(&self) -> usize {
        self.gradient.len()
    }

    fn split(self, middle: usize) -> (Self, Self) {
        let (parameters, parameters_behind) = self.parameters.split_at_mut(middle);
        let (squares, squares_behind) = self.squares.split_at_mut(middle);
        let (velocity, velocity_behind) = self.velocity.split_at_mut(middle);
        let (gradient, gradient_behind) = self.gradient.split_at(middle);
        (
            Self { parameters, squares, velocity, gradient, ..self },
            Self {
                parameters: parameters_behind,
                squares: squares_behind,
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
        let remembered = self.squares.iter_mut().zip(self.velocity);
        for ((w, (v, b)), &dw) in self.parameters.iter_mut().zip(remembered).zip(self.gradient) {
            *b = self.momentum * *b + self.scaling.scaled::<S>(*w, v, dw);
            *w -= self.learning_rate * *b;
        }
    }
}
