//! Samples and targets that one value holds, so that pairs stay together.

use alloc::vec::Vec;

use rand::RngExt;

use crate::data::Dataset;
use crate::data::dataset::LengthMismatch;
use crate::random::Rng;

/// Samples and targets, one target for each sample: what files, generators and splits give.
///
/// ```
/// use monograd::data::OwnedDataset;
///
/// let data: OwnedDataset<f64, bool> = [(0.5, true), (-1.0, false)].into_iter().collect();
/// let data = data.map_targets(|is_positive| if is_positive { "+" } else { "-" });
/// assert_eq!(data.samples(), [0.5, -1.0]);
/// assert_eq!(data.as_dataset().targets(), ["+", "-"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedDataset<X, Y> {
    pub(super) samples: Vec<X>,
    pub(super) targets: Vec<Y>,
}

impl<X, Y> OwnedDataset<X, Y> {
    /// Pairs the samples with the targets.
    ///
    /// # Errors
    ///
    /// [`LengthMismatch`] when there are more of one than of the other.
    pub fn new(samples: Vec<X>, targets: Vec<Y>) -> Result<Self, LengthMismatch> {
        Dataset::new(&samples, &targets)?;
        Ok(Self { samples, targets })
    }

    /// What a network trains on.
    #[must_use]
    pub fn as_dataset(&self) -> Dataset<'_, X, Y> {
        Dataset { samples: &self.samples, targets: &self.targets }
    }

    /// The samples and the targets.
    #[must_use]
    pub fn into_parts(self) -> (Vec<X>, Vec<Y>) {
        (self.samples, self.targets)
    }

    /// The samples.
    #[must_use]
    pub fn samples(&self) -> &[X] {
        &self.samples
    }

    /// The samples, to change them in place.
    #[must_use]
    pub fn samples_mut(&mut self) -> &mut [X] {
        &mut self.samples
    }

    /// The targets.
    #[must_use]
    pub fn targets(&self) -> &[Y] {
        &self.targets
    }

    /// The targets, to change them in place.
    #[must_use]
    pub fn targets_mut(&mut self) -> &mut [Y] {
        &mut self.targets
    }

    /// The number of pairs.
    #[must_use]
    pub fn len(&self) -> usize {
        self.samples.len()
    }

    /// Whether there is no pair.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }

    /// Adds a pair at the end.
    pub fn push(&mut self, sample: X, target: Y) {
        self.samples.push(sample);
        self.targets.push(target);
    }

    /// The same pairs with other samples.
    #[must_use]
    pub fn map_samples<Z>(self, map: impl FnMut(X) -> Z) -> OwnedDataset<Z, Y> {
        OwnedDataset { samples: self.samples.into_iter().map(map).collect(), targets: self.targets }
    }

    /// The same pairs with other targets.
    #[must_use]
    pub fn map_targets<Z>(self, map: impl FnMut(Y) -> Z) -> OwnedDataset<X, Z> {
        OwnedDataset { samples: self.samples, targets: self.targets.into_iter().map(map).collect() }
    }

    /// Brings the pairs into a random order, in place (Fisher and Yates).
    pub fn shuffle<R: Rng + ?Sized>(&mut self, rng: &mut R) {
        for last in (1..self.len()).rev() {
            let other = rng.random_range(0..=last);
            self.samples.swap(last, other);
            self.targets.swap(last, other);
        }
    }
}

impl<X, Y> Default for OwnedDataset<X, Y> {
    /// Without any pair.
    fn default() -> Self {
        Self { samples: Vec::new(), targets: Vec::new() }
    }
}

impl<X: Clone, Y: Clone> From<Dataset<'_, X, Y>> for OwnedDataset<X, Y> {
    fn from(data: Dataset<'_, X, Y>) -> Self {
        Self { samples: data.samples().to_vec(), targets: data.targets().to_vec() }
    }
}

impl<'a, X, Y> From<&'a OwnedDataset<X, Y>> for Dataset<'a, X, Y> {
    fn from(data: &'a OwnedDataset<X, Y>) -> Self {
        data.as_dataset()
    }
}

impl<X, Y> FromIterator<(X, Y)> for OwnedDataset<X, Y> {
    fn from_iter<I: IntoIterator<Item = (X, Y)>>(pairs: I) -> Self {
        let (samples, targets) = pairs.into_iter().unzip();
        Self { samples, targets }
    }
}

impl<X, Y> Extend<(X, Y)> for OwnedDataset<X, Y> {
    fn extend<I: IntoIterator<Item = (X, Y)>>(&mut self, pairs: I) {
        pairs.into_iter().for_each(|(sample, target)| self.push(sample, target));
    }
}
