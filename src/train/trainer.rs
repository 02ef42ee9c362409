//! A trainer: everything that training keeps beside the network, in one place that the caller chooses.

#[cfg(feature = "alloc")]
use alloc::{boxed::Box, vec::Vec};

use bytemuck::Zeroable;
#[cfg(feature = "alloc")]
use rand::seq::SliceRandom;

use crate::aligned::Aligned;
use crate::data::Dataset;
use crate::loss::Loss;
use crate::network::{Network, TILE as DEFAULT_TILE};
use crate::optim::{Gradient, NotFinite, Optimizer, is_finite};
use crate::random::Rng;
#[cfg(feature = "alloc")]
use crate::scalar::Scalar;
use crate::threads;
use crate::train::Workspace;
use crate::train::batch::Batch;
use crate::train::error::Error;
use crate::train::workspace::Descent;
#[cfg(feature = "alloc")]
use crate::train::workspace::check_length;

/// Trains networks of the type `N`.
///
/// It holds the gradient, the optimiser's state and the activations of `TILE` samples; the network itself
/// stays yours. A step allocates nothing.
///
/// ```
/// use monograd::prelude::*;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// network! { struct Xor<2 => Linear(8) => Tanh => Linear(1) => Sigmoid>; }
///
/// let x = [[0.0, 0.0].into(), [0.0, 1.0].into(), [1.0, 0.0].into(), [1.0, 1.0].into()];
/// let t = [[false], [true], [true], [false]];
///
/// let mut net = Xor::init(&mut StdRng::seed_from_u64(1));
/// let mut trainer = net.trainer(BinaryCrossEntropy, Sgd::new(1.0));
/// for _ in 0..1000 {
///     trainer.step(&mut net, &x, &t)?;
/// }
/// assert!(net.predict(&x[1])[0] > 0.9);
/// # Ok::<(), monograd::Error>(())
/// ```
pub struct Trainer<N, L, O, const TILE: usize = DEFAULT_TILE>
where
    N: Network,
    O: Optimizer<N::Scalar>,
{
    /// The loss.
    pub loss: L,
    /// The optimiser; its learning rate may change from step to step.
    pub optimizer: O,
    epochs: usize,
    state: O::State<N>,
    gradient: Aligned<N>,
    samples: Aligned<[N::Input; TILE]>,
    workspace: Workspace<N, TILE>,
}

// SAFETY: every field is `Zeroable`: the loss by the bound, the optimiser and its state by their contracts,
// the network and the samples because they are `Pod`.
unsafe impl<N, L, O, const TILE: usize> Zeroable for Trainer<N, L, O, TILE>
where
    N: Network,
    L: Zeroable,
    O: Optimizer<N::Scalar>,
{
}

#[cfg(feature = "alloc")]
impl<N, L, O> Trainer<N, L, O>
where
    N: Network,
    O: Optimizer<N::Scalar>,
{
    /// A trainer for networks of this type, on the heap. It is made there and is never on the stack.
    #[must_use]
    pub fn new(_network: &N, loss: L, optimizer: O) -> Box<Self>
    where
        L: Loss<N::Head>,
    {
        Self::boxed(loss, optimizer)
    }
}

impl<N, L, O, const TILE: usize> Trainer<N, L, O, TILE>
where
    N: Network,
    L: Loss<N::Head>,
    O: Optimizer<N::Scalar>,
{
    /// [`new`](Trainer::new) with a tile of your own: fewer samples need less memory.
    ///
    /// Losses and gradients are summed tile by tile, so those of another tile may differ in their last bits.
    ///
    /// ```compile_fail,E0080
    /// use monograd::prelude::*;
    ///
    /// network! { struct Line<1 => Linear(1)>; }
    /// let trainer = Trainer::<Line, _, _, 0>::boxed(MeanSquaredError, Sgd::new(0.1));
    /// ```
    #[cfg(feature = "alloc")]
    #[must_use]
    pub fn boxed(loss: L, optimizer: O) -> Box<Self> {
        const { assert!(TILE > 0, "a tile of a trainer has at least one sample") };
        let mut trainer: Box<Self> = bytemuck::zeroed_box();
        trainer.loss = loss;
        trainer.optimizer = optimizer;
        trainer
    }

    /// A trainer for a `static`, where there is no heap. Elsewhere it would be on the stack first.
    ///
    /// ```
    /// use std::sync::Mutex;
    /// use monograd::prelude::*;
    ///
    /// network! { struct Line<1 => Linear(1)>; }
    ///
    /// static TRAINER: Mutex<Trainer<Line, MeanSquaredError, Sgd, 4>> =
    ///     Mutex::new(Trainer::in_static(MeanSquaredError, Sgd::new(0.1)));
    ///
    /// let mut net = Line::zeros();
    /// let loss = TRAINER.lock().unwrap().step(&mut net, &[[1.0].into()], &[[2.0].into()]);
    /// assert_eq!(loss.unwrap(), 4.0);
    /// ```
    ///
    /// # Panics
    ///
    /// When `TILE` is 0: while the `static` is compiled.
    #[must_use]
    #[track_caller]
    pub const fn in_static(loss: L, optimizer: O) -> Self {
        assert!(TILE > 0, "a tile of a trainer has at least one sample");
        let mut trainer: Self = bytemuck::zeroed();
        trainer.loss = loss;
        trainer.optimizer = optimizer;
        trainer
    }

    /// Takes one step on a batch of any length and returns the mean loss before it.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyBatch`], [`Error::LengthMismatch`], and, for a network with a `BatchNorm`,
    /// [`Error::BatchTooShort`]. [`Error::NotFinite`] when the loss is NaN or infinite, or a parameter, a
    /// running statistic or anything that the optimiser remembers would be so after the step.
    /// [`Error::Setting`] when a setting of loss or optimiser makes no sense. Whatever the error, network and
    /// optimiser are as before.
    pub fn step(
        &mut self,
        network: &mut N,
        x: &[N::Input],
        targets: &[L::Target],
    ) -> Result<N::Scalar, Error> {
        self.batch_step(network, &Batch::Contiguous(Dataset::new(x, targets)?), &mut [])
    }

    /// Takes one step; `targets` has room for those of the batch, where they must be picked.
    pub(crate) fn batch_step(
        &mut self,
        network: &mut N,
        batch: &Batch<'_, N::Input, L::Target>,
        targets: &mut [L::Target],
    ) -> Result<N::Scalar, Error> {
        if self.workspace.in_parallel {
            threads::awake(|| self.batch_step_on_this_thread(network, batch, targets))
        } else {
            self.batch_step_on_this_thread(network, batch, targets)
        }
    }

    fn batch_step_on_this_thread(
        &mut self,
        network: &mut N,
        batch: &Batch<'_, N::Input, L::Target>,
        targets: &mut [L::Target],
    ) -> Result<N::Scalar, Error> {
        const { assert!(TILE > 0, "a tile of a trainer has at least one sample") };
        let mean =
            self.parameter_step(network, batch, targets).map_err(|error| error.explained(network, batch))?;
        self.workspace.end_step(network);
        Ok(mean)
    }

    /// Takes a step, but for the buffers.
    fn parameter_step(
        &mut self,
        network: &mut N,
        batch: &Batch<'_, N::Input, L::Target>,
        targets: &mut [L::Target],
    ) -> Result<N::Scalar, Error> {
        let Self { loss, optimizer, state, gradient, samples, workspace, .. } = self;
        loss.check()?;
        optimizer.check()?;
        let samples = &mut samples.0;
        let mean = if let Some(learning_rate) = optimizer.plain()
            && batch.len() <= TILE
        {
            let tile = batch.tile::<N>(workspace.threads(), 0..batch.len(), samples, targets);
            match workspace.descend(network, loss, tile, learning_rate, gradient)? {
                Descent::Taken(mean) => return Ok(mean),
                Descent::Gradient(mean) => mean,
            }
        } else {
            workspace.batch_loss_and_gradient(network, loss, batch, gradient, samples, targets)?
        };
        if !is_finite(network.parameters()) {
            return Err(NotFinite::Update.into());
        }
        let gradient = Gradient::new(&mut **gradient)?.shared(workspace.threads());
        optimizer.step(state, network, gradient)?;
        Ok(mean)
    }

    /// Draws where the random numbers of the next steps start, for a network with a `Dropout`: `step` has no
    /// generator of its own. Each step has other masks; the same seed gives the same ones again.
    /// [`epoch`](Self::epoch) does this at its beginning.
    pub fn seed<R: Rng + ?Sized>(&mut self, rng: &mut R) {
        self.workspace.seed(rng);
    }

    /// The same trainer with steps on all threads of the [rayon] pool in which they are taken: the tiles of a
    /// batch go through the network side by side, and large layers are divided by samples or by columns.
    ///
    /// The bits are those of one thread, however many there are. It pays for layers of some hundred features
    /// and batches of some hundred samples, most with a tile as long as the batch:
    /// `Trainer::<Net, _, _, 256>::boxed(loss, optimizer).in_parallel()`. On the way back, convolutions share
    /// their tiles only. A network with a `BatchNorm`, which looks at whole batches, shares the work of its
    /// layers. A batch of several tiles needs room for all of them, which the first one allocates.
    ///
    /// ```
    /// use monograd::prelude::*;
    ///
    /// network! { struct Line<1 => Linear(1)>; }
    ///
    /// let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build()?;
    /// let (x, t) = (vec![[1.0].into(); 200], vec![[2.0].into(); 200]);
    /// let mut net = Line::zeros();
    /// let mut trainer = net.trainer(MeanSquaredError, Sgd::new(0.1)).in_parallel();
    /// let loss = pool.install(|| trainer.step(&mut net, &x, &t))?;
    /// assert_eq!(loss, 4.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [rayon]: https://docs.rs/rayon
    #[cfg(feature = "rayon")]
    #[must_use]
    pub fn in_parallel(mut self: Box<Self>) -> Box<Self> {
        self.workspace.in_parallel = true;
        self
    }

    /// The mean loss of data that the network does not learn from: see [`Workspace::evaluate`].
    pub fn evaluate(&mut self, network: &N, data: Dataset<'_, N::Input, L::Target>) -> f64 {
        self.workspace.evaluate(network, &self.loss, data)
    }

    /// The gradient of the mean loss of a batch, without a step.
    #[cfg(feature = "std")]
    pub(crate) fn batch_gradient(
        &mut self,
        network: &N,
        batch: &Batch<'_, N::Input, L::Target>,
        targets: &mut [L::Target],
    ) -> Result<&N, Error> {
        let Self { loss, gradient, samples, workspace, .. } = self;
        workspace.batch_loss_and_gradient(network, loss, batch, gradient, &mut samples.0, targets)?;
        Ok(gradient)
    }

    /// Goes once through the data in mini-batches, in an order drawn from `rng`. The last batch may be
    /// shorter; every sample counts once.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyBatch`] when there are no data or `batch_size` is 0; [`Error::BatchTooShort`] when a
    /// `BatchNorm` could make nothing of the last batch; both before anything is done. [`Error::NotFinite`],
    /// which names the epoch and the batch: the parameters are then those from before that batch.
    #[cfg(feature = "alloc")]
    pub fn epoch<R: Rng + ?Sized>(
        &mut self,
        network: &mut N,
        data: Dataset<'_, N::Input, L::Target>,
        batch_size: usize,
        rng: &mut R,
    ) -> Result<Epoch, Error> {
        self.epoch_with(network, data, batch_size, rng, |_| {})
    }

    /// [`epoch`](Self::epoch), calling `after_batch` with the number of samples seen so far.
    ///
    /// # Errors
    ///
    /// As [`epoch`](Self::epoch).
    #[cfg(feature = "alloc")]
    pub fn epoch_with<R: Rng + ?Sized>(
        &mut self,
        network: &mut N,
        data: Dataset<'_, N::Input, L::Target>,
        batch_size: usize,
        rng: &mut R,
        mut after_batch: impl FnMut(usize),
    ) -> Result<Epoch, Error> {
        check_batches::<N>(data.len(), batch_size)?;
        if N::NEEDS.draws {
            self.seed(rng);
        }
        let mut order = Vec::new();
        shuffle(&mut order, data.len(), rng);
        let mut targets = bytemuck::zeroed_vec(batch_size.min(data.len()));
        let mut report = Epoch { loss: 0.0, samples: 0, batches: 0 };
        for indices in order.chunks(batch_size) {
            let loss = self
                .batch_step(network, &Batch::Picked(data, indices), &mut targets)
                .map_err(|error| error.at(self.epochs, report.batches))?;
            report.loss += loss.to_f64() * indices.len() as f64;
            report.samples += indices.len();
            report.batches += 1;
            after_batch(report.samples);
        }
        report.loss /= report.samples as f64;
        self.epochs += 1;
        Ok(report)
    }
}

impl<N, L, O, const TILE: usize> core::fmt::Debug for Trainer<N, L, O, TILE>
where
    N: Network,
    L: core::fmt::Debug,
    O: Optimizer<N::Scalar> + core::fmt::Debug,
{
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Trainer")
            .field("loss", &self.loss)
            .field("optimizer", &self.optimizer)
            .field("epochs", &self.epochs)
            .finish_non_exhaustive()
    }
}

/// What one epoch gave.
#[cfg(feature = "alloc")]
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Epoch {
    /// The mean loss of the samples, each taken before the step that learned from it.
    pub loss: f64,
    /// The number of samples seen.
    pub samples: usize,
    /// The number of steps taken.
    pub batches: usize,
}

/// Refuses batches that a step would refuse, the last of an epoch included.
#[cfg(feature = "alloc")]
pub(crate) fn check_batches<N: Network>(samples: usize, batch_size: usize) -> Result<(), Error> {
    let least = N::NEEDS.least_samples;
    check_length(samples.min(batch_size), least)?;
    match samples % batch_size {
        0 => Ok(()),
        last => check_length(last, least),
    }
}

/// Makes `order` the numbers `0..len` in a random order.
#[cfg(feature = "alloc")]
pub(crate) fn shuffle<R: Rng + ?Sized>(order: &mut Vec<u32>, len: usize, rng: &mut R) {
    let len = u32::try_from(len).expect("a data set in memory has fewer than 2^32 samples");
    order.clear();
    order.extend(0..len);
    order.shuffle(rng);
}
