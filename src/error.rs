//! Everything that can go wrong at run time, which is only at the edges: data and files.

use core::fmt;

use thiserror::Error;

/// What went wrong.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// A step needs at least one sample.
    #[error("the batch is empty: a training step needs at least one sample")]
    EmptyBatch,
    /// Samples and targets do not pair up.
    #[error("there are {samples} samples but {targets} targets")]
    LengthMismatch {
        /// The number of samples.
        samples: usize,
        /// The number of targets.
        targets: usize,
    },
    /// A number is not that of a class.
    #[error("class {found} does not exist; there are {classes} classes, counted from 0")]
    NoSuchClass {
        /// The number.
        found: usize,
        /// How many classes there are.
        classes: usize,
    },
    /// A loss became NaN or infinite; the parameters are those from before the step.
    #[error("the loss became {loss}{place}; the parameters are those from before this step")]
    NotFinite {
        /// Where in the training.
        place: Place,
        /// What the loss became.
        loss: f64,
    },
}

/// Where in a training something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a step of its own.
    Step,
    /// In an epoch.
    Batch {
        /// The epoch, counted from 0.
        epoch: usize,
        /// The batch within the epoch, counted from 0.
        batch: usize,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step => Ok(()),
            Self::Batch { epoch, batch } => write!(f, " in epoch {epoch}, batch {batch}"),
        }
    }
}

impl Error {
    /// The same error with the place in the training where it happened.
    #[cfg(feature = "alloc")]
    pub(crate) fn at(self, epoch: usize, batch: usize) -> Self {
        match self {
            Self::NotFinite { loss, .. } => Self::NotFinite { place: Place::Batch { epoch, batch }, loss },
            other => other,
        }
    }
}
