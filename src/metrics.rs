//! How good a classifier is: accuracy, and the confusion matrix behind it.

#[cfg(feature = "alloc")]
use alloc::{vec, vec::Vec};
#[cfg(feature = "alloc")]
use core::fmt;

use bytemuck::Zeroable;
use nalgebra::SVector;

use crate::data::{Class, Dataset};
use crate::head::Head;
use crate::layers::{Sigmoid, Softmax};
use crate::network::Network;
use crate::scalar::Scalar;

/// A head whose outputs name a class.
#[diagnostic::on_unimplemented(
    message = "a network that ends in {Self} does not classify",
    label = "accuracy needs a network that ends in `Softmax` or `Sigmoid`"
)]
pub trait Classifier: Head {
    /// What a sample is labelled with.
    type Label: Copy + PartialEq;

    /// The most likely label.
    fn label(output: &Self::Output) -> Self::Label;
}

impl<const N: usize, T: Scalar> Classifier for Softmax<N, T> {
    type Label = Class<N>;

    fn label(output: &SVector<T, N>) -> Class<N> {
        let mut best = 0;
        for class in 1..N {
            if output[class] > output[best] {
                best = class;
            }
        }
        Class::new(best).expect("`Softmax` has at least two classes")
    }
}

impl<const N: usize, T: Scalar> Classifier for Sigmoid<N, T> {
    type Label = [bool; N];

    fn label(output: &SVector<T, N>) -> [bool; N] {
        core::array::from_fn(|question| output[question] > T::from_f64(0.5))
    }
}

/// Calls `visit` with the label that the network gives to each sample.
pub fn classify<N>(network: &N, samples: &[N::Input], mut visit: impl FnMut(<N::Head as Classifier>::Label))
where
    N: Network<Head: Classifier>,
{
    let mut outputs: [N::Output; 16] = Zeroable::zeroed();
    for samples in samples.chunks(outputs.len()) {
        let outputs = &mut outputs[..samples.len()];
        network.infer(samples, outputs);
        for output in outputs {
            visit(N::Head::label(output));
        }
    }
}

/// The share of samples whose label the network finds, in `0..=1`; NaN for no samples. `1 − accuracy` is the
/// 0-1 loss.
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
    let mut correct = 0_usize;
    classify(network, data.samples(), |label| correct += usize::from(targets.next() == Some(&label)));
    correct as f64 / data.len() as f64
}

/// How well a network classifies: `net.accuracy(data)`.
pub trait Classify: Network<Head: Classifier> {
    /// The most likely label of one sample.
    fn classify(&self, sample: &Self::Input) -> <Self::Head as Classifier>::Label {
        let mut output: Self::Output = Zeroable::zeroed();
        self.infer(core::slice::from_ref(sample), core::slice::from_mut(&mut output));
        Self::Head::label(&output)
    }

    /// The share of samples whose label the network finds; see [`accuracy`].
    fn accuracy(&self, data: Dataset<'_, Self::Input, <Self::Head as Classifier>::Label>) -> f64 {
        accuracy(self, data)
    }
}

impl<N: Network<Head: Classifier>> Classify for N {}

/// How often each class was taken for each other. Printed, it is a table with a row for each true class, dots for
/// zeros, and the share of each row that is right.
#[cfg(feature = "alloc")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfusionMatrix<const CLASSES: usize> {
    /// Row by row, a row for each true class.
    counts: Vec<u64>,
}

#[cfg(feature = "alloc")]
impl<const CLASSES: usize> ConfusionMatrix<CLASSES> {
    /// Classifies the samples and counts.
    ///
    /// ```
    /// use monograd::prelude::*;
    ///
    /// network! { struct Sides<1 => sides: Linear(2) => Softmax>; }
    ///
    /// let mut net = Sides::zeros();
    /// net.sides.weight = [[-1.0, 1.0]].into();
    /// let right = Class::new(1).unwrap();
    /// let (x, t) = ([[3.0].into(), [-2.0].into()], [right, right]);
    /// let matrix = ConfusionMatrix::of(&*net, Dataset::new(&x, &t).unwrap());
    /// assert_eq!((matrix.count(1, 1), matrix.count(1, 0)), (1, 1));
    /// assert_eq!(matrix.to_string(), "\
    /// predicted    0    1    correct
    ///    true 0    ·    ·          -
    ///    true 1    1    1    50.00 %
    /// ");
    /// ```
    #[must_use]
    pub fn of<N>(network: &N, data: Dataset<'_, N::Input, Class<CLASSES>>) -> Self
    where
        N: Network<Head: Classifier<Label = Class<CLASSES>>>,
    {
        let mut matrix = Self { counts: vec![0; CLASSES * CLASSES] };
        let mut targets = data.targets().iter();
        classify(network, data.samples(), |label| {
            if let Some(target) = targets.next() {
                matrix.counts[target.index() * CLASSES + label.index()] += 1;
            }
        });
        matrix
    }

    /// How many samples of the class `truth` were taken for `prediction`.
    ///
    /// # Panics
    ///
    /// When either is not below `CLASSES`.
    #[must_use]
    pub fn count(&self, truth: usize, prediction: usize) -> u64 {
        assert!(prediction < CLASSES, "class {prediction} is not below {CLASSES}");
        self.counts[truth * CLASSES + prediction]
    }

    /// The share of samples on the diagonal.
    #[must_use]
    pub fn accuracy(&self) -> f64 {
        let correct: u64 = (0..CLASSES).map(|class| self.count(class, class)).sum();
        correct as f64 / self.counts.iter().sum::<u64>() as f64
    }
}

#[cfg(feature = "alloc")]
impl<const CLASSES: usize> fmt::Display for ConfusionMatrix<CLASSES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = |number: u64| number.checked_ilog10().unwrap_or(0) as usize + 1;
        let label = digits(CLASSES as u64);
        let largest = self.counts.iter().copied().max().unwrap_or(0);
        let width = digits(largest).max(label).max(3) + 2;

        write!(f, "{:>1$}", "predicted", label + 8)?;
        (0..CLASSES).try_for_each(|class| write!(f, "{class:>width$}"))?;
        writeln!(f, "    correct")?;
        for (truth, row) in self.counts.chunks(CLASSES).enumerate() {
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
