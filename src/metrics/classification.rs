//! The share of samples whose class is found.

use nalgebra::SVector;

use crate::data::{Class, Dataset};
use crate::metrics::assert_pairs;
use crate::metrics::classifier::{Classifier, classify, is_in_top};
use crate::network::Network;
use crate::scalar::Scalar;

/// The share of samples whose label the network finds, in `0..=1`; NaN for no samples, and where an output is
/// [not finite](crate::metrics#outputs-that-are-not-finite). `1 − accuracy` is the 0-1 loss.
///
/// ```
/// use monograd::prelude::*;
///
/// network! { struct Sign<1 => sign: Linear(1) => Sigmoid>; }
///
/// let mut net = Sign::zeros();
/// net.sign.weight = [[1.0]].into();
/// let (x, t) = ([[-1.0].into(), [2.0].into()], [[false], [true]]);
/// assert_eq!(net.accuracy(Dataset::new(&x, &t).unwrap()), 1.0);
/// ```
#[must_use]
pub fn accuracy<N, Y>(network: &N, data: Dataset<'_, N::Input, Y>) -> f64
where
    N: Network<Head: Classifier<Label = Y>>,
    Y: PartialEq,
{
    let mut targets = data.targets().iter();
    let mut correct = Share::default();
    classify(network, data.samples(), |label| correct.add(label.map(|label| targets.next() == Some(&label))));
    correct.value()
}

/// The share of predictions that equal their target. Of several questions for each sample, all must be right.
///
/// ```
/// use monograd::{data::Class, metrics::accuracy_score};
///
/// let [a, b] = [Class::<2>::of(0), Class::of(1)];
/// assert_eq!(accuracy_score(&[a, b, b, b], &[a, a, b, b]), 0.75);
/// ```
///
/// # Panics
///
/// When there are more of one than of the other.
#[must_use]
#[track_caller]
pub fn accuracy_score<Y: PartialEq>(predictions: &[Y], targets: &[Y]) -> f64 {
    assert_pairs(predictions.len(), targets.len());
    let correct = predictions.iter().zip(targets).filter(|(prediction, target)| prediction == target).count();
    correct as f64 / targets.len() as f64
}

/// The share of samples whose target is among the `k` classes with the highest scores: probabilities or
/// logits.
///
/// Of equal scores the class with the lower number goes first, so that `k = 1` is the accuracy.
/// (scikit-learn's `top_k_accuracy_score` puts the higher number first.) With a `k` of the number of classes
/// or more, every target is found. NaN for no samples, and where a score is
/// [not finite](crate::metrics#outputs-that-are-not-finite).
///
/// ```
/// use monograd::prelude::*;
/// use monograd::metrics::top_k_accuracy_score;
///
/// let scores = [SVector::from([0.5, 0.2, 0.3]), SVector::from([0.1, 0.2, 0.7])];
/// let targets = [Class::of(2), Class::of(0)];
/// assert_eq!([1, 2, 3].map(|k| top_k_accuracy_score(&scores, &targets, k)), [0.0, 0.5, 1.0]);
/// ```
///
/// # Panics
///
/// When there are more scores than targets or fewer.
#[must_use]
#[track_caller]
pub fn top_k_accuracy_score<T: Scalar, const CLASSES: usize>(
    scores: &[SVector<T, CLASSES>],
    targets: &[Class<CLASSES>],
    k: usize,
) -> f64 {
    assert_pairs(scores.len(), targets.len());
    let mut correct = Share::default();
    for (scores, &target) in scores.iter().zip(targets) {
        correct.add(is_in_top(k, scores, target));
    }
    correct.value()
}

/// The share of answers that are right: NaN of no answers, and as soon as a single one is missing.
#[derive(Default)]
pub(super) struct Share {
    right: usize,
    all: usize,
    is_incomplete: bool,
}

impl Share {
    /// Counts an answer; `None` is one that the network did not give.
    pub(super) fn add(&mut self, is_right: Option<bool>) {
        self.right += usize::from(is_right == Some(true));
        self.all += 1;
        self.is_incomplete |= is_right.is_none();
    }

    pub(super) fn value(&self) -> f64 {
        if self.is_incomplete { f64::NAN } else { self.right as f64 / self.all as f64 }
    }
}
