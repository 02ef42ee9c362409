//! The metrics of networks that classify, as methods.

use crate::data::Dataset;
use crate::metrics::classification::{Share, accuracy};
use crate::metrics::classifier::{Classifier, Score};
use crate::metrics::outputs;
#[cfg(feature = "alloc")]
use crate::metrics::{
    classifier::TwoClasses,
    confusion::{ClassLabel, ConfusionMatrix, NotFiniteOutput},
    roc_auc,
};
use crate::network::Network;

/// The samples of a network and their labels.
type Labelled<'a, N> = Dataset<'a, <N as crate::Layer>::Input, <<N as Network>::Head as Classifier>::Label>;

/// What a network takes a sample for, and how often it is right: `net.classify(&x)`, `net.accuracy(data)`.
///
/// It is there for every network, so that the compiler says what is missing where one does not classify.
pub trait Classify: Network {
    /// The most likely label of one sample; `None` where an output is NaN or infinite, as it is when the
    /// sample is.
    ///
    /// ```
    /// use monograd::prelude::*;
    ///
    /// network! { struct Sides<1 => sides: Linear(2) => Softmax>; }
    ///
    /// let mut net = Sides::zeros();
    /// net.sides.weight = [[-1.0, 1.0]].into();
    /// assert_eq!(net.classify(&[2.0].into()), Some(Class::ALL[1]));
    /// assert_eq!(net.classify(&[f32::NAN].into()), None);
    /// ```
    #[must_use]
    fn classify(&self, sample: &Self::Input) -> Option<<Self::Head as Classifier>::Label>
    where
        Self::Head: Classifier,
    {
        Self::Head::label(&self.predict(sample))
    }

    /// The share of samples whose label the network finds; see [`accuracy`].
    fn accuracy(&self, data: Labelled<'_, Self>) -> f64
    where
        Self::Head: Classifier,
    {
        accuracy(self, data)
    }

    /// The share of samples whose class is among the `k` most likely; see
    /// [`top_k_accuracy_score`](super::top_k_accuracy_score).
    fn top_k_accuracy(&self, data: Labelled<'_, Self>, k: usize) -> f64
    where
        Self::Head: Score,
    {
        let mut targets = data.targets().iter();
        let mut correct = Share::default();
        outputs(self, data.samples(), |output| {
            correct.add(targets.next().and_then(|&target| Self::Head::is_in_top(k, output, target)));
        });
        correct.value()
    }

    /// How often each class was taken for each other, and with it precision, recall and F1; see
    /// [`ConfusionMatrix`].
    ///
    /// # Errors
    ///
    /// [`NotFiniteOutput`] where the network has no class for a sample.
    #[cfg(feature = "alloc")]
    fn confusion_matrix<const CLASSES: usize>(
        &self,
        data: Labelled<'_, Self>,
    ) -> Result<ConfusionMatrix<CLASSES>, NotFiniteOutput>
    where
        Self::Head: Classifier<Label: ClassLabel<CLASSES>>,
    {
        ConfusionMatrix::of(self, data)
    }

    /// How well the network ranks the samples of two classes; see [`roc_auc_score`](super::roc_auc_score).
    #[cfg(feature = "alloc")]
    fn roc_auc(&self, data: Labelled<'_, Self>) -> f64
    where
        Self::Head: TwoClasses,
    {
        let mut targets = data.targets().iter();
        let mut ranking = alloc::vec::Vec::with_capacity(data.len());
        outputs(self, data.samples(), |output| {
            let target = targets.next().is_some_and(|&target| Self::Head::is_positive(target));
            ranking.push((Self::Head::score(output), target));
        });
        roc_auc::area(&mut ranking)
    }
}

impl<N: Network> Classify for N {}
