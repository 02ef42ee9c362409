//! Why a step, or a training run, does not go on.

#[cfg(feature = "std")]
use alloc::{boxed::Box, string::String};

use thiserror::Error;

use crate::data::LengthMismatch;
use crate::optim::NotFinite;
use crate::setting::SettingError;
use crate::train::cause::{Cause, Place};
#[cfg(feature = "std")]
use crate::train::diverged::Diverged;
#[cfg(feature = "std")]
use crate::train::history::History;

/// Why a step was not taken, or why a training run ended early.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// A step needs at least one sample.
    #[error("the batch is empty: a step needs at least one sample, and an epoch a batch size of at least 1")]
    EmptyBatch,
    /// The statistics of a batch need more samples.
    #[error(
        "the batch has {found} sample, and a `BatchNorm` of vectors needs {least}: choose a batch size that leaves more for the last \
         batch of an epoch"
    )]
    BatchTooShort {
        /// The number of samples.
        found: usize,
        /// The least number of samples.
        least: usize,
    },
    /// The batch is larger than the tile of a network that looks at whole batches.
    #[cfg(not(feature = "alloc"))]
    #[error(
        "the batch has {found} samples, but without a heap a network with a `BatchNorm` takes {most}: make its tile larger"
    )]
    BatchTooLong {
        /// The number of samples.
        found: usize,
        /// The size of a tile.
        most: usize,
    },
    /// A step would learn what is NaN or infinite. It was not taken: the network and the optimiser are as
    /// before.
    #[error("{what}{place}; the network and the optimiser are as they were before this step")]
    NotFinite {
        /// Where in the training run.
        place: Place,
        /// What is not finite.
        what: Cause,
    },
    /// Samples and targets do not pair up.
    #[error(transparent)]
    LengthMismatch(#[from] LengthMismatch),
    /// A setting makes no sense.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// A training run diverged; the error carries its figures, and the history up to there.
    #[cfg(feature = "std")]
    #[error("{0}")]
    Diverged(Box<Diverged>),
    /// The metric that tells the best epoch was NaN or infinite in all of them.
    #[cfg(feature = "std")]
    #[error(
        "the metric `{metric}`, by which the best epoch is judged, was finite in none of {}; the network has the parameters of the last",
        history.epochs.len()
    )]
    NeverJudged {
        /// The name of the metric.
        metric: String,
        /// The epochs that were run.
        history: Box<History>,
    },
}

impl From<Cause> for Error {
    /// In a step of its own.
    fn from(what: Cause) -> Self {
        Self::NotFinite { place: Place::Step, what }
    }
}

impl From<NotFinite> for Error {
    /// In a step of its own.
    fn from(what: NotFinite) -> Self {
        Cause::from(what).into()
    }
}

impl Error {
    /// The same error with the place in the run where it happened.
    #[cfg(feature = "alloc")]
    pub(super) fn at(self, epoch: usize, batch: usize) -> Self {
        match self {
            Self::NotFinite { what, .. } => Self::NotFinite { place: Place::Batch { epoch, batch }, what },
            other => other,
        }
    }
}
