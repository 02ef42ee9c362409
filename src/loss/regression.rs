//! Losses that compare real numbers: squared, absolute, and Huber's mixture of both.

use bytemuck::{Pod, Zeroable};

use crate::head::RegressionHead;
use crate::loss::Loss;
use crate::scalar::Scalar;
use crate::setting::{Range, SettingError, check, demand};
use crate::shape::Sample;

/// `loss = mean_i (y_i − t_i)²`. Targets have the type of the network's output.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct MeanSquaredError;

/// `loss = mean_i |y_i − t_i|`, with gradient 0 at 0. Targets have the type of the network's output.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct MeanAbsoluteError;

/// `loss = mean_i h(y_i − t_i)` with `h(e) = e²/2` for `|e| ≤ delta` and `delta · (|e| − delta/2)` beyond.
///
/// P. J. Huber, "Robust estimation of a location parameter", 1964. Targets have the type of the network's
/// output.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
pub struct Huber {
    /// Where the square turns into a line; positive.
    pub delta: f64,
}

impl Huber {
    /// The loss with this turning point.
    ///
    /// # Panics
    ///
    /// When it is not above 0 and finite: see [settings](crate::optim#settings).
    #[must_use]
    #[track_caller]
    pub const fn new(delta: f64) -> Self {
        demand("Huber", "delta", delta, Range::Positive);
        Self { delta }
    }
}

impl Default for Huber {
    /// `delta = 1`, as in `PyTorch`.
    fn default() -> Self {
        Self { delta: 1.0 }
    }
}

#[diagnostic::do_not_recommend]
impl<H: RegressionHead> Loss<H> for MeanSquaredError {
    type Target = H::Target;

    fn loss_and_gradient(
        &self,
        logits: &[H::Output],
        targets: &[H::Output],
        scale: H::Scalar,
        d_logits: &mut [H::Output],
    ) -> H::Scalar {
        mean_over_outputs::<H>(logits, targets, scale, d_logits, |error| (error * error, error + error))
    }
}

#[diagnostic::do_not_recommend]
impl<H: RegressionHead> Loss<H> for MeanAbsoluteError {
    type Target = H::Target;

    fn loss_and_gradient(
        &self,
        logits: &[H::Output],
        targets: &[H::Output],
        scale: H::Scalar,
        d_logits: &mut [H::Output],
    ) -> H::Scalar {
        mean_over_outputs::<H>(logits, targets, scale, d_logits, |error| {
            let sign = signum(error);
            (error * sign, sign)
        })
    }
}

#[diagnostic::do_not_recommend]
impl<H: RegressionHead> Loss<H> for Huber {
    type Target = H::Target;

    fn check(&self) -> Result<(), SettingError> {
        check::<H::Scalar>("Huber", "delta", self.delta, Range::Positive)
    }

    fn loss_and_gradient(
        &self,
        logits: &[H::Output],
        targets: &[H::Output],
        scale: H::Scalar,
        d_logits: &mut [H::Output],
    ) -> H::Scalar {
        let delta = H::Scalar::from_f64(self.delta);
        let half = H::Scalar::from_f64(0.5);
        mean_over_outputs::<H>(logits, targets, scale, d_logits, |error| {
            let sign = signum(error);
            let size = error * sign;
            if size > delta {
                (delta * (size - half * delta), delta * sign)
            } else {
                (half * error * error, error)
            }
        })
    }
}

/// The sum over samples of the mean over outputs of `of(y − t)`, which gives a loss and its derivative.
#[inline]
fn mean_over_outputs<H: RegressionHead>(
    logits: &[H::Output],
    targets: &[H::Output],
    scale: H::Scalar,
    d_logits: &mut [H::Output],
    of: impl Fn(H::Scalar) -> (H::Scalar, H::Scalar),
) -> H::Scalar {
    let mean = H::Scalar::from_f64(1.0 / H::Output::SHAPE.len() as f64);
    let mut sum = H::Scalar::ZERO;
    for ((logits, target), gradient) in logits.iter().zip(targets).zip(d_logits) {
        let mut output = *logits;
        H::activate(core::slice::from_mut(&mut output));
        for ((&y, &t), dy) in output.scalars().iter().zip(target.scalars()).zip(gradient.scalars_mut()) {
            let (loss, derivative) = of(y - t);
            sum += loss;
            *dy = scale * mean * derivative;
        }
        H::pull_back(&output, gradient);
    }
    sum * mean
}

/// −1, 0 or 1; NaN stays NaN.
fn signum<T: Scalar>(x: T) -> T {
    if x > T::ZERO {
        T::ONE
    } else if x < T::ZERO {
        -T::ONE
    } else {
        x
    }
}
