//! `Linear`: every output is a weighted sum of every input.

use bytemuck::{Pod, Zeroable};
use nalgebra::{SMatrix, SVector};
use rand::Rng;

use crate::init::Init;
use crate::kernel;
use crate::layer::{Layer, Pass};
use crate::scalar::Scalar;
use crate::shape::Sample;

/// A fully connected layer, `y = weight · x + bias`.
///
/// # Shapes
///
/// `x`: `IN`; `y`: `OUT`; `weight`: `OUT × IN`; `bias`: `OUT`, or [`NoBias`].
///
/// ```
/// use monograd::prelude::*;
///
/// network! { struct Plane<2 => plane: Linear(1)>; }
///
/// let mut net = Plane::zeros();
/// net.plane.weight = [[3.0], [4.0]].into();
/// net.plane.bias = [5.0].into();
/// assert_eq!(net.forward(&[1.0, 10.0].into()), [3.0 + 40.0 + 5.0].into());
/// ```
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear<const IN: usize, const OUT: usize, T: Scalar = f32, B: Bias<T, OUT> = SVector<T, OUT>> {
    /// `OUT × IN`.
    pub weight: SMatrix<T, OUT, IN>,
    /// Added to every output.
    pub bias: B,
}

// SAFETY: `repr(C)` over two arrays of the same scalar (the bias may be empty) leaves no padding, and both
// fields are `Pod`.
unsafe impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> Pod for Linear<IN, OUT, T, B> {}
// SAFETY: both fields are `Zeroable`.
unsafe impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> Zeroable
    for Linear<IN, OUT, T, B>
{
}

impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> Layer for Linear<IN, OUT, T, B> {
    type Scalar = T;
    type Input = SVector<T, IN>;
    type Output = SVector<T, OUT>;
    type Workspace<const TILE: usize> = ();

    const MULTIPLY_ADDS: usize = IN * OUT;

    fn initialize<R: Rng + ?Sized>(&mut self, init: Init, rng: &mut R) {
        init.draw(IN, OUT, self.weight.as_mut_slice(), rng);
        self.bias.scalars_mut().fill(T::ZERO);
    }

    #[inline]
    fn forward(&self, x: &[Self::Input], y: &mut [Self::Output]) {
        kernel::forward::<T, IN, OUT>(self.weight.as_slice(), self.bias.scalars(), flat(x), flat_mut(y));
    }

    #[inline]
    fn backward<const TILE: usize>(&self, pass: Pass<'_, Self, TILE>, dx: &mut [Self::Input]) {
        kernel::input_gradient::<T, IN, OUT>(self.weight.as_slice(), flat(pass.dy), flat_mut(dx));
    }

    #[inline]
    fn gradient<const TILE: usize>(&self, pass: Pass<'_, Self, TILE>, gradient: &mut Self) {
        gradient.accumulate(T::ONE, pass.x, pass.dy);
    }

    #[inline]
    fn descend<const TILE: usize>(
        &mut self,
        pass: Pass<'_, Self, TILE>,
        learning_rate: T,
        _scratch: &mut Self,
    ) {
        self.accumulate(-learning_rate, pass.x, pass.dy);
    }
}

impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> Linear<IN, OUT, T, B> {
    /// `weight += scale · dy·xᵀ`, `bias += scale · dy`, summed over the batch.
    #[inline]
    fn accumulate(&mut self, scale: T, x: &[SVector<T, IN>], dy: &[SVector<T, OUT>]) {
        kernel::weight_gradient::<T, IN, OUT>(
            scale,
            flat(x),
            flat(dy),
            self.weight.as_mut_slice(),
            self.bias.scalars_mut(),
        );
    }
}

/// A batch as one column-major matrix.
#[inline]
fn flat<X: Sample>(batch: &[X]) -> &[X::Scalar] {
    bytemuck::cast_slice(batch)
}

#[inline]
fn flat_mut<X: Sample>(batch: &mut [X]) -> &mut [X::Scalar] {
    bytemuck::cast_slice_mut(batch)
}

/// What stands in for the bias of a layer: a vector, or [`NoBias`].
pub trait Bias<T: Scalar, const OUT: usize>: Pod + core::fmt::Debug + PartialEq {
    /// The bias, or nothing.
    fn scalars(&self) -> &[T];
    /// The bias, or nothing, to write to.
    fn scalars_mut(&mut self) -> &mut [T];
}

impl<T: Scalar, const OUT: usize> Bias<T, OUT> for SVector<T, OUT> {
    #[inline]
    fn scalars(&self) -> &[T] {
        self.as_slice()
    }

    #[inline]
    fn scalars_mut(&mut self) -> &mut [T] {
        self.as_mut_slice()
    }
}

/// The bias of a layer declared with `bias = false`: no parameters, no work.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct NoBias;

impl<T: Scalar, const OUT: usize> Bias<T, OUT> for NoBias {
    #[inline]
    fn scalars(&self) -> &[T] {
        &[]
    }

    #[inline]
    fn scalars_mut(&mut self) -> &mut [T] {
        &mut []
    }
}
