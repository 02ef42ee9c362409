//! Why a step of an optimiser is not taken.

use thiserror::Error;

/// What is NaN or infinite, so that an optimiser takes no step.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum NotFinite {
    /// The gradient.
    #[error("the gradient with respect to parameter {index} became {found}")]
    Gradient {
        /// The place of the parameter in [`Network::parameters`](crate::Network::parameters).
        index: usize,
        /// The derivative of the loss with respect to it.
        found: f64,
    },
    /// A parameter, or what the optimiser remembers about it, after the step.
    #[error("the step is so long that a parameter would not be finite after it")]
    Update,
}
