//! The loss of a batch and its gradient.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;

use bytemuck::Zeroable;

use crate::aligned::Aligned;
use crate::data::Dataset;
use crate::kernel::{Samples, dispatch};
use crate::layer::{Update, scalars, scalars_mut};
use crate::loss::Loss;
use crate::magnitude::Magnitude;
use crate::network::{Logits, Network, TILE as DEFAULT_TILE};
use crate::optim::{NotFinite, is_finite};
use crate::picks::SumOfSquares;
use crate::random::Rng;
use crate::scalar::Scalar;
use crate::threads::Threads;
use crate::train::batch::Batch;
use crate::train::cause::Cause;
use crate::train::error::Error;
use crate::train::many::Many;
use crate::train::tile::{Span, Tile};

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
///
/// A network that looks at whole batches, because of a `BatchNorm`, keeps the activations of all tiles of a
/// batch: the first batch longer than `TILE` allocates what is missing, once. Without the feature `alloc`
/// such a batch is an error.
pub struct Workspace<N: Network, const TILE: usize = DEFAULT_TILE> {
    /// Where the random numbers of the next batch start.
    key: u64,
    tile: Tile<N, TILE>,
    #[cfg(feature = "alloc")]
    room: Option<Box<Room<N, TILE>>>,
    /// Whether the threads of a pool share the work.
    pub(crate) in_parallel: bool,
    /// Whether the last batch is in the room, and not in the one tile.
    is_in_room: bool,
}

/// A step may copy up to this number of bytes of parameters. What goes into the gradient of 32 samples is
/// about as much.
const SMALL: usize = 8 << 10;

/// What became of a step.
pub(crate) enum Descent<T> {
    /// It was taken; the mean loss.
    Taken(T),
    /// There is a gradient; the mean loss.
    Gradient(T),
}

/// Room for batches whose tiles are side by side.
#[cfg(feature = "alloc")]
struct Room<N: Network, const TILE: usize> {
    tiles: Box<[Tile<N, TILE>]>,
    /// The samples of all tiles, where they must be picked.
    samples: Box<[N::Input]>,
}

// SAFETY: a key of 0 is a number, a tile is `Zeroable`, and an `Option<Box>` of zeros is `None`.
unsafe impl<N: Network, const TILE: usize> Zeroable for Workspace<N, TILE> {}

#[cfg(feature = "alloc")]
impl<N: Network> Workspace<N> {
    /// A workspace on the heap. It is made there and is never on the stack.
    #[must_use]
    pub fn new(_network: &N) -> Box<Self> {
        bytemuck::zeroed_box()
    }
}

impl<N: Network, const TILE: usize> Workspace<N, TILE> {
    /// Draws where the random numbers of the next batch start: the masks of a `Dropout`. Until it is called
    /// again, all batches have the same masks.
    pub fn seed<R: Rng + ?Sized>(&mut self, rng: &mut R) {
        self.key = rng.next_u64();
    }

    /// Ends a step: its statistics become part of the network's, and the next one draws other random numbers.
    pub(crate) fn end_step(&mut self, network: &mut N) {
        self.update_buffers(network);
        // An odd number comes by every key.
        self.key = self.key.wrapping_add(0x9E37_79B9_7F4A_7C15);
    }

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
            dispatch(Logits { network, x, y: &mut self.tile.logits[..x.len()] });
            self.tile.loss(loss, targets, 1);
            sum += self.tile.sum.to_f64();
        }
        sum / data.len() as f64
    }

    /// Overwrites `gradient` with the gradient of the mean loss, and returns that loss. Batches may have any
    /// length: each tile of samples adds its share.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyBatch`], [`Error::NotFinite`] when the loss is NaN or infinite, and, for a network with
    /// a `BatchNorm`, [`Error::BatchTooShort`].
    pub fn loss_and_gradient<L: Loss<N::Head>>(
        &mut self,
        network: &N,
        loss: &L,
        data: Dataset<'_, N::Input, L::Target>,
        gradient: &mut N,
    ) -> Result<N::Scalar, Error> {
        self.batch_loss_and_gradient(network, loss, &Batch::Contiguous(data), gradient, &mut [], &mut [])
    }

    /// Takes over what the last batch said about the network's buffers, such as the running statistics of a
    /// `BatchNorm`: for loops of your own, after each step. Another network is left as it is.
    pub fn update_buffers(&self, network: &mut N) {
        network.update_buffers(&self.last_tile().inside);
    }

    /// [`loss_and_gradient`](Self::loss_and_gradient) with buffers for picked samples of a tile, and for
    /// picked targets of all.
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
        check_length(total, N::NEEDS.least_samples)?;
        let threads = self.threads();
        threads.fill(scalars_mut(gradient), N::Scalar::ZERO);
        if total > TILE && (N::NEEDS.rounds > 1 || self.in_parallel) {
            let mut many = self.many::<L>(batch, targets)?;
            let sum = many.there_and_back(network, loss, gradient);
            many.gradient(network, gradient);
            return Ok(mean_loss(sum, total)?);
        }
        let mut sum = 0.0;
        for before in (0..total).step_by(TILE) {
            let (x, targets) = batch.tile::<N>(threads, before..total.min(before + TILE), samples, targets);
            let span = Span { before, total, key: self.key, threads };
            self.tile.there_and_back(network, loss, (x, targets), span, Some(gradient), None);
            sum += self.tile.sum.to_f64();
            network.gradient(self.tile.pass_again((x, None), span), gradient);
        }
        self.is_in_room = false;
        Ok(mean_loss(sum, total)?)
    }

    /// Takes a step of plain gradient descent on a single tile, where it is known that everything is finite
    /// after it. Else only the gradient is written, to `scratch`.
    pub(crate) fn descend<L: Loss<N::Head>>(
        &mut self,
        network: &mut N,
        loss: &L,
        (x, targets): (Samples<'_, N::Input>, &[L::Target]),
        learning_rate: N::Scalar,
        scratch: &mut N,
    ) -> Result<Descent<N::Scalar>, Error> {
        let total = x.len();
        check_length(total, N::NEEDS.least_samples)?;
        let span = Span { before: 0, total, key: self.key, threads: self.threads() };
        let squares = SumOfSquares::default();
        self.tile.there_and_back(network, loss, (x, targets), span, Some(scratch), Some(&squares));
        self.is_in_room = false;
        if const { size_of::<N>() <= SMALL } {
            return Ok(Descent::Taken(self.descend_and_look(network, x, span, learning_rate, scratch)?));
        }
        let mean = mean_loss(self.tile.sum.to_f64(), total)?;
        let mut magnitude = Magnitude::default();
        let update = Update::Measure { layer: &*network, scratch: &mut *scratch, magnitude: &mut magnitude };
        N::update(update, self.tile.pass_again((x, Some(&squares)), span));
        let bound = magnitude.bound();
        if bound <= N::Scalar::HEADROOM && learning_rate.to_f64().abs() * bound <= N::Scalar::HEADROOM {
            let update = Update::Descend { layer: network, learning_rate: learning_rate.to_f64(), scratch };
            N::update(update, self.tile.pass_again((x, None), span));
            return Ok(Descent::Taken(mean));
        }
        scalars_mut(scratch).fill(N::Scalar::ZERO);
        network.gradient(self.tile.pass_again((x, None), span), scratch);
        Ok(Descent::Gradient(mean))
    }

    /// The same for few parameters: a copy of them is cheaper than a look at all that goes into the gradient.
    #[inline(never)]
    fn descend_and_look(
        &mut self,
        network: &mut N,
        x: Samples<'_, N::Input>,
        span: Span,
        learning_rate: N::Scalar,
        scratch: &mut N,
    ) -> Result<N::Scalar, Cause> {
        let before = Aligned(*network);
        let update = Update::Descend { layer: &mut *network, learning_rate: learning_rate.to_f64(), scratch };
        N::update(update, self.tile.pass_again((x, None), span));
        // Only now, while the processor is still busy with the parameters.
        let mean = mean_loss(self.tile.sum.to_f64(), x.len());
        if mean.is_ok() && is_finite(scalars(network)) {
            return mean;
        }
        *network = before.0;
        mean.and(Err(NotFinite::Update.into()))
    }

    /// A batch with all of its tiles side by side. The first one that is so long allocates.
    #[cfg(feature = "alloc")]
    #[allow(clippy::unnecessary_wraps, reason = "without a heap there is no room")]
    fn many<'a, L: Loss<N::Head>>(
        &'a mut self,
        batch: &'a Batch<'a, N::Input, L::Target>,
        targets: &'a mut [L::Target],
    ) -> Result<Many<'a, N, L, TILE>, Error> {
        let (total, count) = (batch.len(), batch.len().div_ceil(TILE));
        if self.room.as_ref().is_none_or(|room| room.tiles.len() < count) {
            self.room = Some(Box::new(Room {
                tiles: bytemuck::zeroed_slice_box(count),
                samples: bytemuck::zeroed_slice_box(count * TILE),
            }));
        }
        let Room { tiles, samples } = self.room.as_deref_mut().expect("it was made above");
        let threads = Threads::many(self.in_parallel);
        let (x, targets) = batch.side_by_side(threads, 0..total, samples, targets);
        self.is_in_room = true;
        Ok(Many { tiles: &mut tiles[..count], x, targets, key: self.key, threads })
    }

    /// Without a heap there is room for one tile.
    #[cfg(not(feature = "alloc"))]
    fn many<'a, L: Loss<N::Head>>(
        &'a mut self,
        batch: &'a Batch<'a, N::Input, L::Target>,
        _targets: &'a mut [L::Target],
    ) -> Result<Many<'a, N, L, TILE>, Error> {
        Err(Error::BatchTooLong { found: batch.len(), most: TILE })
    }

    /// Who shares the work.
    pub(crate) fn threads(&self) -> Threads {
        Threads::many(self.in_parallel)
    }

    /// A tile of the last batch.
    fn last_tile(&self) -> &Tile<N, TILE> {
        #[cfg(feature = "alloc")]
        if let (true, Some(room)) = (self.is_in_room, &self.room) {
            return &room.tiles[0];
        }
        &self.tile
    }
}

impl<N: Network, const TILE: usize> core::fmt::Debug for Workspace<N, TILE> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Workspace").field("tile", &TILE).finish_non_exhaustive()
    }
}

/// Refuses a batch of fewer samples than a network can learn from.
pub(crate) fn check_length(found: usize, least: usize) -> Result<(), Error> {
    match found {
        0 => Err(Error::EmptyBatch),
        _ if found < least => Err(Error::BatchTooShort { found, least }),
        _ => Ok(()),
    }
}

/// The mean of a sum of losses, where it is a number.
fn mean_loss<T: Scalar>(sum: f64, samples: usize) -> Result<T, Cause> {
    let mean = T::from_f64(sum / samples as f64);
    if mean.is_finite() { Ok(mean) } else { Err(Cause::Loss(mean.to_f64())) }
}
