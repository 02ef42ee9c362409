//! Shuffled mini-batches, for training step by step.

use alloc::vec::Vec;

use rand::seq::SliceRandom;

use crate::data::Dataset;
use crate::random::Rng;

/// The batches of a data set, epoch after epoch, in buffers that are made once.
///
/// [`Trainer::epoch`](crate::train::Trainer::epoch) does all this for you; use `Batches` in a loop of your
/// own. It lends its buffers and is therefore not an [`Iterator`].
///
/// ```
/// use monograd::data::{Batches, make};
/// use monograd::prelude::*;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// network! { struct Moons<2 => Linear(8) => Tanh => Linear(2) => Softmax>; }
///
/// let mut rng = StdRng::seed_from_u64(1);
/// let data = make::moons(70, 0.1, &mut rng);
/// let mut net = Moons::init(&mut rng);
/// let mut trainer = net.trainer(CrossEntropy, Sgd::new(0.1));
/// let mut batches = Batches::new(data.as_dataset(), 32);
/// for epoch in 0..3 {
///     batches.shuffle(&mut rng);
///     while let Some(batch) = batches.next_batch() {
///         trainer.step(&mut net, batch.samples(), batch.targets())?;
///     }
/// }
/// # Ok::<(), monograd::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Batches<'a, X, Y> {
    data: Dataset<'a, X, Y>,
    /// The numbers of the pairs, in the order of this epoch.
    order: Vec<usize>,
    /// Where the next batch begins in the order.
    start: usize,
    batch_size: usize,
    samples: Vec<X>,
    targets: Vec<Y>,
}

impl<'a, X: Copy, Y: Copy> Batches<'a, X, Y> {
    /// Batches of `batch_size` pairs; the last one of an epoch may be shorter. The
    /// first epoch is in the order of the data unless [`shuffle`](Self::shuffle) is called before it.
    ///
    /// # Panics
    ///
    /// When `batch_size` is 0.
    #[must_use]
    #[track_caller]
    pub fn new(data: Dataset<'a, X, Y>, batch_size: usize) -> Self {
        assert!(batch_size > 0, "a batch must have at least one sample");
        let room = batch_size.min(data.len());
        Self {
            data,
            order: (0..data.len()).collect(),
            start: 0,
            batch_size,
            samples: Vec::with_capacity(room),
            targets: Vec::with_capacity(room),
        }
    }

    /// Begins a new epoch in a new random order.
    pub fn shuffle<R: Rng + ?Sized>(&mut self, rng: &mut R) {
        self.order.shuffle(rng);
        self.start = 0;
    }

    /// The number of batches of an epoch.
    #[must_use]
    pub fn count(&self) -> usize {
        self.order.len().div_ceil(self.batch_size)
    }

    /// The next batch of this epoch, or `None` at its end.
    pub fn next_batch(&mut self) -> Option<Dataset<'_, X, Y>> {
        let rest = &self.order[self.start..];
        if rest.is_empty() {
            return None;
        }
        let picked = &rest[..rest.len().min(self.batch_size)];
        self.start += picked.len();
        self.samples.clear();
        self.samples.extend(picked.iter().map(|&i| self.data.samples()[i]));
        self.targets.clear();
        self.targets.extend(picked.iter().map(|&i| self.data.targets()[i]));
        Some(Dataset { samples: &self.samples, targets: &self.targets })
    }
}
