//! Networks that classify: from outputs to labels, and the metrics as methods.

use bytemuck::Zeroable;
use nalgebra::SVector;

use crate::data::{Class, Dataset};
use crate::head::Head;
use crate::layers::{Sigmoid, Softmax};
use crate::metrics::classification::{accuracy, is_in_top};
use crate::metrics::outputs;
#[cfg(feature = "alloc")]
use crate::metrics::{ClassLabel, ConfusionMatrix, roc_auc};
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

    /// The most likely label. Of equally likely classes it is the first.
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

/// A head that scores each class of several.
#[diagnostic::on_unimplemented(
    message = "a network that ends in {Self} does not rank classes",
    label = "top-k accuracy needs a network that ends in `Softmax`"
)]
pub trait Score: Classifier {
    /// Whether fewer than `k` classes go before the target.
    fn is_in_top(k: usize, output: &Self::Output, target: Self::Label) -> bool;
}

impl<const N: usize, T: Scalar> Score for Softmax<N, T> {
    fn is_in_top(k: usize, output: &SVector<T, N>, target: Class<N>) -> bool {
        is_in_top(k, output, target)
    }
}

/// A head that tells two classes apart: `Softmax` of two, or one `Sigmoid`. The second class, or `true`, is the
/// positive one.
#[diagnostic::on_unimplemented(
    message = "a network that ends in {Self} does not tell just two classes apart",
    label = "ROC AUC needs a network that ends in `Softmax` over two classes or in one `Sigmoid`"
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

/// Calls `visit` with the label that the network gives to each sample.
pub fn classify<N>(network: &N, samples: &[N::Input], mut visit: impl FnMut(<N::Head as Classifier>::Label))
where
    N: Network<Head: Classifier>,
{
    outputs(network, samples, |output| visit(N::Head::label(output)));
}

/// The samples of a network and their labels.
type Labelled<'a, N> = Dataset<'a, <N as crate::Layer>::Input, <<N as Network>::Head as Classifier>::Label>;

/// How well a network classifies: `net.accuracy(data)`.
pub trait Classify: Network<Head: Classifier> {
    /// The most likely label of one sample.
    fn classify(&self, sample: &Self::Input) -> <Self::Head as Classifier>::Label {
        let mut output: Self::Output = Zeroable::zeroed();
        self.predict_batch(core::slice::from_ref(sample), core::slice::from_mut(&mut output));
        Self::Head::label(&output)
    }

    /// The share of samples whose label the network finds; see [`accuracy`].
    fn accuracy(&self, data: Labelled<'_, Self>) -> f64 {
        accuracy(self, data)
    }

    /// The share of samples whose class is among the `k` most likely; see
    /// [`top_k_accuracy_score`](super::top_k_accuracy_score).
    fn top_k_accuracy(&self, data: Labelled<'_, Self>, k: usize) -> f64
    where
        Self::Head: Score,
    {
        let mut targets = data.targets().iter();
        let mut correct = 0_usize;
        outputs(self, data.samples(), |output| {
            correct +=
                usize::from(targets.next().is_some_and(|&target| Self::Head::is_in_top(k, output, target)));
        });
        correct as f64 / data.len() as f64
    }

    /// How often each class was taken for each other, and with it precision, recall and F1; see
    /// [`ConfusionMatrix`].
    #[cfg(feature = "alloc")]
    fn confusion_matrix<const CLASSES: usize>(&self, data: Labelled<'_, Self>) -> ConfusionMatrix<CLASSES>
    where
        <Self::Head as Classifier>::Label: ClassLabel<CLASSES>,
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

impl<N: Network<Head: Classifier>> Classify for N {}
