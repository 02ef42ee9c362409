//! Samples and targets: labels that cannot lie, and pairs that match.

mod class;
mod dataset;

pub use class::Class;
pub use dataset::Dataset;
