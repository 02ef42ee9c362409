//! Elementwise maths: branch-free functions that the compiler vectorises in any loop over a slice.
//!
//! Each `f32` function is generic over an instruction-set token, of which it uses the fused multiply-add
//! only, and is always inlined: under `dispatch` the loop around it becomes 512-bit, 256-bit or 128-bit code.
//! Special values are IEEE's: NaN for NaN, limits at the infinities, signed zeros, gradual underflow. Only
//! the `tanh` of slices has a form of its own for AVX-512, whose tables a loop could not look up: `tanh_all`.
//!
//! `benches/ulp/fit.py` has fitted the coefficients: each constant names its fit.
//! `cargo bench -p monograd-benches --bench ulp` goes over all 2^32 inputs. The largest distance from the
//! correctly rounded result, counted in floats, and from the exact one, in units in the last place:
//!
//! | function | fused (AVX-512, AVX2): floats, ulp | portable: floats, ulp |
//! |---|---|---|
//! | `exp` | 1, 1.03 | 1, 1.00 |
//! | `exp_m1` | 2, 1.54 | 2, 1.65 |
//! | `ln` | 1, 0.93 | 1, 0.95 |
//! | `ln_1p` | 2, 1.54 | 2, 1.53 |
//! | `tanh` | 3, 2.94 | 3, 3.28 |
//! | `tanh_all` | AVX-512 1, 1.48; AVX2 as `tanh` | as `tanh` |
//! | `sigmoid` | 2, 2.40 | 2, 2.40 |
//! | `silu` | 3, 2.55 | 3, 2.79 |
//! | `softplus` | 2, 1.77 | 2, 1.77 |
//! | `gelu` | 3, 2.97 | 3, 3.31 |
//! | `gelu_derivative` | 3, 3.37 | 4, 4.08 |
//!
//! More than 2 floats away are 2,734 of the 2^32 inputs of `tanh` (portable 45,646), 3 (118) of `silu`, 765
//! (3,059) of `gelu` and 3,072 (41,093) of `gelu_derivative`; of the others none.

#![allow(
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    reason = "no code calls these for effect"
)]
#![allow(clippy::cast_possible_wrap, clippy::cast_sign_loss, reason = "exponents are moved as bits")]

mod double;
mod exp;
mod gelu;
mod ln;
mod tanh;
#[cfg(target_arch = "x86_64")]
pub(super) mod tanh_table;

#[cfg(test)]
mod tests;

pub use exp::{exp, exp_m1, sigmoid, silu, silu_derivative};
pub use gelu::{gelu, gelu_derivative};
pub use ln::{ln, ln_1p, softplus};
pub use tanh::tanh;

use crate::kernel::simd::Simd;

/// The elementwise functions of a scalar type: `f32` by this module's polynomials, `f64` by libm.
///
/// Write `Math::exp::<S>(x)`: on a plain `f32`, `x.exp()` is the standard library's method.
pub trait Math: Copy {
    /// `e^x`.
    fn exp<S: Simd>(self) -> Self;
    /// `e^x - 1`, without the cancellation near 0.
    fn exp_m1<S: Simd>(self) -> Self;
    /// The natural logarithm.
    fn ln<S: Simd>(self) -> Self;
    /// `ln(1 + x)`, without the cancellation near 0.
    fn ln_1p<S: Simd>(self) -> Self;
    /// The hyperbolic tangent.
    fn tanh<S: Simd>(self) -> Self;
    /// `y = tanh(x)`, number by number, by the best way of the instruction set: see [`Simd::tanh`].
    ///
    /// # Panics
    /// When the slices differ in length.
    #[inline(always)]
    fn tanh_all<S: Simd>(simd: S, x: &[Self], y: &mut [Self]) {
        let _ = simd;
        tanh_each::<S, _>(x, y);
    }
    /// The logistic function `1 / (1 + e^-x)`.
    fn sigmoid<S: Simd>(self) -> Self;
    /// `x · sigmoid(x)`.
    fn silu<S: Simd>(self) -> Self;
    /// The derivative of `x · sigmoid(x)`.
    fn silu_derivative<S: Simd>(self) -> Self;
    /// `ln(1 + e^x)`.
    fn softplus<S: Simd>(self) -> Self;
    /// The exact GELU, `x Φ(x)`.
    fn gelu<S: Simd>(self) -> Self;
    /// The derivative of the exact GELU.
    fn gelu_derivative<S: Simd>(self) -> Self;
    /// The square root, correctly rounded.
    fn sqrt<S: Simd>(self) -> Self;
}

/// `y = tanh(x)`, number by number, in a loop that the compiler vectorises.
///
/// # Panics
/// When the slices differ in length.
#[inline(always)]
pub(super) fn tanh_each<S: Simd, T: Math>(x: &[T], y: &mut [T]) {
    assert_eq!(x.len(), y.len(), "there must be one result for each number");
    for (x, y) in x.iter().zip(y) {
        *y = T::tanh::<S>(*x);
    }
}

/// Methods of `Math for f32` that are the functions of the same name.
macro_rules! forward {
    ($($name:ident)*) => {$(
        #[inline(always)]
        fn $name<S: Simd>(self) -> Self {
            $name::<S>(self)
        }
    )*};
}

impl Math for f32 {
    #[inline(always)]
    fn tanh_all<S: Simd>(simd: S, x: &[Self], y: &mut [Self]) {
        simd.tanh(x, y);
    }

    forward! { exp exp_m1 ln ln_1p tanh sigmoid silu silu_derivative softplus gelu gelu_derivative }

    #[inline(always)]
    fn sqrt<S: Simd>(self) -> Self {
        // The standard library's is one instruction, also in a vector; `core` has none on stable Rust.
        #[cfg(feature = "std")]
        return f32::sqrt(self);
        #[cfg(not(feature = "std"))]
        libm::sqrtf(self)
    }
}
