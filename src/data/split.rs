//! Dividing a data set: for training, validation and test, and for cross-validation.

use alloc::vec::Vec;

use rand::seq::SliceRandom;
use thiserror::Error;

use crate::data::{Dataset, OwnedDataset};
use crate::random::Rng;

/// Why a data set cannot be split.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum SplitError {
    /// The fractions of a split do not add up to 1, or are not positive.
    #[error("the fractions of a split are {found:?}; positive numbers that add up to 1 were wanted")]
    Fractions {
        /// The fractions.
        found: Vec<f64>,
    },
    /// A split leaves a part without any sample.
    #[error(
        "{samples} samples are too few to split into {fractions:?}; at least one for each part was wanted"
    )]
    EmptyPart {
        /// The number of samples.
        samples: usize,
        /// The fractions.
        fractions: Vec<f64>,
    },
    /// A cross-validation needs at least two folds, and a pair for each.
    #[error(
        "{samples} samples cannot make {folds} folds; at least 2 folds with a sample in each were wanted"
    )]
    Folds {
        /// The number of folds.
        folds: usize,
        /// The number of samples.
        samples: usize,
    },
}

impl<'a, X: Clone, Y: Clone> Dataset<'a, X, Y> {
    /// Divides the pairs at random: `split([0.8, 0.1, 0.1], rng)` gives training, validation and test data.
    ///
    /// Every pair is in exactly one part. A part of the fraction `f` has `f · len` pairs, rounded up or down.
    ///
    /// ```
    /// use monograd::prelude::*;
    /// use rand::{SeedableRng, rngs::StdRng};
    ///
    /// let (x, y) = (Vec::from_iter(0..10), Vec::from_iter(100..110));
    /// let [train, test] = Dataset::new(&x, &y)?.split([0.8, 0.2], &mut StdRng::seed_from_u64(1))?;
    /// assert_eq!((train.len(), test.len()), (8, 2));
    /// assert_eq!(test.targets()[0], 100 + test.samples()[0]);
    /// # Ok::<(), monograd::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`SplitError::Fractions`] unless all fractions are positive and add up to 1; [`SplitError::EmptyPart`]
    /// where there are too few pairs.
    pub fn split<const PARTS: usize, R: Rng + ?Sized>(
        self,
        fractions: [f64; PARTS],
        rng: &mut R,
    ) -> Result<[OwnedDataset<X, Y>; PARTS], SplitError> {
        self.divide(fractions, &self.shuffled(rng), |_, _| true, rng)
    }

    /// [`split`](Self::split) with the same share of each class in every part: of a class with `n` pairs, a
    /// part of the fraction `f` has `f · n`, rounded up or down.
    ///
    /// ```
    /// use monograd::prelude::*;
    /// use rand::{SeedableRng, rngs::StdRng};
    ///
    /// // One in five is of class 1.
    /// let y = std::array::from_fn::<_, 100, _>(|i| Class::<2>::of(usize::from(i % 5 == 0)));
    /// let data = Dataset::new(&y, &y)?;
    /// let [_, test] = data.stratified_split([0.7, 0.3], &mut StdRng::seed_from_u64(1))?;
    /// let rare = test.targets().iter().filter(|class| class.index() == 1).count();
    /// assert_eq!((test.len(), rare), (30, 6));
    /// # Ok::<(), monograd::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`split`](Self::split).
    pub fn stratified_split<const PARTS: usize, R: Rng + ?Sized>(
        self,
        fractions: [f64; PARTS],
        rng: &mut R,
    ) -> Result<[OwnedDataset<X, Y>; PARTS], SplitError>
    where
        Y: Ord,
    {
        let targets = self.targets();
        self.divide(fractions, &self.by_class(rng), |&a, &b| targets[a] == targets[b], rng)
    }

    /// Cross-validation: `k` divisions into training and validation data, such that every pair is in the
    /// validation data of exactly one.
    ///
    /// ```
    /// use monograd::prelude::*;
    /// use rand::{SeedableRng, rngs::StdRng};
    ///
    /// let x = [1, 2, 3, 4, 5, 6, 7];
    /// let mut sum = 0;
    /// for (train, validation) in Dataset::new(&x, &x)?.k_fold(3, &mut StdRng::seed_from_u64(1))? {
    ///     assert_eq!(train.len() + validation.len(), 7);
    ///     sum += validation.samples().iter().sum::<i32>();
    /// }
    /// assert_eq!(sum, x.iter().sum());
    /// # Ok::<(), monograd::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`SplitError::Folds`] where there are fewer than two folds, or fewer pairs than folds.
    pub fn k_fold<R: Rng + ?Sized>(self, k: usize, rng: &mut R) -> Result<KFold<'a, X, Y>, SplitError> {
        let order = self.shuffled(rng);
        KFold::new(self, order, k)
    }

    /// [`k_fold`](Self::k_fold) with the same share of each class in every fold: the numbers of a class in
    /// two folds differ by one at most.
    ///
    /// # Errors
    ///
    /// Those of [`k_fold`](Self::k_fold).
    pub fn stratified_k_fold<R: Rng + ?Sized>(
        self,
        k: usize,
        rng: &mut R,
    ) -> Result<KFold<'a, X, Y>, SplitError>
    where
        Y: Ord,
    {
        let order = self.by_class(rng);
        KFold::new(self, order, k)
    }

    /// The numbers of the pairs in a random order.
    fn shuffled<R: Rng + ?Sized>(&self, rng: &mut R) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.shuffle(rng);
        order
    }

    /// The numbers of the pairs class by class, each class in a random order.
    fn by_class<R: Rng + ?Sized>(&self, rng: &mut R) -> Vec<usize>
    where
        Y: Ord,
    {
        let mut order = self.shuffled(rng);
        order.sort_by(|&a, &b| self.targets()[a].cmp(&self.targets()[b]));
        order
    }

    /// Divides each stratum of `order`, a run of neighbours that belong together.
    fn divide<const PARTS: usize, R: Rng + ?Sized>(
        self,
        fractions: [f64; PARTS],
        order: &[usize],
        belong_together: impl FnMut(&usize, &usize) -> bool,
        rng: &mut R,
    ) -> Result<[OwnedDataset<X, Y>; PARTS], SplitError> {
        let mut shares = Shares::new(fractions)?;
        let mut parts = [const { Vec::new() }; PARTS];
        for mut stratum in order.chunk_by(belong_together) {
            for (part, count) in parts.iter_mut().zip(shares.next(stratum.len())) {
                part.extend_from_slice(stratum.split_off(..count).expect("the shares add up to the stratum"));
            }
        }
        if parts.iter().any(Vec::is_empty) {
            return Err(SplitError::EmptyPart { samples: self.len(), fractions: fractions.to_vec() });
        }
        Ok(parts.map(|mut part| {
            // Not class by class any more.
            part.shuffle(rng);
            self.pick(part.iter())
        }))
    }

    /// The pairs of these numbers.
    fn pick<'i>(self, numbers: impl Iterator<Item = &'i usize>) -> OwnedDataset<X, Y> {
        numbers.map(|&i| (self.samples()[i].clone(), self.targets()[i].clone())).collect()
    }
}

/// Shares out one stratum after the other.
struct Shares<const PARTS: usize> {
    fractions: [f64; PARTS],
    /// By how much each part has received too little so far.
    owed: [f64; PARTS],
}

impl<const PARTS: usize> Shares<PARTS> {
    fn new(fractions: [f64; PARTS]) -> Result<Self, SplitError> {
        let sum: f64 = fractions.iter().sum();
        if fractions.iter().all(|&fraction| fraction > 0.0) && (sum - 1.0).abs() <= 1e-9 {
            Ok(Self { fractions: fractions.map(|fraction| fraction / sum), owed: [0.0; PARTS] })
        } else {
            Err(SplitError::Fractions { found: fractions.to_vec() })
        }
    }

    /// How many of `count` samples each part gets: its quota, rounded up for the parts that are owed most. So
    /// the rounding of one stratum makes up for that of another.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a quota is at most `count`")]
    fn next(&mut self, count: usize) -> [usize; PARTS] {
        // A quota as near to a whole number as this is that number, such as that of 0.29 · 100.
        const NEAR: f64 = 1e-6;
        let quotas = self.fractions.map(|fraction| fraction * count as f64);
        let mut counts = quotas.map(|quota| (quota + NEAR) as usize);
        let rest = count - counts.iter().sum::<usize>();
        let left: [f64; PARTS] = core::array::from_fn(|part| quotas[part] - counts[part] as f64);
        for (owed, left) in self.owed.iter_mut().zip(left) {
            *owed += left;
        }
        // Those with a whole quota come last. The others are more than `rest`: what is left of each is below
        // 1.
        let mut parts: [usize; PARTS] = core::array::from_fn(|part| part);
        let is_whole = |part: usize| left[part] <= NEAR;
        parts.sort_by(|&a, &b| is_whole(a).cmp(&is_whole(b)).then(self.owed[b].total_cmp(&self.owed[a])));
        for &part in &parts[..rest] {
            counts[part] += 1;
            self.owed[part] -= 1.0;
        }
        counts
    }
}

/// The folds of a cross-validation: pairs of training and validation data. See [`Dataset::k_fold`].
#[derive(Clone, Debug)]
pub struct KFold<'a, X, Y> {
    data: Dataset<'a, X, Y>,
    /// The pair at place `i` is validated in fold `i % folds`: neighbours, which are of one class where the
    /// order is stratified, go to different folds.
    order: Vec<usize>,
    folds: usize,
    fold: usize,
}

impl<'a, X, Y> KFold<'a, X, Y> {
    fn new(data: Dataset<'a, X, Y>, order: Vec<usize>, folds: usize) -> Result<Self, SplitError> {
        if folds < 2 || folds > data.len() {
            return Err(SplitError::Folds { folds, samples: data.len() });
        }
        Ok(Self { data, order, folds, fold: 0 })
    }
}

impl<X: Clone, Y: Clone> Iterator for KFold<'_, X, Y> {
    type Item = (OwnedDataset<X, Y>, OwnedDataset<X, Y>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.fold == self.folds {
            return None;
        }
        let places = || self.order.iter().enumerate();
        let is_validated = |place: usize| place % self.folds == self.fold;
        let train = places().filter(|&(place, _)| !is_validated(place)).map(|(_, number)| number);
        let validation = places().filter(|&(place, _)| is_validated(place)).map(|(_, number)| number);
        let fold = (self.data.pick(train), self.data.pick(validation));
        self.fold += 1;
        Some(fold)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.folds - self.fold;
        (left, Some(left))
    }
}

impl<X: Clone, Y: Clone> ExactSizeIterator for KFold<'_, X, Y> {}
