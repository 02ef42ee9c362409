//! Samples and targets: labels that cannot lie, pairs that match, and files that are what they say.

mod class;
mod dataset;
#[cfg(feature = "std")]
pub mod idx;

pub use class::Class;
pub use dataset::Dataset;
