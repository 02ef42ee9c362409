//! Losses, each paired with the heads that it fits.
//!
//! | the network ends in | losses | target of a sample |
//! |---|---|---|
//! | `Softmax` | [`CrossEntropy`] | [`Class<N>`](crate::data::Class) |
//! | `Sigmoid` | [`BinaryCrossEntropy`] | `[bool; N]` |
//! | any layer but `Softmax` | [`MeanSquaredError`], [`MeanAbsoluteError`], [`Huber`] | `SVector<T, N>` |

mod binary_cross_entropy;
mod cross_entropy;
mod regression;

use bytemuck::Zeroable;

use crate::head::Head;
use crate::setting::SettingError;

pub use binary_cross_entropy::BinaryCrossEntropy;
pub use cross_entropy::CrossEntropy;
pub use regression::{Huber, MeanAbsoluteError, MeanSquaredError};

/// A loss for networks with the head `H`.
///
/// The loss of a batch is the mean over its samples; of a sample, the mean over its outputs where it has
/// several (`PyTorch`'s `reduction = "mean"`).
#[diagnostic::on_unimplemented(
    message = "the loss `{Self}` does not fit the end of this network",
    label = "not the loss for this network's last layer",
    note = "`CrossEntropy` wants a network that ends in `=> Softmax`, `BinaryCrossEntropy` one that ends in `=> Sigmoid`; \
            `MeanSquaredError`, `MeanAbsoluteError` and `Huber` want one that ends in neither, or in `=> Sigmoid`"
)]
pub trait Loss<H: Head>: Copy + Zeroable + Send + Sync {
    /// What the output of one sample is compared with.
    type Target: Copy + Zeroable + Send + Sync;

    /// Refuses settings that make no sense. A trainer asks before each step.
    ///
    /// # Errors
    ///
    /// [`SettingError`].
    fn check(&self) -> Result<(), SettingError> {
        Ok(())
    }

    /// Returns the sum of the samples' losses and writes `scale · ∂loss/∂logits` for each of them.
    ///
    /// # Shapes
    ///
    /// All three slices have one length: the number of samples.
    fn loss_and_gradient(
        &self,
        logits: &[H::Output],
        targets: &[Self::Target],
        scale: H::Scalar,
        d_logits: &mut [H::Output],
    ) -> H::Scalar;
}

/// The loss `L` itself, where it fits the head `H`.
///
/// The detour by way of the targets has a reason: where the loss does not fit, the compiler knows no targets
/// and so no type, and says nothing more about what is done with a trainer of that type. One mistake is one
/// error.
pub type Fitting<L, H> = <<L as Loss<H>>::Target as Then<L>>::Type;

/// From any type to the type `L`; see [`Fitting`].
#[doc(hidden)]
pub trait Then<L> {
    type Type;
}

impl<T, L> Then<L> for T {
    type Type = L;
}
