//! Adam and `AdamW`, as `PyTorch`'s `torch.optim.Adam` and `torch.optim.AdamW` define them.

use bytemuck::Zeroable;

use crate::kernel::Simd;
use crate::layer::{Layer, scalars, scalars_mut};
use crate::optim::not_finite::NotFinite;
use crate::optim::walk::{Rule, Walk, are_short};
use crate::optim::{Gradient, Optimizer, Penalty, largest, square_root};
use crate::scalar::Scalar;
use crate::setting::{Range, SettingError, check, demand};

/// Adam: steps of about the same length for every parameter, whatever the scale of its gradient.
///
/// ```text
/// g ← dθ + weight_decay · θ + l1_penalty · sign(θ)
/// m ← β₁ m + (1 − β₁) g          v ← β₂ v + (1 − β₂) g²
/// m̂ = m / (1 − β₁ᵗ)              v̂ = v / (1 − β₂ᵗ)
/// θ ← θ − learning_rate · m̂ / (√v̂ + epsilon)
/// ```
///
/// D. P. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", 2015, algorithm 1.
///
/// ```
/// use monograd::prelude::*;
///
/// network! { struct Line<1 => line: Linear(1)>; }
///
/// let mut net = Line::zeros();
/// let mut trainer = net.trainer(MeanSquaredError, Adam::new(0.1));
/// trainer.step(&mut net, &[[1.0].into()], &[[1000.0].into()])?;
/// // The first step has the length of the learning rate, however steep the slope.
/// assert!((net.line.weight[0] - 0.1).abs() < 1e-6);
/// # Ok::<(), monograd::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Zeroable)]
#[non_exhaustive]
pub struct Adam {
    /// The length of a step. 0.001 by default.
    pub learning_rate: f64,
    /// The shares of the old means of gradients and of their squares that stay. (0.9, 0.999) by default.
    pub betas: (f64, f64),
    /// Added to the root in the denominator. 10⁻⁸ by default.
    pub epsilon: f64,
    /// L2 penalty: `weight_decay · θ` is added to the gradient. 0 by default.
    pub weight_decay: f64,
    /// L1 penalty: `l1_penalty · sign(θ)` is added to the gradient. 0 by default.
    pub l1_penalty: f64,
}

/// Adam with penalties that pull at the parameters themselves, and not at the gradient whose scale Adam takes
/// out again.
///
/// ```text
/// θ ← θ − learning_rate · (weight_decay · θ + l1_penalty · sign(θ))
/// ```
///
/// and then a step of [`Adam`] without penalties. I. Loshchilov and F. Hutter, "Decoupled Weight Decay
/// Regularization", 2019, algorithm 2.
///
/// ```
/// use monograd::prelude::*;
///
/// network! { struct Line<1 => line: Linear(1)>; }
///
/// let mut net = Line::zeros();
/// net.line.weight[0] = 1.0;
/// let mut trainer = net.trainer(MeanSquaredError, AdamW::new(0.1).weight_decay(0.5));
/// // Where the gradient is zero, only the decay is left.
/// trainer.step(&mut net, &[[1.0].into()], &[[1.0].into()])?;
/// assert!((net.line.weight[0] - 0.95).abs() < 1e-6);
/// # Ok::<(), monograd::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Zeroable)]
#[non_exhaustive]
pub struct AdamW {
    /// The length of a step. 0.001 by default.
    pub learning_rate: f64,
    /// The shares of the old means of gradients and of their squares that stay. (0.9, 0.999) by default.
    pub betas: (f64, f64),
    /// Added to the root in the denominator. 10⁻⁸ by default.
    pub epsilon: f64,
    /// The share of a parameter that each step takes away, per unit of learning rate. 0.01 by default.
    pub weight_decay: f64,
    /// What each step takes away from a parameter's size, per unit of learning rate. 0 by default.
    pub l1_penalty: f64,
}

/// What [`Adam`] and [`AdamW`] remember.
#[derive(Clone, Copy, Debug, Zeroable)]
pub struct Moments<N> {
    /// The decaying mean of the gradients.
    pub mean: N,
    /// The decaying mean of their squares.
    pub square: N,
    /// The number of steps taken.
    pub steps: u64,
    /// No gradient of theirs was larger.
    largest: f64,
}

macro_rules! adam {
    ($name:ident, decoupled = $decoupled:literal, weight_decay = $weight_decay:literal) => {
        impl $name {
            /// The optimiser with this learning rate and otherwise with the defaults.
            ///
            /// # Panics
            ///
            /// When the learning rate is negative or not finite: see [settings](crate::optim#settings).
            #[must_use]
            #[track_caller]
            pub const fn new(learning_rate: f64) -> Self {
                demand(stringify!($name), "learning rate", learning_rate, Range::NotNegative);
                Self {
                    learning_rate,
                    betas: (0.9, 0.999),
                    epsilon: 1e-8,
                    weight_decay: $weight_decay,
                    l1_penalty: 0.0,
                }
            }

            /// The same with other shares of the old means. The first is what is called the momentum
            /// elsewhere.
            ///
            /// # Panics
            ///
            /// When one of them is not at least 0 and below 1.
            #[doc(alias = "momentum")]
            #[must_use]
            #[track_caller]
            pub const fn betas(mut self, mean: f64, square: f64) -> Self {
                demand(stringify!($name), "first beta", mean, Range::Fraction);
                demand(stringify!($name), "second beta", square, Range::Fraction);
                self.betas = (mean, square);
                self
            }

            /// The same with another number in the denominator.
            ///
            /// # Panics
            ///
            /// When it is not above 0 and finite.
            #[must_use]
            #[track_caller]
            pub const fn epsilon(mut self, epsilon: f64) -> Self {
                demand(stringify!($name), "epsilon", epsilon, Range::Positive);
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
            pub const fn weight_decay(mut self, weight_decay: f64) -> Self {
                demand(stringify!($name), "weight decay", weight_decay, Range::NotNegative);
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
            pub const fn l1_penalty(mut self, l1_penalty: f64) -> Self {
                demand(stringify!($name), "L1 penalty", l1_penalty, Range::NotNegative);
                self.l1_penalty = l1_penalty;
                self
            }
        }

        impl Default for $name {
            /// With `PyTorch`'s learning rate, 0.001.
            fn default() -> Self {
                Self::new(1e-3)
            }
        }

        impl<T: Scalar> Optimizer<T> for $name {
            type State<N: Layer<Scalar = T>> = Moments<N>;

            fn learning_rate(&self) -> f64 {
                self.learning_rate
            }

            fn set_learning_rate(&mut self, learning_rate: f64) {
                self.learning_rate = learning_rate;
            }

            fn set_momentum(&mut self, momentum: f64) {
                self.betas.0 = momentum;
            }

            fn check(&self) -> Result<(), SettingError> {
                let name = stringify!($name);
                check::<T>(name, "learning rate", self.learning_rate, Range::NotNegative)?;
                check::<T>(name, "first beta", self.betas.0, Range::Fraction)?;
                check::<T>(name, "second beta", self.betas.1, Range::Fraction)?;
                check::<T>(name, "epsilon", self.epsilon, Range::Positive)?;
                check::<T>(name, "weight decay", self.weight_decay, Range::NotNegative)?;
                check::<T>(name, "L1 penalty", self.l1_penalty, Range::NotNegative)
            }

            fn step<N: Layer<Scalar = T>>(
                &self,
                state: &mut Moments<N>,
                parameters: &mut N,
                gradient: Gradient<'_, N>,
            ) -> Result<(), NotFinite> {
                let Self { learning_rate, betas, epsilon, weight_decay, l1_penalty } = *self;
                let steps = state.steps + 1;
                // An exponent of 2⁵² steps is exact, and no training is that long.
                let correction = |beta| 1.0 - libm::pow(beta, steps as f64);
                let length = learning_rate / correction(betas.0);
                let square_scale = 1.0 / libm::sqrt(correction(betas.1));
                let pull = if $decoupled { learning_rate } else { 1.0 };
                let penalty = Penalty::<T>::new(pull * weight_decay, pull * l1_penalty);

                let of_penalty = penalty.largest(scalars(parameters));
                let slope = gradient.largest() + if $decoupled { 0.0 } else { of_penalty };
                let slopes = f64::max(state.largest, slope);
                // The moments are means of slopes and of their squares, and the root is at least epsilon.
                let is_short = are_short::<T>(&[
                    slopes * slopes,
                    slopes * square_scale,
                    length,
                    length * slopes / epsilon,
                    of_penalty,
                ]);
                let walk = Walk {
                    rule: Step::<_, $decoupled> {
                        betas: (T::from_f64(betas.0), T::from_f64(betas.1)),
                        rests: (T::from_f64(1.0 - betas.0), T::from_f64(1.0 - betas.1)),
                        length: T::from_f64(length),
                        square_scale: T::from_f64(square_scale),
                        epsilon: T::from_f64(epsilon),
                        penalty,
                    },
                    parameters: scalars_mut(parameters),
                    memory: [scalars_mut(&mut state.mean), scalars_mut(&mut state.square)],
                    gradient: gradient.scalars(),
                    threads: gradient.threads(),
                };
                walk.step(is_short)?;
                state.steps = steps;
                state.largest = if is_short { slopes } else { largest_slope(state) };
                Ok(())
            }
        }
    };
}

/// The largest slope of which the moments can be means.
fn largest_slope<N: Layer>(state: &Moments<N>) -> f64 {
    let square = largest(scalars(&state.square));
    f64::max(largest(scalars(&state.mean)), libm::sqrt(square))
}

adam!(Adam, decoupled = false, weight_decay = 0.0);
adam!(AdamW, decoupled = true, weight_decay = 0.01);

/// A step of either; the penalty goes to the gradient or, decoupled, to the parameters.
#[derive(Clone, Copy)]
struct Step<T, const DECOUPLED: bool> {
    betas: (T, T),
    /// `1 − β`
    rests: (T, T),
    /// `learning_rate / (1 − β₁ᵗ)`
    length: T,
    /// `1 / √(1 − β₂ᵗ)`
    square_scale: T,
    epsilon: T,
    penalty: Penalty<T>,
}

impl<T: Scalar, const DECOUPLED: bool> Rule<T, 2> for Step<T, DECOUPLED> {
    #[inline(always)]
    fn apply<S: Simd>(self, w: T, [m, v]: [T; 2], dw: T) -> (T, [T; 2]) {
        let penalty = self.penalty.at(w);
        let (start, dw) = if DECOUPLED { (w - penalty, dw) } else { (w, dw + penalty) };
        let m = self.betas.0 * m + self.rests.0 * dw;
        let v = self.betas.1 * v + self.rests.1 * dw * dw;
        let root = square_root::<S, T>(v) * self.square_scale + self.epsilon;
        (start - self.length * (m / root), [m, v])
    }
}
