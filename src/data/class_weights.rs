//! Weights that make up for classes of different frequency.

use crate::data::Class;

/// Weights with which every class counts as much as every other: scikit-learn's `class_weight="balanced"`.
///
/// `weight(c) = samples / (classes · samples of class c)`, where `classes` counts those that occur. A class
/// that does not occur has the weight 0.
///
/// ```
/// use monograd::data::{Class, balanced_class_weights};
///
/// let targets = [0, 0, 0, 1].map(Class::<3>::of);
/// assert_eq!(balanced_class_weights(&targets), [4.0 / (2.0 * 3.0), 4.0 / 2.0, 0.0]);
/// ```
#[must_use]
pub fn balanced_class_weights<const CLASSES: usize>(targets: &[Class<CLASSES>]) -> [f64; CLASSES] {
    let mut counts = [0_usize; CLASSES];
    for target in targets {
        counts[target.index()] += 1;
    }
    let classes = counts.iter().filter(|&&count| count > 0).count();
    counts.map(|count| match count {
        0 => 0.0,
        _ => targets.len() as f64 / (classes as f64 * count as f64),
    })
}
