//! Shapes of samples, as values for messages and tables and as types for the compiler.
//!
//! Legend, used everywhere: `IN` and `OUT` are the lengths of a sample before and after a layer; a sample
//! is a column vector; a batch is a slice of samples, which in memory is a column-major
//! `FEATURES × BATCH` matrix; a weight is `OUT × IN`. An image has `C` channels of `H` rows and `W` columns;
//! what a layer makes of it has `OUT` channels, `OUT_H` rows and `OUT_W` columns.

use core::fmt;

use bytemuck::{Pod, Zeroable};
use nalgebra::SVector;

use crate::scalar::Scalar;

/// The shape of one sample.
///
/// ```
/// use monograd::Shape;
///
/// assert_eq!(Shape::Vector(784).len(), 784);
/// assert_eq!(Shape::Image { channels: 1, height: 28, width: 28 }.to_string(), "[1, 28, 28]");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape {
    /// A vector with this number of features.
    Vector(usize),
    /// An image.
    Image {
        /// The number of channels.
        channels: usize,
        /// The number of rows of each channel.
        height: usize,
        /// The number of columns of each channel.
        width: usize,
    },
}

impl Shape {
    /// The number of scalars in a sample of this shape.
    #[must_use]
    pub const fn len(self) -> usize {
        match self {
            Self::Vector(features) => features,
            Self::Image { channels, height, width } => channels * height * width,
        }
    }

    /// Whether a sample of this shape holds nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Vector(features) => write!(f, "{features}"),
            Self::Image { channels, height, width } => write!(f, "[{channels}, {height}, {width}]"),
        }
    }
}

/// A sample: plain data of a shape that the type fixes.
///
/// The trait is sealed: samples are vectors and images of scalars, and nothing else.
///
/// ```
/// use monograd::{Sample, Shape, nalgebra::SVector};
///
/// assert_eq!(<SVector<f32, 3> as Sample>::SHAPE, Shape::Vector(3));
/// assert_eq!(SVector::<f32, 3>::from([1.0, 2.0, 3.0]).scalars(), [1.0, 2.0, 3.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a sample that a network can take",
    label = "a sample is an `SVector<f32, N>`, an `SVector<f64, N>` or, between layers, an `Image`"
)]
pub trait Sample: sealed::SealedSample + Pod + Send + Sync {
    /// What the sample is made of.
    type Scalar: Scalar;

    /// The shape of every sample of this type.
    const SHAPE: Shape;

    /// The sample as one flat slice.
    fn scalars(&self) -> &[Self::Scalar] {
        bytemuck::must_cast_slice(core::slice::from_ref(self))
    }

    /// The sample as one flat slice to write to.
    fn scalars_mut(&mut self) -> &mut [Self::Scalar] {
        bytemuck::must_cast_slice_mut(core::slice::from_mut(self))
    }
}

mod sealed {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a sample",
        label = "a sample is an `SVector<f32, N>`, an `SVector<f64, N>` or, between layers, an `Image`"
    )]
    pub trait SealedSample {}
    impl<T, const N: usize> SealedSample for nalgebra::SVector<T, N> {}
    impl<const C: usize, const H: usize, const W: usize, T> SealedSample for super::Image<C, H, W, T> {}
}

impl<T: Scalar, const N: usize> Sample for SVector<T, N> {
    type Scalar = T;

    const SHAPE: Shape = Shape::Vector(N);
}

/// An image: `C` channels of `H` rows and `W` columns, in this order, as `PyTorch` has them.
///
/// The samples and the outputs of a network are vectors, whatever its layers take: an image enters and leaves
/// as its numbers one after the other. Between layers, and for a layer that is used alone, it has its own
/// type.
///
/// ```
/// use monograd::{Image, Sample, Shape, nalgebra::SVector};
///
/// let image = Image([[[1.0_f32, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]]);
/// assert_eq!(Image::<2, 2, 2>::SHAPE, Shape::Image { channels: 2, height: 2, width: 2 });
/// assert_eq!(image.scalars(), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]);
/// ```
#[repr(transparent)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Image<const C: usize, const H: usize, const W: usize, T = f32>(
    /// `[channel][row][column]`
    pub [[[T; W]; H]; C],
);

// SAFETY: `repr(transparent)` over an array of plain data.
unsafe impl<const C: usize, const H: usize, const W: usize, T: Pod> Pod for Image<C, H, W, T> {}
// SAFETY: `repr(transparent)` over an array of scalars.
unsafe impl<const C: usize, const H: usize, const W: usize, T: Zeroable> Zeroable for Image<C, H, W, T> {}

impl<const C: usize, const H: usize, const W: usize, T: Scalar> Sample for Image<C, H, W, T> {
    type Scalar = T;

    const SHAPE: Shape = Shape::Image { channels: C, height: H, width: W };
}
