//! Networks that classify: from outputs to labels, and the metrics as methods.

use nalgebra::SVector;

use crate::data::{Class, Dataset};
use crate::head::Head;
use crate::layers::{Sigmoid, Softmax};
use crate::metrics::classification::{Share, accuracy, is_in_top};
use crate::metrics::{finite, outputs};
use crate::network::Network;
use crate::scalar::Scalar;
#[cfg(feature = "alloc")]
use crate::{
    error::Error,
    metrics::{ClassLabel, ConfusionMatrix, roc_auc},
};

/// A head whose outputs name a class.
#[diagnostic::on_unimplemented(
    message = "this network does not classify: it ends in neither `Softmax` nor `Sigmoid`",
    label = "there are no classes in its outputs",
    note = "end the network in `=> Softmax` for one class of several, or in `=> Sigmoid` for questions of yes or no; \
            for outputs that are numbers there are `mean_squared_error`, `mean_absolute_error` and `r2_score`"
)]
pub trait Classifier: Head {
    /// What a sample is labelled with.
    type Label: Copy + PartialEq;

    /// The most likely label, of equally likely classes the first; `None` where a number of the output is
    /// [not finite](crate::metrics#outputs-that-are-not-finite).
    fn label(output: &Self::Output) -> Option<Self::Label>;
}

impl<const N: usize, T: Scalar> Classifier for Softmax<N, T> {
    type Label = Class<N>;

    fn label(output: &SVector<T, N>) -> Option<Class<N>> {
        let output = finite(output)?;
        let best = (1..N).fold(0, |best, class| if output[class] > output[best] { class } else { best });
        Class::new(best).ok()
    }
}

impl<const N: usize, T: Scalar> Classifier for Sigmoid<N, T> {
    type Label = [bool; N];

    fn label(output: &SVector<T, N>) -> Option<[bool; N]> {
        let output = finite(output)?;
        Some(core::array::from_fn(|question| output[question] > T::from_f64(0.5)))
    }
}

/// A head that scores each class of several.
#[diagnostic::on_unimplemented(
    message = "this network does not rank classes: it does not end in `Softmax`",
    label = "top-k accuracy needs a network that ends in `=> Softmax`"
)]
pub trait Score: Classifier {
    /// Whether fewer than `k` classes go before the target; `None` where a number of the output is
    /// [not finite](crate::metrics#outputs-that-are-not-finite).
    fn is_in_top(k: usize, output: &Self::Output, target: Self::Label) -> Option<bool>;
}

impl<const N: usize, T: Scalar> Score for Softmax<N, T> {
    fn is_in_top(k: usize, output: &SVector<T, N>, target: Class<N>) -> Option<bool> {
        is_in_top(k, output, target)
    }
}

/// A head that tells two classes apart: `Softmax` of two, or one `Sigmoid`. The second class, or `true`, is the
/// positive one.
#[diagnostic::on_unimplemented(
    message = "this network does not tell just two classes apart",
    label = "ROC AUC needs a network that ends in `Linear(2) => Softmax` or `Linear(1) => Sigmoid`"
)]
pub trait TwoClasses: Classifier {
    /// How likely the positive class is.
    fn score(output: &Self::Output) -> Self::Scalar;

    /// Whether a label is the positive class.
    fn is_positive(label: Self::Label) -> bool;
}

impl<T: Scalar> TwoClasses for Softmax<2, T> {
    fn score(output: &SVector<T, 2>) -> T {
        output[1]
    }

    fn is_positive(label: Class<2>) -> bool {
        label.index() == 1
    }
}

impl<T: Scalar> TwoClasses for Sigmoid<1, T> {
    fn score(output: &SVector<T, 1>) -> T {
        output[0]
    }

    fn is_positive([label]: [bool; 1]) -> bool {
        label
    }
}

/// Calls `visit` with the label that the network gives to each sample, `None` where the output is
/// [not finite](crate::metrics#outputs-that-are-not-finite).
pub fn classify<N>(
    network: &N,
    samples: &[N::Input],
    mut visit: impl FnMut(Option<<N::Head as Classifier>::Label>),
) where
    N: Network<Head: Classifier>,
{
    outputs(network, samples, |output| visit(N::Head::label(output)));
}

/// The samples of a network and their labels.
type Labelled<'a, N> = Dataset<'a, <N as crate::Layer>::Input, <<N as Network>::Head as Classifier>::Label>;

/// What a network takes a sample for, and how often it is right: `net.classify(&x)`, `net.accuracy(data)`.
///
/// It is there for every network, so that the compiler says what is missing where one does not classify.
pub trait Classify: Network {
    /// The most likely label of one sample; `None` where an output is NaN or infinite, as it is when the sample is.
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
    /// [`Error::NotFiniteOutput`] where the network has no class for a sample.
    #[cfg(feature = "alloc")]
    fn confusion_matrix<const CLASSES: usize>(
        &self,
        data: Labelled<'_, Self>,
    ) -> Result<ConfusionMatrix<CLASSES>, Error>
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
