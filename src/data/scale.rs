//! Putting every feature on one scale: standardising, and mapping to a range.
//!
//! Both scalers are plain values without a heap, so that a scaler can be kept with its network. Fit them on
//! the training samples alone, then transform all others with the same numbers. They fit targets of a
//! regression as well, and [`inverse_transform`](StandardScaler::inverse_transform) turns its outputs back.
//!
//! Features may be as large as the number type allows: no sum or difference on the way becomes infinite.

use nalgebra::SVector;
use thiserror::Error;

use crate::scalar::Scalar;

/// Samples from which nothing can be learned or drawn.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum SampleError {
    /// A scaler has nothing to learn from.
    #[error("there are no samples; at least one was wanted")]
    NoSamples,
    /// A feature of a sample is NaN or infinite.
    #[error("feature {feature} of sample {sample} is {found}; a finite number was wanted")]
    NotFiniteFeature {
        /// The place of the sample, from 0.
        sample: usize,
        /// The place of the feature, from 0.
        feature: usize,
        /// The number.
        found: f64,
    },
}

/// Standardises: `z = (x − mean) / deviation` for each feature, which gives the training samples mean 0 and
/// variance 1.
///
/// The deviation is the root of the mean squared distance from the mean (divided by the number of samples, as
/// in scikit-learn). A feature that is the same in all training samples, or differs by no more than the
/// rounding of a mean in `f64`, as scikit-learn decides it, has the deviation 1: it becomes 0, and another
/// value in later samples keeps its distance.
///
/// ```
/// use monograd::data::StandardScaler;
/// use monograd::prelude::*;
///
/// let mut x = [SVector::from([1.0, 7.0]), SVector::from([3.0, 7.0])];
/// let scaler = StandardScaler::fit(&x)?;
/// scaler.transform(&mut x);
/// assert_eq!(x, [SVector::from([-1.0, 0.0]), SVector::from([1.0, 0.0])]);
/// scaler.inverse_transform(&mut x);
/// assert_eq!(x[1], SVector::from([3.0, 7.0]));
/// # Ok::<(), monograd::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StandardScaler<const N: usize, T: Scalar = f32> {
    /// The mean of each feature.
    pub mean: SVector<T, N>,
    /// The standard deviation of each feature, 1 where it was 0.
    pub deviation: SVector<T, N>,
}

impl<const N: usize, T: Scalar> StandardScaler<N, T> {
    /// Takes mean and deviation of each feature. Sums are in `f64`.
    ///
    /// # Errors
    ///
    /// [`SampleError::NoSamples`] without any sample, [`SampleError::NotFiniteFeature`] where a number is NaN
    /// or infinite.
    pub fn fit(samples: &[SVector<T, N>]) -> Result<Self, SampleError> {
        let mut scaler = Self { mean: check(samples)?, deviation: SVector::repeat(T::ONE) };
        for feature in 0..N {
            let (mean, deviation) = mean_and_deviation(samples.iter().map(|sample| sample[feature].to_f64()));
            scaler.mean[feature] = T::from_f64(mean);
            // It may vanish in `T`.
            let deviation = T::from_f64(deviation);
            if deviation > T::ZERO {
                scaler.deviation[feature] = deviation;
            }
        }
        Ok(scaler)
    }

    /// Standardises the samples in place.
    pub fn transform(&self, samples: &mut [SVector<T, N>]) {
        for sample in samples {
            for (i, x) in sample.iter_mut().enumerate() {
                *x = ratio(*x, self.mean[i], self.deviation[i]);
            }
        }
    }

    /// Undoes [`transform`](Self::transform), but for rounding.
    pub fn inverse_transform(&self, samples: &mut [SVector<T, N>]) {
        for sample in samples {
            for (i, x) in sample.iter_mut().enumerate() {
                *x = sum(*x, self.deviation[i], self.mean[i]);
            }
        }
    }
}

/// Maps each feature to a range: `z = low + (x − min) / (max − min) · (high − low)`, by default to `0..=1`.
///
/// `min` and `max` are those of the training samples; later samples may lie outside and then leave the range.
/// A feature that is the same in all training samples, but for rounding in `f64`, becomes `low`, and another
/// value in later samples keeps its distance, times `high − low`, as in scikit-learn.
///
/// ```
/// use monograd::data::MinMaxScaler;
/// use monograd::prelude::*;
///
/// let mut x = [[10.0], [15.0], [20.0]].map(SVector::from);
/// let scaler = MinMaxScaler::fit(&x)?.with_range(-1.0, 1.0);
/// scaler.transform(&mut x);
/// assert_eq!(x, [[-1.0], [0.0], [1.0]].map(SVector::from));
/// scaler.inverse_transform(&mut x);
/// assert_eq!(x[1][0], 15.0);
/// # Ok::<(), monograd::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MinMaxScaler<const N: usize, T: Scalar = f32> {
    /// The least value of each feature.
    pub min: SVector<T, N>,
    /// The greatest value of each feature.
    pub max: SVector<T, N>,
    low: T,
    high: T,
}

impl<const N: usize, T: Scalar> MinMaxScaler<N, T> {
    /// Takes least and greatest value of each feature.
    ///
    /// # Errors
    ///
    /// [`SampleError::NoSamples`] without any sample, [`SampleError::NotFiniteFeature`] where a number is NaN
    /// or infinite.
    pub fn fit(samples: &[SVector<T, N>]) -> Result<Self, SampleError> {
        let mut min = check(samples)?;
        let mut max = min;
        for sample in samples {
            for i in 0..N {
                min[i] = if sample[i] < min[i] { sample[i] } else { min[i] };
                max[i] = if sample[i] > max[i] { sample[i] } else { max[i] };
            }
        }
        Ok(Self { min, max, low: T::ZERO, high: T::ONE })
    }

    /// Maps to `low..=high` instead.
    ///
    /// # Panics
    ///
    /// Unless `low < high`.
    #[must_use]
    #[track_caller]
    pub fn with_range(self, low: T, high: T) -> Self {
        assert!(low < high, "the range from {low} to {high} is empty");
        Self { low, high, ..self }
    }

    /// Maps the samples in place.
    pub fn transform(&self, samples: &mut [SVector<T, N>]) {
        for sample in samples {
            for (i, x) in sample.iter_mut().enumerate() {
                let (min, max) = (self.min[i], self.max[i]);
                let fraction = if is_constant(min, max) { *x - min } else { fraction(*x, min, max) };
                *x = between(fraction, self.low, self.high);
            }
        }
    }

    /// Undoes [`transform`](Self::transform), but for rounding.
    pub fn inverse_transform(&self, samples: &mut [SVector<T, N>]) {
        for sample in samples {
            for (i, x) in sample.iter_mut().enumerate() {
                let (min, max) = (self.min[i], self.max[i]);
                let fraction = fraction(*x, self.low, self.high);
                *x = if is_constant(min, max) { min + fraction } else { between(fraction, min, max) };
            }
        }
    }
}

/// Whether two numbers differ by no more than ten units in the last place of `f64`. scikit-learn's
/// `_handle_zeros_in_scale` has the same factor, but takes it of 1, so that small numbers would all be
/// constant.
fn is_constant<T: Scalar>(min: T, max: T) -> bool {
    let (min, max) = (min.to_f64(), max.to_f64());
    max * 0.5 - min * 0.5 <= 5.0 * f64::EPSILON * min.abs().max(max.abs())
}

/// The mean, and the root of the mean squared distance from it, 0 where it comes from rounding alone.
fn mean_and_deviation(numbers: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    // Divided by a power of two, which rounds nothing, so that no square and no sum becomes infinite or
    // vanishes.
    let largest = numbers.clone().fold(0.0, |largest: f64, x| largest.max(x.abs()));
    let unit = libm::exp2(f64::from(libm::ilogb(largest.max(f64::MIN_POSITIVE))));
    let numbers = numbers.map(|x| x / unit);
    let count = numbers.clone().count() as f64;
    // Around the first number, so that the mean of equal numbers is that number, without rounding.
    let first = numbers.clone().next().unwrap_or_default();
    let mean = first + numbers.clone().map(|x| x - first).sum::<f64>() / count;
    let variance = numbers.map(|x| (x - mean) * (x - mean)).sum::<f64>() / count;
    // scikit-learn's `_is_constant_feature`: the largest variance that rounding gives a constant feature.
    let rounding = count * mean * f64::EPSILON;
    let is_constant = variance <= count * f64::EPSILON * variance + rounding * rounding;
    (mean * unit, if is_constant { 0.0 } else { libm::sqrt(variance) * unit })
}

/// `(x − origin) / unit`, also where the difference is beyond the largest number.
fn ratio<T: Scalar>(x: T, origin: T, unit: T) -> T {
    let ratio = (x - origin) / unit;
    if ratio.is_finite() {
        return ratio;
    }
    let half = T::from_f64(0.5);
    (x * half - origin * half) / (unit * half)
}

/// `z · unit + origin`, also where the product is beyond the largest number.
fn sum<T: Scalar>(z: T, unit: T, origin: T) -> T {
    let sum = z * unit + origin;
    if sum.is_finite() {
        return sum;
    }
    let half = T::from_f64(0.5);
    (z * (unit * half) + origin * half) * T::from_f64(2.0)
}

/// Where `x` is on the way from `low` to `high`, which are at 0 and 1.
fn fraction<T: Scalar>(x: T, low: T, high: T) -> T {
    let extent = high - low;
    if extent.is_finite() {
        return ratio(x, low, extent);
    }
    let half = T::from_f64(0.5);
    (x * half - low * half) / (high * half - low * half)
}

/// The number at this fraction of the way from `low` to `high`.
fn between<T: Scalar>(fraction: T, low: T, high: T) -> T {
    let number = low + fraction * (high - low);
    if number.is_finite() { number } else { low * (T::ONE - fraction) + high * fraction }
}

/// The first sample, if there is one and every number is finite.
fn check<const N: usize, T: Scalar>(samples: &[SVector<T, N>]) -> Result<SVector<T, N>, SampleError> {
    for (index, sample) in samples.iter().enumerate() {
        if let Some(feature) = (0..N).find(|&feature| !sample[feature].is_finite()) {
            return Err(SampleError::NotFiniteFeature {
                sample: index,
                feature,
                found: sample[feature].to_f64(),
            });
        }
    }
    samples.first().copied().ok_or(SampleError::NoSamples)
}
