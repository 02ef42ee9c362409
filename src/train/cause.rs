//! Which number was NaN or infinite, so that a step was not taken, and where.

use core::fmt;

use thiserror::Error;

use crate::optim::NotFinite;

/// Where in a training run something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
            Self::Batch { epoch, batch } => write!(f, " in epoch {}, batch {}", epoch + 1, batch + 1),
        }
    }
}

/// What is NaN or infinite, so that a step was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Cause {
    /// A feature of a sample.
    #[error("feature {feature} of sample {sample} is {found}")]
    Feature {
        /// The place of the sample in the batch, or in an epoch in the data set, from 0.
        sample: usize,
        /// The place of the feature, from 0.
        feature: usize,
        /// The number.
        found: f64,
    },
    /// A parameter, before the step.
    #[error("parameter {index} was {found} before the step")]
    Parameter {
        /// Its place in [`Network::parameters`](crate::Network::parameters).
        index: usize,
        /// The number.
        found: f64,
    },
    /// The mean loss of the batch.
    #[error("the loss became {0}")]
    Loss(f64),
    /// The gradient, or what the step would make of the parameters.
    #[error(transparent)]
    Optimizer(#[from] NotFinite),
}
