//! Samples and their targets, side by side.

use thiserror::Error;

/// Samples and targets do not pair up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("there are {samples} samples but {targets} targets")]
pub struct LengthMismatch {
    /// The number of samples.
    pub samples: usize,
    /// The number of targets.
    pub targets: usize,
}

/// Borrowed samples and targets, one target for each sample.
///
/// ```
/// use monograd::prelude::*;
///
/// let x = [SVector::from([0.0_f32, 1.0])];
/// let y = [SVector::from([1.0_f32])];
/// assert_eq!(Dataset::new(&x, &y)?.len(), 1);
/// assert!(Dataset::new(&x, &y[..0]).is_err());
/// # Ok::<(), monograd::Error>(())
/// ```
#[derive(Debug)]
pub struct Dataset<'a, X, Y> {
    pub(super) samples: &'a [X],
    pub(super) targets: &'a [Y],
}

impl<'a, X, Y> Dataset<'a, X, Y> {
    /// Pairs the samples with the targets.
    ///
    /// # Errors
    ///
    /// [`LengthMismatch`] when there are more of one than of the other.
    pub fn new(samples: &'a [X], targets: &'a [Y]) -> Result<Self, LengthMismatch> {
        if samples.len() == targets.len() {
            Ok(Self { samples, targets })
        } else {
            Err(LengthMismatch { samples: samples.len(), targets: targets.len() })
        }
    }

    /// The samples.
    #[must_use]
    pub fn samples(&self) -> &'a [X] {
        self.samples
    }

    /// The targets.
    #[must_use]
    pub fn targets(&self) -> &'a [Y] {
        self.targets
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
}

impl<X, Y> Clone for Dataset<'_, X, Y> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<X, Y> Copy for Dataset<'_, X, Y> {}
