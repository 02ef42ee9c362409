//! Elementwise functions over slices: activations and their derivatives.
//!
//! The loops are plain; inside of [`dispatch`](super::dispatch) the compiler vectorises them for the
//! instruction set at hand.

use super::math::Math;
use super::simd::{Op, Simd, SimdScalar};

/// A function of one number, and its derivative.
pub trait Elementwise<T: SimdScalar + Math> {
    /// `f(x)`
    fn apply<S: Simd>(x: T) -> T;

    /// `y = f(x)`, number by number: a loop, unless the instruction set has something better for whole
    /// vectors.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn apply_all<S: Simd>(_simd: S, x: &[T], y: &mut [T]) {
        for (x, y) in x.iter().zip(y) {
            *y = Self::apply::<S>(*x);
        }
    }

    /// `f'(x)`, from `x` and `y = f(x)`.
    fn derivative<S: Simd>(x: T, y: T) -> T;
}

/// `y = f(x)`, element by element.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn apply<S: Simd, F: Elementwise<T>, T: SimdScalar + Math>(simd: S, x: &[T], y: &mut [T]) {
    F::apply_all(simd, x, y);
}

/// `x = f(x)`, element by element.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn apply_in_place<S: Simd, F: Elementwise<T>, T: SimdScalar + Math>(_simd: S, x: &mut [T]) {
    for x in x {
        *x = F::apply::<S>(*x);
    }
}

/// `dx = f'(x) · dy`, element by element.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn apply_derivative<S: Simd, F: Elementwise<T>, T: SimdScalar + Math>(
    _simd: S,
    x: &[T],
    y: &[T],
    dy: &[T],
    dx: &mut [T],
) {
    for (((x, y), dy), dx) in x.iter().zip(y).zip(dy).zip(dx) {
        *dx = F::derivative::<S>(*x, *y) * *dy;
    }
}

/// `y += x`, element by element.
#[derive(Debug)]
pub struct AddTo<'a, T> {
    /// What is added.
    pub x: &'a [T],
    /// What it is added to.
    pub y: &'a mut [T],
}

impl<T: SimdScalar + core::ops::AddAssign> Op for AddTo<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) {
        for (&x, y) in self.x.iter().zip(self.y) {
            *y += x;
        }
    }
}
