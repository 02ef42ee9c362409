//! The bias of a layer, or none.

use bytemuck::{Pod, Zeroable};
use nalgebra::SVector;

use crate::scalar::Scalar;

/// The bias of a layer: a vector, or [`NoBias`].
///
/// The trait is sealed. A layer is plain data without padding, because its bias is an array of `OUT` scalars
/// or nothing.
pub trait Bias<T: Scalar, const OUT: usize>:
    sealed::SealedBias<T, OUT> + Pod + core::fmt::Debug + PartialEq + Send + Sync
{
    /// The bias, or nothing.
    fn array(&self) -> Option<&[T; OUT]>;
    /// The bias, or nothing, to write to.
    fn array_mut(&mut self) -> Option<&mut [T; OUT]>;

    /// The bias as a slice; empty where there is none.
    fn scalars(&self) -> &[T] {
        self.array().map_or(&[], <[T; OUT]>::as_slice)
    }

    /// [`scalars`](Self::scalars) to write to.
    fn scalars_mut(&mut self) -> &mut [T] {
        self.array_mut().map_or(&mut [], <[T; OUT]>::as_mut_slice)
    }
}

mod sealed {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a bias",
        label = "the bias of a layer is an `SVector` of its outputs, or `NoBias`"
    )]
    pub trait SealedBias<T, const OUT: usize> {}
    impl<T, const OUT: usize> SealedBias<T, OUT> for nalgebra::SVector<T, OUT> {}
    impl<T, const OUT: usize> SealedBias<T, OUT> for super::NoBias {}
}

impl<T: Scalar, const OUT: usize> Bias<T, OUT> for SVector<T, OUT> {
    #[inline]
    fn array(&self) -> Option<&[T; OUT]> {
        Some(&self.data.0[0])
    }

    #[inline]
    fn array_mut(&mut self) -> Option<&mut [T; OUT]> {
        Some(&mut self.data.0[0])
    }
}

/// The bias of a layer declared with `bias = false`: no parameters, no work.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct NoBias;

impl<T: Scalar, const OUT: usize> Bias<T, OUT> for NoBias {
    #[inline]
    fn array(&self) -> Option<&[T; OUT]> {
        None
    }

    #[inline]
    fn array_mut(&mut self) -> Option<&mut [T; OUT]> {
        None
    }
}
