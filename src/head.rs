//! The head of a network: the activation at its end that training leaves to the loss.
//!
//! Softmax and cross-entropy are computed together from the logits, and so are sigmoid and binary
//! cross-entropy. A network in training therefore stops at its logits, and its head says what is missing.

use core::marker::PhantomData;

use nalgebra::SVector;

use crate::scalar::Scalar;
use crate::shape::Sample;

/// The end of a network: [`Softmax`](crate::layers::Softmax),
/// [`Sigmoid`](crate::layers::Sigmoid), or, after any other layer, [`Values`].
pub trait Head {
    /// What the outputs are made of.
    type Scalar: Scalar;
    /// One output of the network.
    type Output: Sample<Scalar = Self::Scalar>;

    /// Turns logits into outputs, in place.
    fn activate(logits: &mut [Self::Output]);
}

/// The head of a network whose last layer's `N` values are the output.
#[derive(Debug)]
pub struct Values<const N: usize, T: Scalar = f32>(PhantomData<T>);

impl<const N: usize, T: Scalar> Head for Values<N, T> {
    type Scalar = T;
    type Output = SVector<T, N>;

    #[inline]
    fn activate(_logits: &mut [SVector<T, N>]) {}
}

/// A head whose outputs are real numbers, as a regression loss wants them.
#[diagnostic::on_unimplemented(
    message = "a network that ends in `Softmax` gives class probabilities, not numbers to compare",
    label = "this compares numbers",
    note = "with `Softmax`, train by `CrossEntropy` and measure the `accuracy`; for numbers leave `Softmax` out"
)]
pub trait RegressionHead: Head<Output = <Self as RegressionHead>::Target> {
    /// What an output is compared with: another of its type.
    type Target: Sample<Scalar = Self::Scalar>;

    /// Turns `∂loss/∂output` into `∂loss/∂logits`, in place.
    fn pull_back(output: &Self::Output, gradient: &mut Self::Output);
}

impl<const N: usize, T: Scalar> RegressionHead for Values<N, T> {
    type Target = SVector<T, N>;

    #[inline]
    fn pull_back(_output: &SVector<T, N>, _gradient: &mut SVector<T, N>) {}
}

/// [`Network::HEAD`](crate::Network::HEAD) of a layer whose values are its output.
pub const VALUES: u8 = 0;
/// [`Network::HEAD`](crate::Network::HEAD) of a network that ends in `Sigmoid`.
pub const SIGMOID: u8 = 1;
/// [`Network::HEAD`](crate::Network::HEAD) of a network that ends in `Softmax`.
pub const SOFTMAX: u8 = 2;

/// The number in [`Network::HEAD`](crate::Network::HEAD) as a type.
#[derive(Debug)]
pub struct Kind<const HEAD: u8>;

/// From the number to the head, for a network whose last layer is another network.
pub trait HeadOf<Output> {
    /// The head.
    type Head: Head<Output = Output>;
}

impl<const N: usize, T: Scalar> HeadOf<SVector<T, N>> for Kind<VALUES> {
    type Head = Values<N, T>;
}
