//! Training: the loss and gradient of a batch, a step of an optimiser, an epoch of shuffled mini-batches.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;

#[cfg(feature = "alloc")]
use crate::{
    loss::{Fitting, Loss},
    network::Network,
    optim::Optimizer,
};

// In the order of dependency.
mod cause;
#[cfg(feature = "std")]
mod history;
#[cfg(feature = "std")]
mod diverged;
mod error;
mod batch;
mod tile;
mod many;
mod workspace;
mod trainer;
#[cfg(feature = "alloc")]
mod rate_finder;
#[cfg(feature = "std")]
mod fit;

pub use cause::{Cause, Place};
#[cfg(feature = "std")]
pub use diverged::Diverged;
pub use error::Error;
#[cfg(feature = "std")]
pub use fit::{Fit, Step, Verdict};
#[cfg(feature = "std")]
pub use history::{Ended, EpochRecord, History};
#[cfg(feature = "alloc")]
pub use rate_finder::{RateCurve, RateFinder, RatePoint};
#[cfg(feature = "alloc")]
pub use trainer::Epoch;
pub use trainer::Trainer;
pub use workspace::Workspace;

pub use crate::network::TILE;

/// How a network gets its trainer: `net.trainer(CrossEntropy, Sgd::new(0.1))`.
#[cfg(feature = "alloc")]
pub trait Train: Network {
    /// A trainer for networks of this type, on the heap; see [`Trainer`].
    #[must_use]
    fn trainer<L, O>(&self, loss: L, optimizer: O) -> Box<Trainer<Self, Fitting<L, Self::Head>, O>>
    where
        L: Loss<Self::Head>,
        O: Optimizer<Self::Scalar>,
    {
        Trainer::boxed(loss, optimizer)
    }

    /// A whole training run for networks of this type, to be described and then started; see [`Fit`].
    #[cfg(feature = "std")]
    fn fit<'a, L, O>(&self, loss: L, optimizer: O) -> Fit<'a, Self, Fitting<L, Self::Head>, O>
    where
        L: Loss<Self::Head>,
        O: Optimizer<Self::Scalar>,
    {
        Fit::new(self, loss, optimizer)
    }
}

#[cfg(feature = "alloc")]
impl<N: Network> Train for N {}
