//! `Softmax`: the head of a classifier.

use core::fmt;
use core::marker::PhantomData;

use bytemuck::{Pod, Zeroable};
use nalgebra::SVector;

use crate::head::{Head, HeadOf, Kind, SOFTMAX};
use crate::kernel::{self, Op, Simd, dispatch};
use crate::scalar::Scalar;

/// `y_i = e^{x_i} / Σ_j e^{x_j}`: turns `N` logits into the probabilities of `N` classes.
///
/// It is allowed only at the end of a network. Training computes it together with
/// [`CrossEntropy`](crate::loss::CrossEntropy), whose gradient with respect to the logits is `y − target`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq)]
pub struct Softmax<const N: usize, T: Scalar = f32>(PhantomData<T>);

// SAFETY: it has no size, so it holds neither padding nor a bit that could be invalid.
unsafe impl<const N: usize, T: Scalar> Pod for Softmax<N, T> {}
// SAFETY: it has no size.
unsafe impl<const N: usize, T: Scalar> Zeroable for Softmax<N, T> {}

impl<const N: usize, T: Scalar> fmt::Debug for Softmax<N, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Softmax")
    }
}

impl<const N: usize, T: Scalar> Head for Softmax<N, T> {
    type Scalar = T;
    type Output = SVector<T, N>;

    #[inline]
    fn activate(logits: &mut [Self::Output]) {
        dispatch(Activate::<N, T>(bytemuck::must_cast_slice_mut(logits)));
    }
}

struct Activate<'a, const N: usize, T>(&'a mut [[T; N]]);

impl<const N: usize, T: Scalar> Op for Activate<'_, N, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        kernel::softmax(simd, self.0);
    }
}

impl<const N: usize, T: Scalar> HeadOf<SVector<T, N>> for Kind<SOFTMAX> {
    type Head = Softmax<N, T>;
}
