//! The same functions for `f64`, one number at a time, by libm: for tests, references and small double
//! networks.

use super::Math;
use crate::kernel::simd::Simd;
use core::f64::consts::FRAC_1_SQRT_2;

/// `1 / √(2π)`.
const DENSITY: f64 = 0.398_942_280_401_432_7;

/// The distribution function of the normal distribution.
fn normal(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

impl Math for f64 {
    fn exp<S: Simd>(self) -> Self {
        libm::exp(self)
    }

    fn exp_m1<S: Simd>(self) -> Self {
        libm::expm1(self)
    }

    fn ln<S: Simd>(self) -> Self {
        libm::log(self)
    }

    fn ln_1p<S: Simd>(self) -> Self {
        libm::log1p(self)
    }

    fn tanh<S: Simd>(self) -> Self {
        libm::tanh(self)
    }

    fn sigmoid<S: Simd>(self) -> Self {
        let e = libm::exp(-self.abs());
        (if self < 0.0 { e } else { 1.0 }) / (1.0 + e)
    }

    fn silu<S: Simd>(self) -> Self {
        // Bounded, because -∞ times 0 is not a number; e^-800 is 0.
        (if self < -800.0 { -800.0 } else { self }) * Math::sigmoid::<S>(self)
    }

    fn silu_derivative<S: Simd>(self) -> Self {
        let x = if self > 800.0 { 800.0 } else { self };
        let x = if x < -800.0 { -800.0 } else { x };
        Math::sigmoid::<S>(x) * (1.0 + x * Math::sigmoid::<S>(-x))
    }

    fn softplus<S: Simd>(self) -> Self {
        (if self > 0.0 { self } else { 0.0 }) + libm::log1p(libm::exp(-self.abs()))
    }

    fn gelu<S: Simd>(self) -> Self {
        (if self < -40.0 { -40.0 } else { self }) * normal(self)
    }

    fn gelu_derivative<S: Simd>(self) -> Self {
        let x = if self > 40.0 { 40.0 } else { self };
        let x = if x < -40.0 { -40.0 } else { x };
        normal(x) + x * DENSITY * libm::exp(-0.5 * x * x)
    }

    fn sqrt<S: Simd>(self) -> Self {
        libm::sqrt(self)
    }
}
