//! The confusion matrix, and what follows from it.

use alloc::{vec, vec::Vec};
use core::fmt;

use thiserror::Error;

use crate::data::{Class, Dataset};
use crate::metrics::classifier::Classifier;
use crate::metrics::{assert_pairs, outputs};
use crate::network::Network;
use crate::scalar::Scalar;
use crate::shape::Sample;

/// An output of a network is NaN or infinite, so that there is no answer to count.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
#[error(
    "the network's output for sample {sample} is {found}, so the sample has no class; finite numbers were wanted"
)]
pub struct NotFiniteOutput {
    /// The place of the sample, from 0.
    pub sample: usize,
    /// The number.
    pub found: f64,
}

/// A label that names one of `CLASSES` classes. Of a single yes-or-no answer, `false` is class 0 and `true`
/// is class 1.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name one of {CLASSES} classes",
    label = "a confusion matrix needs a network that ends in `Softmax` or in one `Sigmoid`"
)]
pub trait ClassLabel<const CLASSES: usize>: Copy {
    /// The class.
    fn class(self) -> Class<CLASSES>;
}

impl<const CLASSES: usize> ClassLabel<CLASSES> for Class<CLASSES> {
    fn class(self) -> Self {
        self
    }
}

impl ClassLabel<2> for [bool; 1] {
    fn class(self) -> Class<2> {
        Class::ALL[usize::from(self[0])]
    }
}

/// How often each class was taken for each other, and the precision, recall and F1 that follow.
///
/// Printed, it is a table with a row for each true class, dots for zeros, and the share of each row that is
/// right.
///
/// ```
/// use monograd::prelude::*;
///
/// let [cat, dog] = Class::ALL;
/// let matrix = ConfusionMatrix::from_predictions(&[cat, dog, dog, dog], &[cat, cat, dog, dog]);
/// assert_eq!(matrix.counts(), [[1, 1], [0, 2]]);
/// assert_eq!((matrix.precision(cat), matrix.recall(cat)), (1.0, 0.5));
/// assert_eq!(matrix.to_string(), "\
/// predicted    0    1    correct
///    true 0    1    1    50.00 %
///    true 1    ·    2   100.00 %
/// ");
/// ```
///
/// # Divisions by zero
///
/// Precision, recall and F1 of a class are 0 where they are 0/0, as with scikit-learn's `zero_division=0`: a
/// class that was never predicted has no precision, one that never occurs no recall. Such classes count in
/// the macro means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfusionMatrix<const CLASSES: usize> {
    /// A row for each true class.
    counts: Vec<[u64; CLASSES]>,
}

impl<const CLASSES: usize> ConfusionMatrix<CLASSES> {
    /// Counts predictions and targets.
    ///
    /// # Panics
    ///
    /// When there are more of one than of the other.
    #[must_use]
    #[track_caller]
    pub fn from_predictions<L: ClassLabel<CLASSES>>(predictions: &[L], targets: &[L]) -> Self {
        assert_pairs(predictions.len(), targets.len());
        let mut matrix = Self { counts: vec![[0; CLASSES]; CLASSES] };
        for (prediction, target) in predictions.iter().zip(targets) {
            matrix.add(prediction.class(), target.class());
        }
        matrix
    }

    /// Classifies the samples and counts; `net.confusion_matrix(data)` does the same.
    ///
    /// # Errors
    ///
    /// [`NotFiniteOutput`] where the network has no class for a sample.
    ///
    /// ```
    /// use monograd::prelude::*;
    ///
    /// network! { struct Sides<1 => sides: Linear(2) => Softmax>; }
    ///
    /// let mut net = Sides::zeros();
    /// net.sides.weight = [[-1.0, 1.0]].into();
    /// let right = Class::of(1);
    /// let (x, t) = ([[3.0].into(), [-2.0].into()], [right, right]);
    /// let matrix = ConfusionMatrix::of(&*net, Dataset::new(&x, &t)?)?;
    /// assert_eq!((matrix.count(1, 1), matrix.count(1, 0)), (1, 1));
    /// # Ok::<(), monograd::Error>(())
    /// ```
    pub fn of<N>(
        network: &N,
        data: Dataset<'_, N::Input, <N::Head as Classifier>::Label>,
    ) -> Result<Self, NotFiniteOutput>
    where
        N: Network<Head: Classifier<Label: ClassLabel<CLASSES>>>,
    {
        let mut matrix = Self { counts: vec![[0; CLASSES]; CLASSES] };
        let mut targets = data.targets().iter().enumerate();
        let mut fault = None;
        outputs(network, data.samples(), |output| {
            let Some((sample, target)) = targets.next() else { return };
            match N::Head::label(output) {
                Some(label) => matrix.add(label.class(), target.class()),
                None if fault.is_none() => fault = Some(not_finite(sample, output)),
                None => {}
            }
        });
        fault.map_or(Ok(matrix), Err)
    }

    fn add(&mut self, prediction: Class<CLASSES>, target: Class<CLASSES>) {
        self.counts[target.index()][prediction.index()] += 1;
    }

    /// The counts: a row for each true class, and in it a number for each predicted class.
    #[must_use]
    pub fn counts(&self) -> &[[u64; CLASSES]] {
        &self.counts
    }

    /// How many samples of the class `truth` were taken for `prediction`.
    ///
    /// # Panics
    ///
    /// When either is not below `CLASSES`.
    #[must_use]
    #[track_caller]
    pub fn count(&self, truth: usize, prediction: usize) -> u64 {
        self.counts[truth][prediction]
    }

    /// How many samples there are.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    /// How many samples are of this class.
    #[must_use]
    pub fn support(&self, class: Class<CLASSES>) -> u64 {
        self.counts[class.index()].iter().sum()
    }

    /// How many samples were taken for this class.
    #[must_use]
    pub fn predicted(&self, class: Class<CLASSES>) -> u64 {
        self.counts.iter().map(|row| row[class.index()]).sum()
    }

    /// The share of samples on the diagonal.
    #[must_use]
    pub fn accuracy(&self) -> f64 {
        let correct: u64 = (0..CLASSES).map(|class| self.count(class, class)).sum();
        correct as f64 / self.total() as f64
    }

    /// Of the samples that were taken for this class, the share that is of it.
    #[must_use]
    pub fn precision(&self, class: Class<CLASSES>) -> f64 {
        share(self.correct(class), self.predicted(class))
    }

    /// Of the samples of this class, the share that was taken for it.
    #[must_use]
    pub fn recall(&self, class: Class<CLASSES>) -> f64 {
        share(self.correct(class), self.support(class))
    }

    /// The harmonic mean of precision and recall, `2 · correct / (predicted + support)`.
    #[must_use]
    pub fn f1(&self, class: Class<CLASSES>) -> f64 {
        share(2 * self.correct(class), self.predicted(class) + self.support(class))
    }

    /// The mean of the classes' [`precision`](Self::precision).
    #[must_use]
    pub fn macro_precision(&self) -> f64 {
        self.mean(Self::precision)
    }

    /// The mean of the classes' [`recall`](Self::recall).
    #[must_use]
    pub fn macro_recall(&self) -> f64 {
        self.mean(Self::recall)
    }

    /// The mean of the classes' [`f1`](Self::f1).
    #[must_use]
    pub fn macro_f1(&self) -> f64 {
        self.mean(Self::f1)
    }

    fn correct(&self, class: Class<CLASSES>) -> u64 {
        self.counts[class.index()][class.index()]
    }

    fn mean(&self, metric: fn(&Self, Class<CLASSES>) -> f64) -> f64 {
        Class::ALL.iter().map(|&class| metric(self, class)).sum::<f64>() / CLASSES as f64
    }
}

/// What is said about an output that names no class.
fn not_finite<X: Sample>(sample: usize, output: &X) -> NotFiniteOutput {
    let mut numbers = output.scalars().iter().map(|x| x.to_f64());
    NotFiniteOutput { sample, found: numbers.find(|x| !x.is_finite()).unwrap_or(f64::NAN) }
}

/// 0 where there is nothing to share.
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl<const CLASSES: usize> fmt::Display for ConfusionMatrix<CLASSES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = |number: u64| number.checked_ilog10().unwrap_or(0) as usize + 1;
        let label = digits(CLASSES.saturating_sub(1) as u64);
        let largest = self.counts.iter().flatten().copied().max().unwrap_or(0);
        let width = digits(largest).max(label).max(3) + 2;

        write!(f, "{:>1$}", "predicted", label + 8)?;
        (0..CLASSES).try_for_each(|class| write!(f, "{class:>width$}"))?;
        writeln!(f, "    correct")?;
        for (truth, row) in self.counts.iter().enumerate() {
            write!(f, "{:>8}{truth:>label$}", "true ")?;
            for &count in row {
                match count {
                    0 => write!(f, "{:>width$}", '·')?,
                    _ => write!(f, "{count:>width$}")?,
                }
            }
            match row.iter().sum::<u64>() {
                0 => writeln!(f, "{:>11}", '-')?,
                total => writeln!(f, "{:>9.2} %", 100.0 * row[truth] as f64 / total as f64)?,
            }
        }
        Ok(())
    }
}
