//! What a layer takes beyond one look at one tile: rounds over the whole batch, random numbers, buffers,
//! room.

use crate::picks::Picks;
use crate::threads::Threads;

/// What a layer needs of its caller. Most layers need nothing.
///
/// A chain needs what its layers need, together, and room for what goes from one to the next in inference:
///
/// ```
/// use monograd::prelude::*;
///
/// network! { struct Net<4 => Linear(8) => BatchNorm => ReLU => Dropout(0.2) => Linear(2)>; }
///
/// assert_eq!((Net::NEEDS.rounds, Net::NEEDS.draws), (2, true));
/// assert_eq!((Net::NEEDS.buffers, Net::NEEDS.least_samples), (2 * 8, 2));
/// assert_eq!(Net::NEEDS.scratch, 8 + 8);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Needs {
    /// How often the tiles of a batch come to the layer on their way forward, and on their way back. A layer
    /// that must have seen the whole batch before it answers takes 2.
    pub rounds: usize,
    /// Whether training draws random numbers.
    pub draws: bool,
    /// How many of the layer's scalars are measured in training and not learned: `PyTorch` calls them
    /// buffers. They are the last ones, after the parameters.
    pub buffers: usize,
    /// The least number of samples in a batch.
    pub least_samples: usize,
    /// How many scalars inference needs for each sample beside `x` and `y`: what goes from layer to layer
    /// inside.
    pub scratch: usize,
}

impl Needs {
    /// One round, and nothing else.
    pub const NOTHING: Self = Self { rounds: 1, draws: false, buffers: 0, least_samples: 1, scratch: 0 };

    /// The same with this many rounds.
    ///
    /// # Panics
    ///
    /// When there are none: where a constant says so, the crate does not compile.
    #[must_use]
    pub const fn rounds(self, rounds: usize) -> Self {
        assert!(rounds > 0, "a layer looks at each tile at least once");
        Self { rounds, ..self }
    }

    /// The same with random numbers.
    #[must_use]
    pub const fn draws(self) -> Self {
        Self { draws: true, ..self }
    }

    /// The same with this many buffers.
    #[must_use]
    pub const fn buffers(self, buffers: usize) -> Self {
        Self { buffers, ..self }
    }

    /// The same for batches of at least this many samples.
    #[must_use]
    pub const fn least_samples(self, least_samples: usize) -> Self {
        Self { least_samples, ..self }
    }

    /// The same with this many scalars of scratch more.
    #[must_use]
    pub const fn scratch(self, scalars: usize) -> Self {
        Self { scratch: self.scratch + scalars, ..self }
    }

    /// What two layers need, one after the other.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            rounds: self.rounds + other.rounds - 1,
            draws: self.draws || other.draws,
            buffers: self.buffers + other.buffers,
            least_samples: larger(self.least_samples, other.least_samples),
            scratch: larger(self.scratch, other.scratch),
        }
    }

    /// What `n` such layers need, one after the other.
    #[must_use]
    pub const fn times(self, n: usize) -> Self {
        Self { rounds: (self.rounds - 1) * n + 1, buffers: self.buffers * n, ..self }
    }

    /// Fails to compile if the layer needs rounds or random numbers, which its caller does not know of.
    pub(crate) const fn assert_nothing(self) {
        assert!(
            self.rounds == 1 && !self.draws,
            "a layer that draws random numbers or looks at whole batches is trained in rounds: see `Round::new`"
        );
    }
}

const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

/// One round of a tile over a layer in training: which tile of which batch it is, and what its batch shares.
///
/// The rounds of a batch follow each other, and in each of them its tiles follow each other.
#[derive(Debug)]
pub struct Round<'a, L> {
    index: usize,
    before: usize,
    total: usize,
    key: u64,
    threads: Threads,
    picks: Picks<'a>,
    gradient: Option<&'a mut L>,
}

impl<'a, L> Round<'a, L> {
    /// A round of a tile with `before` samples of the batch's `total` before it. The random numbers start at
    /// `key`. A trainer calls this; so does a test of a layer alone.
    #[must_use]
    pub fn new(index: usize, before: usize, total: usize, key: u64, gradient: Option<&'a mut L>) -> Self {
        Self { index, before, total, key, threads: Threads::ONE, picks: Picks::NONE, gradient }
    }

    /// The same for samples that were picked: `x` is the data set that they were picked from.
    #[inline]
    pub(crate) fn picked(self, picks: Picks<'a>) -> Self {
        Self { picks, ..self }
    }

    /// The same where threads share the work of a layer.
    #[inline]
    pub(crate) fn shared(self, threads: Threads) -> Self {
        Self { threads, ..self }
    }

    /// Which samples of `x` the tile is of.
    #[inline]
    pub(crate) fn picks(&self) -> Picks<'a> {
        self.picks
    }

    /// The share of each thread of some samples, or of other items, that cost this much together; `None`
    /// where one thread computes them all.
    #[inline]
    pub(crate) fn share(&self, items: usize, multiply_adds: usize) -> Option<usize> {
        self.threads.share(items, multiply_adds)
    }

    /// The first layer inside takes the samples; the others take what that one gives.
    #[inline(always)]
    fn picks_of(&self, number: usize) -> Picks<'a> {
        if number == 0 { self.picks } else { Picks::NONE }
    }

    /// The round for layer `number` of a chain: the first one, as `backward` and `gradient` of a layer
    /// without rounds know it.
    #[doc(hidden)]
    #[must_use]
    #[inline(always)]
    pub fn of<M>(&self, number: usize) -> Round<'a, M> {
        let Self { index, before, total, key, threads, .. } = *self;
        let (key, picks) = (split(key, number as u64), self.picks_of(number));
        Round { index, before, total, key, threads, picks, gradient: None }
    }

    /// Which of the layer's rounds this is, from 0.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// Whether this is the last round of a layer with these needs: outputs and gradients are complete after
    /// it, and not before.
    #[must_use]
    pub fn is_last(&self, needs: Needs) -> bool {
        self.index + 1 == needs.rounds
    }

    /// The number of the batch's samples before this tile.
    #[must_use]
    pub fn before(&self) -> usize {
        self.before
    }

    /// The number of samples in the batch.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }

    /// Where this layer's random numbers start in this step: another number for each layer and each step.
    #[must_use]
    pub fn key(&self) -> u64 {
        self.key
    }

    /// The batch's gradient of this layer, where what its tiles have in common may be kept between rounds: no
    /// code reads it before the layer's [`gradient`](crate::Learn::gradient) has been asked for. `None` for a
    /// layer of a single round, and in `gradient` itself.
    pub fn gradient(&mut self) -> Option<&mut L> {
        self.gradient.as_deref_mut()
    }

    /// The round as a layer inside of this one sees it, if it takes part in it.
    ///
    /// `number` tells the layers inside from each other; `on_the_way` are the needs of those that this tile
    /// passes before it comes to this one; `needs` are its own, and `field` finds it.
    #[inline(always)]
    pub fn inside<M>(
        &mut self,
        number: usize,
        on_the_way: Needs,
        needs: Needs,
        field: impl FnOnce(&mut L) -> &mut M,
    ) -> Option<Round<'_, M>> {
        let index = self.index.checked_sub(on_the_way.rounds - 1).filter(|&index| index < needs.rounds)?;
        let Self { before, total, key, threads, .. } = *self;
        let key = split(key, number as u64);
        let picks = self.picks_of(number);
        let gradient = self.gradient.as_deref_mut().map(field);
        Some(Round { index, before, total, key, threads, picks, gradient })
    }
}

/// The start of other random numbers, one for each `number`: the finaliser of `SplitMix64` (G. Steele et al.,
/// "Fast splittable pseudorandom number generators", 2014).
pub(crate) fn split(key: u64, number: u64) -> u64 {
    let z = key.wrapping_add((number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
