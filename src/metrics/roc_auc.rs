//! The area under the receiver operating characteristic.

use alloc::vec::Vec;

use crate::metrics::assert_pairs;
use crate::scalar::Scalar;

/// The area under the ROC curve: how likely a positive sample has a higher score than a negative one, where
/// equal scores count half.
///
/// `Σ (1[p > n] + ½ 1[p = n]) / (positives · negatives)` over all pairs of a positive score `p` and a
/// negative score `n`, computed by sorting. 1 is a perfect ranking, 0.5 is chance. Where one of the two
/// classes is absent, or a score is [not finite](crate::metrics#outputs-that-are-not-finite), the area is
/// NaN.
///
/// J. A. Hanley and B. J. `McNeil`, "The meaning and use of the area under a receiver operating
/// characteristic (ROC) curve", 1982.
///
/// ```
/// use monograd::metrics::roc_auc_score;
///
/// let targets = [false, false, true, true];
/// assert_eq!(roc_auc_score(&[0.1, 0.4, 0.35, 0.8], &targets), 0.75);
/// assert_eq!(roc_auc_score(&[0.5, 0.5, 0.5, 0.5], &targets), 0.5);
/// ```
///
/// # Panics
///
/// When there are more scores than targets or fewer.
#[must_use]
#[track_caller]
pub fn roc_auc_score<T: Scalar>(scores: &[T], targets: &[bool]) -> f64 {
    assert_pairs(scores.len(), targets.len());
    let mut ranking: Vec<(T, bool)> = scores.iter().copied().zip(targets.iter().copied()).collect();
    area(&mut ranking)
}

/// [`roc_auc_score`] of pairs, which it sorts.
pub(super) fn area<T: Scalar>(ranking: &mut [(T, bool)]) -> f64 {
    if !ranking.iter().all(|(score, _)| score.is_finite()) {
        return f64::NAN;
    }
    ranking.sort_unstable_by(|a, b| a.0.to_f64().total_cmp(&b.0.to_f64()));
    // Whole numbers as long as possible: twice the pairs in the right order, and once those that are equal.
    let (mut twice_area, mut negatives) = (0_u128, 0_u128);
    // `==` also puts -0 and 0, which the sort keeps side by side, into one group.
    for equal in ranking.chunk_by(|a, b| a.0 == b.0) {
        let positive = equal.iter().filter(|(_, target)| *target).count() as u128;
        let negative = equal.len() as u128 - positive;
        twice_area += positive * (2 * negatives + negative);
        negatives += negative;
    }
    let positives = ranking.len() as u128 - negatives;
    twice_area as f64 / (2 * positives * negatives) as f64
}
