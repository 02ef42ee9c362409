//! Putting every feature on one scale: standardising, and mapping to a range.
//!
//! Both scalers are plain values without a heap, so that a scaler can be kept with its network. Fit them on the
//! training samples alone, then transform all others with the same numbers. They fit targets of a regression
//! as well, and [`inverse_transform`](StandardScaler::inverse_transform) turns its outputs back.

use nalgebra::SVector;

use crate::error::Error;
use crate::scalar::Scalar;

/// Standardises: `z = (x − mean) / deviation` for each feature, which gives the training samples mean 0 and
/// variance 1.
///
/// The deviation is the root of the mean squared distance from the mean (divided by the number of samples, as in
/// scikit-learn). A feature that is the same in all training samples has the deviation 1: it becomes 0, and
/// another value in later samples keeps its distance.
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
    /// [`Error::NoSamples`] without any sample, [`Error::NotFiniteFeature`] where a number is NaN or infinite.
    pub fn fit(samples: &[SVector<T, N>]) -> Result<Self, Error> {
        let mut scaler = Self { mean: check(samples)?, deviation: SVector::repeat(T::ONE) };
        for feature in 0..N {
            let numbers = || samples.iter().map(|sample| sample[feature].to_f64());
            let count = samples.len() as f64;
            // Around the first sample, so that the mean of equal numbers is that number, without rounding.
            let first = scaler.mean[feature].to_f64();
            let mean = first + numbers().map(|x| x - first).sum::<f64>() / count;
            let squares: f64 = numbers().map(|x| (x - mean) * (x - mean)).sum();
            let deviation = T::from_f64(libm::sqrt(squares / count));
            scaler.mean[feature] = T::from_f64(mean);
            // Not `squares`, which may vanish in `T`.
            if deviation > T::ZERO {
                scaler.deviation[feature] = deviation;
            }
        }
        Ok(scaler)
    }

    /// Standardises the samples where they stand.
    pub fn transform(&self, samples: &mut [SVector<T, N>]) {
        for sample in samples {
            *sample = SVector::from_fn(|i, _| (sample[i] - self.mean[i]) / self.deviation[i]);
        }
    }

    /// Undoes [`transform`](Self::transform), but for rounding.
    pub fn inverse_transform(&self, samples: &mut [SVector<T, N>]) {
        for sample in samples {
            *sample = SVector::from_fn(|i, _| sample[i] * self.deviation[i] + self.mean[i]);
        }
    }
}

/// Maps each feature to a range: `z = low + (x − min) / (max − min) · (high − low)`, by default to `0..=1`.
///
/// `min` and `max` are those of the training samples; later samples may lie outside and then leave the range. A
/// feature that is the same in all training samples becomes `low`, and another value in later samples keeps its
/// distance, times `high − low`, as in scikit-learn.
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
    /// `max − min` of each feature, 1 where it was 0.
    pub extent: SVector<T, N>,
    low: T,
    high: T,
}

impl<const N: usize, T: Scalar> MinMaxScaler<N, T> {
    /// Takes least and greatest value of each feature.
    ///
    /// # Errors
    ///
    /// [`Error::NoSamples`] without any sample, [`Error::NotFiniteFeature`] where a number is NaN or infinite.
    pub fn fit(samples: &[SVector<T, N>]) -> Result<Self, Error> {
        let mut min = check(samples)?;
        let mut max = min;
        for sample in samples {
            for i in 0..N {
                min[i] = if sample[i] < min[i] { sample[i] } else { min[i] };
                max[i] = if sample[i] > max[i] { sample[i] } else { max[i] };
            }
        }
        let extent = SVector::from_fn(|i, _| if max[i] > min[i] { max[i] - min[i] } else { T::ONE });
        Ok(Self { min, extent, low: T::ZERO, high: T::ONE })
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

    /// Maps the samples where they stand.
    pub fn transform(&self, samples: &mut [SVector<T, N>]) {
        let size = self.high - self.low;
        for sample in samples {
            *sample = SVector::from_fn(|i, _| self.low + (sample[i] - self.min[i]) / self.extent[i] * size);
        }
    }

    /// Undoes [`transform`](Self::transform), but for rounding.
    pub fn inverse_transform(&self, samples: &mut [SVector<T, N>]) {
        let size = self.high - self.low;
        for sample in samples {
            *sample = SVector::from_fn(|i, _| self.min[i] + (sample[i] - self.low) / size * self.extent[i]);
        }
    }
}

/// The first sample, if there is one and every number is finite.
fn check<const N: usize, T: Scalar>(samples: &[SVector<T, N>]) -> Result<SVector<T, N>, Error> {
    for (index, sample) in samples.iter().enumerate() {
        if let Some(feature) = (0..N).find(|&feature| !sample[feature].is_finite()) {
            return Err(Error::NotFiniteFeature { sample: index, feature, found: sample[feature].to_f64() });
        }
    }
    samples.first().copied().ok_or(Error::NoSamples)
}
