//! How far the outputs of a network lie from numbers.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::data::Dataset;
use crate::head::RegressionHead;
use crate::metrics::{assert_pairs, outputs};
use crate::network::Network;
use crate::scalar::Scalar;
use crate::shape::Sample;

/// `mean (y − t)²` over all outputs of all samples; NaN where a number is
/// [not finite](crate::metrics#outputs-that-are-not-finite).
///
/// ```
/// use monograd::{metrics::mean_squared_error, prelude::*};
///
/// let (y, t) = ([SVector::from([1.0, 2.0])], [SVector::from([1.0, 4.0])]);
/// assert_eq!(mean_squared_error(&y, &t), 2.0);
/// ```
///
/// # Panics
///
/// When there are more of one than of the other.
#[must_use]
#[track_caller]
pub fn mean_squared_error<X: Sample>(predictions: &[X], targets: &[X]) -> f64 {
    assert_pairs(predictions.len(), targets.len());
    let sum: f64 = predictions.iter().zip(targets).map(|(y, t)| sum_of_errors(y, t, square)).sum();
    sum / (targets.len() * X::SHAPE.len()) as f64
}

/// `mean |y − t|` over all outputs of all samples; NaN where a number is
/// [not finite](crate::metrics#outputs-that-are-not-finite).
///
/// ```
/// use monograd::{metrics::mean_absolute_error, prelude::*};
///
/// let (y, t) = ([SVector::from([1.0, 2.0])], [SVector::from([1.0, 4.0])]);
/// assert_eq!(mean_absolute_error(&y, &t), 1.0);
/// ```
///
/// # Panics
///
/// When there are more of one than of the other.
#[must_use]
#[track_caller]
pub fn mean_absolute_error<X: Sample>(predictions: &[X], targets: &[X]) -> f64 {
    assert_pairs(predictions.len(), targets.len());
    let sum: f64 = predictions.iter().zip(targets).map(|(y, t)| sum_of_errors(y, t, f64::abs)).sum();
    sum / (targets.len() * X::SHAPE.len()) as f64
}

/// The coefficient of determination, `R² = 1 − Σ(y − t)² / Σ(t − mean t)²`; of several outputs, the mean.
///
/// 1 is perfect; 0 is as good as always answering with the mean of the targets; worse than that is negative.
/// NaN where a number is [not finite](crate::metrics#outputs-that-are-not-finite).
/// As in scikit-learn, an output whose targets are all the same counts 1 if every prediction is exact and 0
/// otherwise, and fewer than two samples give NaN.
///
/// ```
/// use monograd::{metrics::r2_score, prelude::*};
///
/// let t = [[1.0], [2.0], [3.0]].map(SVector::from);
/// assert_eq!(r2_score(&t, &t), 1.0);
/// assert_eq!(r2_score(&[t[1]; 3], &t), 0.0);
/// ```
///
/// # Panics
///
/// When there are more of one than of the other.
#[must_use]
#[track_caller]
pub fn r2_score<X: Sample>(predictions: &[X], targets: &[X]) -> f64 {
    assert_pairs(predictions.len(), targets.len());
    let outputs = X::SHAPE.len();
    let score = |output| {
        let mut explained = Explained::new(targets, output);
        for (y, t) in predictions.iter().zip(targets) {
            explained.add(y.scalars()[output].to_f64(), t.scalars()[output].to_f64());
        }
        explained.score()
    };
    (0..outputs).map(score).sum::<f64>() / outputs as f64
}

fn square(x: f64) -> f64 {
    x * x
}

/// NaN where a number is not finite: an infinite error is no measure either.
fn sum_of_errors<X: Sample>(y: &X, t: &X, size: fn(f64) -> f64) -> f64 {
    y.scalars().iter().zip(t.scalars()).map(|(y, t)| size(error(y.to_f64(), t.to_f64()))).sum()
}

/// `y − t`; NaN where either is not finite.
fn error(y: f64, t: f64) -> f64 {
    if y.is_finite() && t.is_finite() { y - t } else { f64::NAN }
}

/// One output's part of the targets' variance that is explained, and that which is not.
struct Explained {
    samples: usize,
    mean: f64,
    /// `Σ(y − t)²`
    residual: f64,
    /// `Σ(t − mean t)²`
    total: f64,
}

impl Explained {
    /// Takes the mean of the targets of one output.
    fn new<X: Sample>(targets: &[X], output: usize) -> Self {
        let numbers = || targets.iter().map(|t| t.scalars()[output].to_f64());
        // Around the first one, so that the mean of equal numbers is that number, without rounding.
        let first = numbers().next().unwrap_or(0.0);
        let mean = first + numbers().map(|t| t - first).sum::<f64>() / targets.len() as f64;
        Self { samples: targets.len(), mean, residual: 0.0, total: 0.0 }
    }

    fn add(&mut self, y: f64, t: f64) {
        self.residual += square(error(y, t));
        self.total += square(t - self.mean);
    }

    fn score(&self) -> f64 {
        match (self.residual, self.total) {
            _ if self.samples < 2 => f64::NAN,
            (0.0, _) => 1.0,
            (residual, 0.0) if !residual.is_nan() => 0.0,
            (residual, total) => 1.0 - residual / total,
        }
    }
}

/// How near a network's outputs are to the targets: `net.r2_score(data)`.
///
/// ```
/// use monograd::prelude::*;
///
/// network! { struct Line<1 => line: Linear(1)>; }
///
/// let mut net = Line::zeros();
/// net.line.weight = [[2.0]].into();
/// let (x, t) = ([[1.0].into(), [2.0].into()], [[2.0].into(), [6.0].into()]);
/// let data = Dataset::new(&x, &t)?;
/// assert_eq!(net.mean_squared_error(data), 2.0);
/// assert_eq!(net.mean_absolute_error(data), 1.0);
/// assert_eq!(net.r2_score(data), 0.5);
/// # Ok::<(), monograd::Error>(())
/// ```
///
/// It is there for every network, so that the compiler says what is wrong where one gives no numbers.
pub trait Regress: Network {
    /// The mean of the squared errors; see [`mean_squared_error()`].
    fn mean_squared_error(&self, data: Dataset<'_, Self::Input, Self::Output>) -> f64
    where
        Self::Head: RegressionHead,
    {
        mean_error(self, data, square)
    }

    /// The mean of the errors' sizes; see [`mean_absolute_error()`].
    fn mean_absolute_error(&self, data: Dataset<'_, Self::Input, Self::Output>) -> f64
    where
        Self::Head: RegressionHead,
    {
        mean_error(self, data, f64::abs)
    }

    /// The share of the targets' variance that the network explains; see [`r2_score()`].
    #[cfg(feature = "alloc")]
    fn r2_score(&self, data: Dataset<'_, Self::Input, Self::Output>) -> f64
    where
        Self::Head: RegressionHead,
    {
        let each = |output| Explained::new(data.targets(), output);
        let mut explained: Vec<Explained> = (0..Self::OUTPUTS).map(each).collect();
        for_each_pair(self, data, |y, t| {
            for ((explained, y), t) in explained.iter_mut().zip(y.scalars()).zip(t.scalars()) {
                explained.add(y.to_f64(), t.to_f64());
            }
        });
        explained.iter().map(Explained::score).sum::<f64>() / Self::OUTPUTS as f64
    }
}

impl<N: Network> Regress for N {}

fn mean_error<N: Network>(network: &N, data: Dataset<'_, N::Input, N::Output>, size: fn(f64) -> f64) -> f64 {
    let mut sum = 0.0;
    for_each_pair(network, data, |y, t| sum += sum_of_errors(y, t, size));
    sum / (data.len() * N::OUTPUTS) as f64
}

/// Calls `visit` with the network's output and the target of each sample.
fn for_each_pair<N: Network>(
    network: &N,
    data: Dataset<'_, N::Input, N::Output>,
    mut visit: impl FnMut(&N::Output, &N::Output),
) {
    let mut targets = data.targets().iter();
    outputs(network, data.samples(), |output| {
        if let Some(target) = targets.next() {
            visit(output, target);
        }
    });
}
