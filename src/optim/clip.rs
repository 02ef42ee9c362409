//! Gradient clipping, as `PyTorch`'s `clip_grad_norm_` and `clip_grad_value_` define it.

use bytemuck::Zeroable;

use crate::kernel::{Op, Simd, dispatch};
use crate::layer::Layer;
use crate::optim::not_finite::NotFinite;
use crate::optim::{Adam, AdamW, Gradient, Optimizer, RmsProp, Sgd, largest};
use crate::scalar::Scalar;
use crate::setting::{Range, SettingError, check, demand};

/// Clips the gradient before an optimiser sees it: `Adam::new(1e-3).clip_norm(1.0)`.
///
/// ```
/// use monograd::prelude::*;
///
/// network! { struct Line<1 => line: Linear(1)>; }
///
/// let mut net = Line::zeros();
/// let mut trainer = net.trainer(MeanSquaredError, Sgd::new(1.0).clip_value(0.5));
/// trainer.step(&mut net, &[[1.0].into()], &[[1000.0].into()])?;
/// assert_eq!(net.line.weight[0], 0.5);
/// # Ok::<(), monograd::Error>(())
/// ```
///
/// An optimiser of your own gets both with `impl Clip for Mine {}`.
pub trait Clip: Sized {
    /// The same optimiser on a gradient whose norm, over all parameters, is at most `max_norm`.
    ///
    /// The gradient is scaled by `min(1, max_norm / (‖g‖₂ + 10⁻⁶))`. R. Pascanu, T. Mikolov and Y. Bengio,
    /// "On the difficulty of training recurrent neural networks", 2013, algorithm 1.
    ///
    /// # Panics
    ///
    /// When the norm is not above 0 and finite: see [settings](crate::optim#settings).
    #[must_use]
    #[track_caller]
    fn clip_norm(self, max_norm: f64) -> Clipped<Self, MaxNorm> {
        demand("clip_norm", "limit", max_norm, Range::Positive);
        Clipped { optimizer: self, limit: MaxNorm(max_norm) }
    }

    /// The same optimiser on a gradient each of whose numbers is cut to `−max_value..=max_value`.
    ///
    /// # Panics
    ///
    /// When the value is not above 0 and finite.
    #[must_use]
    #[track_caller]
    fn clip_value(self, max_value: f64) -> Clipped<Self, MaxValue> {
        demand("clip_value", "limit", max_value, Range::Positive);
        Clipped { optimizer: self, limit: MaxValue(max_value) }
    }
}

impl<M> Clip for Sgd<M> {}
impl<M> Clip for RmsProp<M> {}
impl Clip for Adam {}
impl Clip for AdamW {}
impl<O, C> Clip for Clipped<O, C> {}

/// An optimiser that gets clipped gradients; see [`Clip`].
#[derive(Clone, Copy, Debug, PartialEq, Zeroable)]
pub struct Clipped<O, C> {
    /// The optimiser.
    pub optimizer: O,
    /// [`MaxNorm`] or [`MaxValue`].
    pub limit: C,
}

/// The largest norm of a gradient.
#[derive(Clone, Copy, Debug, PartialEq, Zeroable)]
pub struct MaxNorm(pub f64);

/// The largest size of a number in a gradient.
#[derive(Clone, Copy, Debug, PartialEq, Zeroable)]
pub struct MaxValue(pub f64);

/// A limit to gradients.
pub trait Limit: Copy + Zeroable + Send + Sync {
    /// Refuses a limit that makes no sense.
    ///
    /// # Errors
    ///
    /// [`SettingError`].
    fn check<T: Scalar>(self) -> Result<(), SettingError> {
        Ok(())
    }

    /// Clips a gradient, given as one flat slice.
    fn clip<T: Scalar>(self, gradient: &mut [T]);
}

impl Limit for MaxNorm {
    fn check<T: Scalar>(self) -> Result<(), SettingError> {
        check::<T>("clip_norm", "limit", self.0, Range::Positive)
    }

    fn clip<T: Scalar>(self, gradient: &mut [T]) {
        let scale = self.0 / (norm(gradient) + 1e-6);
        if scale < 1.0 {
            dispatch(Scale { factor: T::from_f64(scale), numbers: gradient });
        }
    }
}

impl Limit for MaxValue {
    fn check<T: Scalar>(self) -> Result<(), SettingError> {
        check::<T>("clip_value", "limit", self.0, Range::Positive)
    }

    fn clip<T: Scalar>(self, gradient: &mut [T]) {
        dispatch(Clamp { most: T::from_f64(self.0), numbers: gradient });
    }
}

impl<T: Scalar, O: Optimizer<T>, C: Limit> Optimizer<T> for Clipped<O, C> {
    type State<N: Layer<Scalar = T>> = O::State<N>;

    fn learning_rate(&self) -> f64 {
        self.optimizer.learning_rate()
    }

    fn set_learning_rate(&mut self, learning_rate: f64) {
        self.optimizer.set_learning_rate(learning_rate);
    }

    fn set_momentum(&mut self, momentum: f64) {
        self.optimizer.set_momentum(momentum);
    }

    fn check(&self) -> Result<(), SettingError> {
        self.limit.check::<T>()?;
        self.optimizer.check()
    }

    fn step<N: Layer<Scalar = T>>(
        &self,
        state: &mut O::State<N>,
        parameters: &mut N,
        gradient: Gradient<'_, N>,
    ) -> Result<(), NotFinite> {
        let gradient = gradient.map(|gradient| self.limit.clip(gradient))?;
        self.optimizer.step(state, parameters, gradient)
    }
}

/// `‖x‖₂`, summed in double precision: the squares of large single-precision gradients would overflow.
pub(crate) fn norm<T: Scalar>(numbers: &[T]) -> f64 {
    let norm = libm::sqrt(dispatch(SumOfSquares { factor: 1.0, numbers }));
    let largest = if norm < f64::INFINITY { 1.0 } else { largest(numbers) };
    if largest > 1.0 {
        // The squares of large double-precision gradients overflow: take them of shares of the largest.
        return largest * libm::sqrt(dispatch(SumOfSquares { factor: 1.0 / largest, numbers }));
    }
    norm
}

struct SumOfSquares<'a, T> {
    factor: f64,
    numbers: &'a [T],
}

impl<T: Scalar> Op for SumOfSquares<'_, T> {
    type Output = f64;

    /// Sixteen sums side by side: one alone would wait for each addition.
    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) -> f64 {
        let mut sums = [0.0; 16];
        let (chunks, rest) = self.numbers.as_chunks::<16>();
        for chunk in chunks {
            for (sum, x) in sums.iter_mut().zip(chunk) {
                let x = self.factor * x.to_f64();
                *sum += x * x;
            }
        }
        for (sum, x) in sums.iter_mut().zip(rest) {
            let x = self.factor * x.to_f64();
            *sum += x * x;
        }
        sums.iter().sum()
    }
}

struct Scale<'a, T> {
    factor: T,
    numbers: &'a mut [T],
}

impl<T: Scalar> Op for Scale<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) {
        for x in self.numbers {
            *x *= self.factor;
        }
    }
}

struct Clamp<'a, T> {
    most: T,
    numbers: &'a mut [T],
}

impl<T: Scalar> Op for Clamp<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) {
        for x in self.numbers {
            let below = if *x > self.most { self.most } else { *x };
            *x = if below < -self.most { -self.most } else { below };
        }
    }
}
