//! The loss of a tile of samples and its gradient.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;

use bytemuck::Zeroable;

use crate::aligned::Aligned;
use crate::data::Dataset;
use crate::error::{Error, Place};
use crate::layer::{Pass, scalars_mut};
use crate::loss::Loss;
use crate::network::{Network, TILE as DEFAULT_TILE};
use crate::scalar::Scalar;
use crate::train::batch::Batch;

/// The activations of up to `TILE` samples and their gradients: all that training needs beside the
/// parameters and a gradient.
///
/// ```
/// use monograd::prelude::*;
///
/// network! { struct Line<1 => line: Linear(1)>; }
///
/// let net = Line::zeros();
/// let mut gradient = Line::zeros();
/// let (x, t) = ([[2.0].into(), [4.0].into()], [[1.0].into(), [3.0].into()]);
/// let loss = Workspace::new(&*net).loss_and_gradient(
///     &net, &MeanSquaredError, Dataset::new(&x, &t)?, &mut gradient)?;
///
/// assert_eq!(loss, (1.0 + 9.0) / 2.0);
/// assert_eq!(gradient.line.weight, [[-2.0 * (1.0 * 2.0 + 3.0 * 4.0) / 2.0]].into());
/// # Ok::<(), monograd::Error>(())
/// ```
pub struct Workspace<N: Network, const TILE: usize = DEFAULT_TILE> {
    logits: Aligned<[N::Output; TILE]>,
    d_logits: Aligned<[N::Output; TILE]>,
    inside: N::Workspace<TILE>,
}

// SAFETY: samples are `Pod`, and a layer's workspace is `Zeroable` by its contract.
unsafe impl<N: Network, const TILE: usize> Zeroable for Workspace<N, TILE> {}

#[cfg(feature = "alloc")]
impl<N: Network> Workspace<N> {
    /// A workspace on the heap. It is made there and never stands on the stack.
    #[must_use]
    pub fn new(_network: &N) -> Box<Self> {
        bytemuck::zeroed_box()
    }
}

impl<N: Network, const TILE: usize> Workspace<N, TILE> {
    /// The mean loss of data that the network does not learn from: the samples go through it as inference
    /// takes them. It is NaN for no samples, and may be infinite.
    pub fn evaluate<L: Loss<N::Head>>(
        &mut self,
        network: &N,
        loss: &L,
        data: Dataset<'_, N::Input, L::Target>,
    ) -> f64 {
        let mut sum = 0.0;
        for (x, targets) in data.samples().chunks(TILE).zip(data.targets().chunks(TILE)) {
            let (logits, d_logits) = (&mut self.logits[..x.len()], &mut self.d_logits[..x.len()]);
            network.forward(x, logits);
            sum += loss.loss_and_gradient(logits, targets, N::Scalar::ONE, d_logits).to_f64();
        }
        sum / data.len() as f64
    }

    /// Overwrites `gradient` with the gradient of the mean loss, and returns that loss. Batches may have any
    /// length: each tile of samples adds its share.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyBatch`], and [`Error::NotFinite`] when the loss is NaN or infinite.
    pub fn loss_and_gradient<L: Loss<N::Head>>(
        &mut self,
        network: &N,
        loss: &L,
        data: Dataset<'_, N::Input, L::Target>,
        gradient: &mut N,
    ) -> Result<N::Scalar, Error> {
        self.batch_loss_and_gradient(network, loss, &Batch::Contiguous(data), gradient, &mut [], &mut [])
    }

    /// [`loss_and_gradient`](Self::loss_and_gradient) with buffers for a tile of picked samples.
    pub(crate) fn batch_loss_and_gradient<L: Loss<N::Head>>(
        &mut self,
        network: &N,
        loss: &L,
        batch: &Batch<'_, N::Input, L::Target>,
        gradient: &mut N,
        samples: &mut [N::Input],
        targets: &mut [L::Target],
    ) -> Result<N::Scalar, Error> {
        let total = batch.len();
        scalars_mut(gradient).fill(N::Scalar::ZERO);
        let mut sum = N::Scalar::ZERO;
        for start in (0..total).step_by(TILE) {
            let (x, targets) = batch.tile(start..total.min(start + TILE), samples, targets);
            sum += self.forward(network, loss, x, targets, total);
            self.backward(network, x);
            network.gradient(self.pass(x), gradient);
        }
        mean_loss(sum, total)
    }

    /// Takes a step of plain gradient descent on a single tile and returns the mean loss. Nothing is changed
    /// when the loss is not finite.
    pub(crate) fn descend<L: Loss<N::Head>>(
        &mut self,
        network: &mut N,
        loss: &L,
        (x, targets): (&[N::Input], &[L::Target]),
        learning_rate: N::Scalar,
        scratch: &mut N,
    ) -> Result<N::Scalar, Error> {
        let sum = self.forward(network, loss, x, targets, x.len());
        let mean = mean_loss(sum, x.len())?;
        self.backward(network, x);
        network.descend(self.pass(x), learning_rate, scratch);
        Ok(mean)
    }

    /// Runs a tile forward and leaves the gradient of the logits, for a mean over `total` samples, behind.
    /// Returns the sum of the samples' losses.
    fn forward<L: Loss<N::Head>>(
        &mut self,
        network: &N,
        loss: &L,
        x: &[N::Input],
        targets: &[L::Target],
        total: usize,
    ) -> N::Scalar {
        let (logits, d_logits) = (&mut self.logits[..x.len()], &mut self.d_logits[..x.len()]);
        network.forward_training(x, logits, &mut self.inside);
        loss.loss_and_gradient(logits, targets, N::Scalar::from_f64(1.0 / total as f64), d_logits)
    }

    /// Runs the same tile back. The gradient of the samples themselves is never asked for.
    fn backward(&mut self, network: &N, x: &[N::Input]) {
        network.backward_inside(self.pass(x));
    }

    fn pass<'a>(&'a mut self, x: &'a [N::Input]) -> Pass<'a, N, TILE> {
        Pass { x, y: &self.logits[..x.len()], dy: &self.d_logits[..x.len()], workspace: &mut self.inside }
    }
}

impl<N: Network, const TILE: usize> core::fmt::Debug for Workspace<N, TILE> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Workspace").field("tile", &TILE).finish_non_exhaustive()
    }
}

/// The mean of a sum of losses, if there is one.
fn mean_loss<T: Scalar>(sum: T, samples: usize) -> Result<T, Error> {
    if samples == 0 {
        return Err(Error::EmptyBatch);
    }
    let mean = sum * T::from_f64(1.0 / samples as f64);
    if mean.is_finite() {
        Ok(mean)
    } else {
        Err(Error::NotFinite { place: Place::Step, loss: mean.to_f64() })
    }
}
