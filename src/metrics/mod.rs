//! How good a network is, in scikit-learn's words.
//!
//! | the network ends in | method | function |
//! |---|---|---|
//! | `Softmax`, `Sigmoid` | [`accuracy`](Classify::accuracy) | [`accuracy_score`] |
//! | `Softmax` | [`top_k_accuracy`](Classify::top_k_accuracy) | [`top_k_accuracy_score`] |
//! | `Softmax`, one `Sigmoid` | [`confusion_matrix`](Classify::confusion_matrix) | [`ConfusionMatrix::from_predictions`] |
//! | `Softmax` of two, one `Sigmoid` | [`roc_auc`](Classify::roc_auc) | [`roc_auc_score`] |
//! | anything but `Softmax` | [`mean_squared_error`](Regress::mean_squared_error) | [`mean_squared_error()`] |
//! | anything but `Softmax` | [`mean_absolute_error`](Regress::mean_absolute_error) | [`mean_absolute_error()`] |
//! | anything but `Softmax` | [`r2_score`](Regress::r2_score) | [`r2_score()`] |
//!
//! Precision, recall and F1 are methods of the [`ConfusionMatrix`]. A method runs the network and is the mean
//! over all samples of a [`Dataset`]; it goes through them in small tiles on the stack. A function takes
//! predictions and targets, in this order, of which there must be equally many.
//!
//! Sums are taken in `f64`. Of no samples, every metric is NaN.
//!
//! # Outputs that are not finite
//!
//! A network whose inputs or parameters are NaN gives NaN, and NaN is no answer. One rule holds for every
//! metric and every head, where a number that is compared, an output, a score or a target, is NaN or
//! infinite:
//!
//! * [`classify`](Classify::classify) gives `None`.
//! * A metric that is a number is NaN, however many of the other samples are right.
//! * A [confusion matrix](Classify::confusion_matrix), whose counts cannot be NaN, is
//!   [`NotFiniteOutput`], which names the sample.
//!
//! ```
//! use monograd::prelude::*;
//!
//! network! { struct Sides<1 => sides: Linear(2) => Softmax>; }
//!
//! let mut net = Sides::zeros();
//! net.sides.weight = [[-1.0, 1.0]].into();
//! let (x, t) = ([[3.0].into(), [f32::NAN].into()], [Class::ALL[1]; 2]);
//! assert_eq!((net.classify(&x[0]), net.classify(&x[1])), (Some(Class::ALL[1]), None));
//!
//! let data = Dataset::new(&x, &t)?;
//! assert!(net.accuracy(data).is_nan());
//! assert_eq!(
//!     net.confusion_matrix(data).unwrap_err().to_string(),
//!     "the network's output for sample 1 is NaN, so the sample has no class; finite numbers were wanted",
//! );
//! # Ok::<(), monograd::Error>(())
//! ```

mod regression;
mod classifier;
mod classification;
#[cfg(feature = "alloc")]
mod confusion;
#[cfg(feature = "alloc")]
mod roc_auc;
mod classify;

#[cfg(doc)]
use crate::data::Dataset;
use crate::network::Network;
use crate::room;
use crate::scalar::Scalar;
use crate::shape::Sample;

pub use classification::{accuracy, accuracy_score, top_k_accuracy_score};
pub use classifier::{Classifier, Score, TwoClasses, classify};
pub use classify::Classify;
#[cfg(feature = "alloc")]
pub use confusion::{ClassLabel, ConfusionMatrix, NotFiniteOutput};
pub use regression::{Regress, mean_absolute_error, mean_squared_error, r2_score};
#[cfg(feature = "alloc")]
pub use roc_auc::roc_auc_score;

/// Calls `visit` with the network's output for each sample.
fn outputs<N: Network>(network: &N, samples: &[N::Input], mut visit: impl FnMut(&N::Output)) {
    const MOST: usize = 16;
    room::with_some(MOST, |outputs: &mut [N::Output]| {
        for samples in samples.chunks(outputs.len()) {
            let outputs = &mut outputs[..samples.len()];
            network.predict_batch(samples, outputs);
            outputs.iter().for_each(&mut visit);
        }
    });
}

/// The sample, if all its numbers are finite. Every metric asks this of what it compares.
fn finite<X: Sample>(sample: &X) -> Option<&X> {
    sample.scalars().iter().all(|x| x.is_finite()).then_some(sample)
}

/// Predictions and targets come in pairs.
#[track_caller]
fn assert_pairs(predictions: usize, targets: usize) {
    assert_eq!(predictions, targets, "there must be one prediction for each target");
}
