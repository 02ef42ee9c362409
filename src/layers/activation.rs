//! Elementwise activations: one formula and its derivative each.
//!
//! All of them are layers without parameters. A slope or an alpha is part of the type, as the bits of an
//! `f64`, because const generics on stable Rust hold no floating-point numbers; [`constant`](super::constant)
//! turns it back.

use core::fmt;
use core::marker::PhantomData;

use bytemuck::{Pod, Zeroable};
use nalgebra::SVector;

use super::constant;
use crate::head::{Head, HeadOf, Kind, RegressionHead, SIGMOID};
use crate::kernel::{self, Elementwise, Op, Simd, dispatch};
use crate::layer::{Backward, Forward, Layer, Nothing};
use crate::scalar::Scalar;
use crate::threads;

/// Declares one activation: its type, and the layer that applies it to every feature.
macro_rules! activation {
    ($(#[$doc:meta])* $name:ident $(<$bits:ident>)?,
     y($x:ident) = $apply:expr, $(all($simd:ident, $xs:ident, $ys:ident) = $all:expr,)?
     dy($dx:ident, $dy:ident) = $derivative:expr) => {
        $(#[$doc])*
        #[repr(C)]
        #[derive(Clone, Copy, PartialEq)]
        pub struct $name<const N: usize, $(const $bits: u64,)? T: Scalar = f32>(PhantomData<T>);

        // SAFETY: it has no size, so it holds neither padding nor a bit that could be invalid.
        unsafe impl<const N: usize, $(const $bits: u64,)? T: Scalar> Pod for $name<N, $($bits,)? T> {}
        // SAFETY: it has no size.
        unsafe impl<const N: usize, $(const $bits: u64,)? T: Scalar> Zeroable for $name<N, $($bits,)? T> {}

        impl<const N: usize, $(const $bits: u64,)? T: Scalar> fmt::Debug for $name<N, $($bits,)? T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }

        impl<const N: usize, $(const $bits: u64,)? T: Scalar> Elementwise<T> for $name<N, $($bits,)? T> {
            #[inline(always)]
            fn apply<S: Simd>($x: T) -> T {
                $apply
            }

            $(#[inline(always)]
            fn apply_all<S: Simd>($simd: S, $xs: &[T], $ys: &mut [T]) {
                $all
            })?

            #[inline(always)]
            #[allow(unused_variables, reason = "most derivatives need only one of the two")]
            fn derivative<S: Simd>($dx: T, $dy: T) -> T {
                $derivative
            }
        }

        impl<const N: usize, $(const $bits: u64,)? T: Scalar> Layer for $name<N, $($bits,)? T> {
            type Scalar = T;
            type Input = SVector<T, N>;
            type Output = SVector<T, N>;
            type Workspace<const TILE: usize> = ();
            type Learns = Nothing;

            #[inline(always)]
            fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
                let (x, y) = (bytemuck::cast_slice(pass.x), bytemuck::cast_slice_mut(pass.y));
                kernel::apply::<S, Self, T>(pass.simd, x, y);
            }

            #[inline]
            fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
                let Backward { x, y, dy, dx: Some(dx), round, .. } = pass else { return };
                match round.share(dx.len(), dx.len() * N * COST) {
                    None => Derivative::<Self, T>::write(x, y, dy, dx),
                    Some(samples) => threads::for_each_share(dx, samples, |first, dx| {
                        let here = first..first + dx.len();
                        Derivative::<Self, T>::write(&x[here.clone()], &y[here.clone()], &dy[here], dx);
                    }),
                }
            }
        }
    };
}

/// What a number costs, in multiply-adds of a product: it is read from memory, and may be the argument of a
/// `tanh`.
const COST: usize = 32;

/// `dx = f'(x) · dy`
struct Derivative<'a, F, T> {
    function: PhantomData<F>,
    x: &'a [T],
    y: &'a [T],
    dy: &'a [T],
    dx: &'a mut [T],
}

impl<F: Elementwise<T>, T: Scalar> Derivative<'_, F, T> {
    #[inline]
    fn write<const N: usize>(
        x: &[SVector<T, N>],
        y: &[SVector<T, N>],
        dy: &[SVector<T, N>],
        dx: &mut [SVector<T, N>],
    ) {
        dispatch(Derivative::<F, T> {
            function: PhantomData,
            x: bytemuck::cast_slice(x),
            y: bytemuck::cast_slice(y),
            dy: bytemuck::cast_slice(dy),
            dx: bytemuck::cast_slice_mut(dx),
        });
    }
}

impl<F: Elementwise<T>, T: Scalar> Op for Derivative<'_, F, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        kernel::apply_derivative::<S, F, T>(simd, self.x, self.y, self.dy, self.dx);
    }
}

activation! {
    /// `y = x`: the wire past a chain, in a `Concat`.
    Identity,
    y(x) = x,
    dy(x, y) = T::ONE
}

activation! {
    /// `y = max(x, 0)`, with derivative 0 at 0, as PyTorch has it.
    ReLU,
    y(x) = if x <= T::ZERO { T::ZERO } else { x },
    dy(x, y) = if y > T::ZERO { T::ONE } else { T::ZERO }
}

activation! {
    /// `y = x` for positive `x`, else `slope · x`.
    LeakyReLU<SLOPE>,
    y(x) = if x > T::ZERO { x } else { constant::<T, SLOPE>() * x },
    dy(x, y) = if x > T::ZERO { T::ONE } else { constant::<T, SLOPE>() }
}

activation! {
    /// `y = x` for positive `x`, else `alpha · (eˣ − 1)`.
    ///
    /// D.-A. Clevert et al., "Fast and accurate deep network learning by exponential linear units", 2015.
    ELU<ALPHA>,
    y(x) = if x > T::ZERO { x } else { constant::<T, ALPHA>() * x.exp_m1::<S>() },
    // `y + alpha` is the same, but rounded to nothing far on the left.
    dy(x, y) = if x > T::ZERO { T::ONE } else { constant::<T, ALPHA>() * x.exp::<S>() }
}

activation! {
    /// `y = x · Φ(x)` with the exact normal distribution function `Φ`, as is PyTorch's default.
    ///
    /// D. Hendrycks and K. Gimpel, "Gaussian error linear units", 2016.
    GELU,
    y(x) = x.gelu::<S>(),
    dy(x, y) = x.gelu_derivative::<S>()
}

activation! {
    /// `y = x · sigmoid(x)`, also called swish.
    SiLU,
    y(x) = x.silu::<S>(),
    dy(x, y) = x.silu_derivative::<S>()
}

activation! {
    /// `y = 1 / (1 + e⁻ˣ)`. At the end of a network it is the head that binary cross-entropy wants.
    Sigmoid,
    y(x) = x.sigmoid::<S>(),
    dy(x, y) = y * (T::ONE - y)
}

impl<const N: usize, T: Scalar> Head for Sigmoid<N, T> {
    type Scalar = T;
    type Output = SVector<T, N>;

    fn activate(logits: &mut [Self::Output]) {
        dispatch(Activate::<N, T>(logits));
    }
}

struct Activate<'a, const N: usize, T: Scalar>(&'a mut [SVector<T, N>]);

impl<const N: usize, T: Scalar> Op for Activate<'_, N, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        kernel::apply_in_place::<S, Sigmoid<N, T>, T>(simd, bytemuck::cast_slice_mut(self.0));
    }
}

impl<const N: usize, T: Scalar> RegressionHead for Sigmoid<N, T> {
    type Target = SVector<T, N>;

    fn pull_back(output: &Self::Output, gradient: &mut Self::Output) {
        gradient.zip_apply(output, |dy, y| *dy *= y * (T::ONE - y));
    }
}

impl<const N: usize, T: Scalar> HeadOf<SVector<T, N>> for Kind<SIGMOID> {
    type Head = Sigmoid<N, T>;
}

activation! {
    /// `y = tanh(x)`.
    Tanh,
    y(x) = x.tanh::<S>(),
    all(simd, x, y) = T::tanh_all(simd, x, y),
    dy(x, y) = T::ONE - y * y
}

activation! {
    /// `y = ln(1 + eˣ)`, a smooth ReLU; its derivative is the sigmoid.
    Softplus,
    y(x) = x.softplus::<S>(),
    dy(x, y) = x.sigmoid::<S>()
}

activation! {
    /// `y = x / (1 + |x|)`: from −1 to 1 as `Tanh`, but it comes near them slowly, and needs no exponential.
    ///
    /// ```
    /// use monograd::prelude::*;
    ///
    /// network! { struct Net<3 => same: Linear(3, bias = false) => Softsign>; }
    ///
    /// let mut net = Net::zeros();
    /// net.same.weight.fill_with_identity();
    /// assert_eq!(net.predict(&SVector::from([-1.0, 0.0, 3.0])), SVector::from([-0.5, 0.0, 0.75]));
    /// ```
    ///
    /// J. Turian et al., "Quadratic features and deep architectures for chunking", 2009.
    Softsign,
    y(x) = x / one_plus_magnitude(x),
    dy(x, y) = {
        let slope = T::ONE / one_plus_magnitude(x);
        slope * slope
    }
}

/// `1 + |x|`
#[inline(always)]
fn one_plus_magnitude<T: Scalar>(x: T) -> T {
    T::ONE + if x < T::ZERO { -x } else { x }
}
