//! Everything that can go wrong at run time, which is only at the edges: data, files and settings.
//!
//! Shapes are checked when the program is compiled. Each part of the library has small errors of its own,
//! beside the code that raises them; here they are joined, so that `?` takes any of them. Every message is
//! one line that says what was found, where, and what was wanted, so that printing it is all that a program
//! needs to do.

use thiserror::Error;

#[cfg(feature = "alloc")]
use crate::data::SplitError;
#[cfg(feature = "csv")]
use crate::data::csv;
#[cfg(feature = "std")]
use crate::data::idx;
use crate::data::{LengthMismatch, NoSuchClass, SampleError};
#[cfg(feature = "std")]
use crate::file::FileError;
#[cfg(feature = "alloc")]
use crate::metrics::NotFiniteOutput;
use crate::optim::NotFinite;
#[cfg(feature = "plot")]
use crate::plot;
use crate::setting::SettingError;
use crate::train;

/// What went wrong, in any part of the library.
///
/// What the system refused about a file is always [`Error::File`], in every part of the library, and a
/// setting always [`Error::Setting`].
///
/// The message carries its cause, so [`source`](core::error::Error::source) is always `None` and nothing is
/// printed twice.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// A setting makes no sense.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// A number is not that of a class.
    #[error(transparent)]
    NoSuchClass(#[from] NoSuchClass),
    /// Samples and targets do not pair up.
    #[error(transparent)]
    LengthMismatch(#[from] LengthMismatch),
    /// Nothing can be learned or drawn from the samples.
    #[error(transparent)]
    Samples(#[from] SampleError),
    /// Data cannot be split.
    #[cfg(feature = "alloc")]
    #[error(transparent)]
    Split(#[from] SplitError),
    /// The system refused something about a file.
    #[cfg(feature = "std")]
    #[error(transparent)]
    File(#[from] FileError),
    /// A CSV table was not read.
    #[cfg(feature = "csv")]
    #[error(transparent)]
    Csv(csv::Error),
    /// An IDX file was not read.
    #[cfg(feature = "std")]
    #[error(transparent)]
    Idx(idx::Error),
    /// A step was not taken, or a training run ended early.
    #[error(transparent)]
    Train(train::Error),
    /// An output of a network names no class.
    #[cfg(feature = "alloc")]
    #[error(transparent)]
    NotFiniteOutput(#[from] NotFiniteOutput),
    /// A picture was not drawn, or not saved.
    #[cfg(feature = "plot")]
    #[error(transparent)]
    Plot(plot::Error),
}

#[cfg(feature = "csv")]
impl From<csv::Error> for Error {
    fn from(error: csv::Error) -> Self {
        match error {
            csv::Error::File(error) => error.into(),
            error => Self::Csv(error),
        }
    }
}

#[cfg(feature = "std")]
impl From<idx::Error> for Error {
    fn from(error: idx::Error) -> Self {
        match error {
            idx::Error::File(error) => error.into(),
            error => Self::Idx(error),
        }
    }
}

impl From<train::Error> for Error {
    fn from(error: train::Error) -> Self {
        match error {
            train::Error::Setting(error) => error.into(),
            train::Error::LengthMismatch(error) => error.into(),
            error => Self::Train(error),
        }
    }
}

impl From<NotFinite> for Error {
    /// In a step of its own.
    fn from(error: NotFinite) -> Self {
        Self::Train(error.into())
    }
}

#[cfg(feature = "plot")]
impl From<plot::Error> for Error {
    fn from(error: plot::Error) -> Self {
        match error {
            plot::Error::File(error) => error.into(),
            plot::Error::Samples(error) => error.into(),
            error => Self::Plot(error),
        }
    }
}
