//! Training: the loss and gradient of a batch, a step of an optimiser, an epoch of shuffled mini-batches.

mod batch;
mod trainer;
mod workspace;

#[cfg(feature = "alloc")]
pub use trainer::Epoch;
pub use trainer::Trainer;
pub use workspace::Workspace;

/// The number of samples that go through the layers together, unless one says otherwise. A longer batch goes
/// through tile by tile.
pub const TILE: usize = 64;
