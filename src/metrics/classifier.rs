//! Heads that classify: from outputs to labels.

use nalgebra::SVector;

use crate::data::Class;
use crate::head::Head;
use crate::layers::{Sigmoid, Softmax};
use crate::metrics::{finite, outputs};
use crate::network::Network;
use crate::scalar::Scalar;

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

/// A head that tells two classes apart: `Softmax` of two, or one `Sigmoid`. The second class, or `true`, is
/// the positive one.
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

/// Whether fewer than `k` classes go before the target: those with a higher score, and of those with the same
/// score the earlier ones. `None` where a score is not finite.
pub(super) fn is_in_top<T: Scalar, const N: usize>(
    k: usize,
    scores: &SVector<T, N>,
    target: Class<N>,
) -> Option<bool> {
    let scores = finite(scores)?;
    let (before, after) = scores.as_slice().split_at(target.index());
    let score = scores[target.index()];
    let higher = after.iter().filter(|&&other| other > score).count();
    Some(higher + before.iter().filter(|&&other| other >= score).count() < k)
}
