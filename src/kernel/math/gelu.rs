//! The exact GELU, `x Φ(x)`, and its derivative, with relative accuracy also where they are tiny.
//!
//! `Φ` is the distribution function of the normal distribution. With `a = |x|` and Mills' ratio `G(a) = Φ(-a)
//! e^(a²/2)`, which is smooth and free of exponentials, `gelu(x) = max(x, 0) - a G(a) e^(-a²/2)`: no
//! cancellation on the left, and a harmless subtraction on the right. The derivative is `H(a) e^(-a²/2)` on
//! the left and 1 minus that on the right, with `H(a) = G(a) - a/√(2π)`.

use super::exp::{Parts, exp_parts};
use crate::kernel::simd::Simd;

/// `1 / √(2π)`, the density at 0.
const DENSITY: f32 = 0.398_942_3;

/// `G(a)` for `a < 1`; relative error 2^-28.2 (`fit.py gelu`, SMALL).
const SMALL: [f32; 9] = [
    0.5,
    -0.398_942_17,
    0.249_996_42,
    -0.132_941_22,
    0.062_285_87,
    -0.025_940_727,
    0.009_207_667,
    -0.002_423_657,
    3.361_051_2e-4,
];
/// `1/√(2π) - a G(a) = p(a) / q(a)` for `1 < a < 15`; error 2^-29.3 of `a G(a)` (`fit.py gelu`, LARGE).
///
/// As `a` grows, `a G(a)` tends to `1/√(2π)`: what is approximated vanishes, and its rounding errors with it.
const LARGE_P: [f32; 4] = [0.399_063_1, 0.240_547_43, 0.070_046_87, 0.010_229_744];
/// See [`LARGE_P`].
const LARGE_Q: [f32; 6] = [1.0, 1.858_100_5, 1.499_239, 0.682_277_4, 0.175_465_52, 0.025_644_558];

/// The zero of `H`, the smallest value of GELU: `ZERO_HIGH + ZERO_LOW`.
const ZERO_HIGH: f32 = 0.751_791_54;
/// See [`ZERO_HIGH`].
const ZERO_LOW: f32 = -1.211_444_9e-8;
/// `H(a) / (zero - a)` for `a < 1.4`; relative error 2^-25.9 (`fit.py gelu_derivative`, SLOPE).
const SLOPE: [f32; 9] = [
    0.665_078,
    -0.176_653_1,
    0.097_555_66,
    -0.047_061_13,
    0.020_271_817,
    -0.007_713_624_7,
    0.002_418_800_3,
    -5.334_519_7e-4,
    5.887_367_7e-5,
];
/// `G(a) = p(a) / q(a)` for `1.4 < a < 15`; error 2^-29.8 of `H(a)` (`fit.py gelu_derivative`, MILLS).
const MILLS_P: [f32; 4] = [0.499_735_56, 0.397_706_66, 0.142_283_84, 0.024_178_827];
/// See [`MILLS_P`].
const MILLS_Q: [f32; 5] = [1.0, 1.590_856_9, 1.059_226_4, 0.356_562_76, 0.060_609_326];

/// `|x|`, at most 15, where `e^(-a²/2)` is far below the smallest float; NaN for NaN.
#[inline(always)]
fn magnitude(x: f32) -> f32 {
    let a = x.abs();
    if a > 15.0 { 15.0 } else { a }
}

/// `e^(-a²/2)` for `0 <= a <= 15`.
#[inline(always)]
fn bell<S: Simd>(a: f32) -> Parts {
    // The exponent goes up to 112, and so would a relative error of a² be multiplied. The square of the upper
    // 12 bits of `a` is exact; what it lacks is passed on as a tail.
    let high = f32::from_bits(a.to_bits() & 0xffff_f000);
    let low = a - high;
    exp_parts::<S>(-0.5 * high * high, -0.5 * low * (a + high))
}

/// `c[1] + c[2] a + ... + c[8] a^7`.
#[inline(always)]
fn rest<S: Simd>(c: &[f32; 9], a: f32, a2: f32) -> f32 {
    let fma = S::mul_add::<f32>;
    let low = fma(a2, fma(a, c[4], c[3]), fma(a, c[2], c[1]));
    let high = fma(a2, fma(a, c[8], c[7]), fma(a, c[6], c[5]));
    fma(a2 * a2, high, low)
}

/// The Gaussian error linear unit `x Φ(x) = x/2 · (1 + erf(x / √2))`.
///
/// At most 3 floats from the correctly rounded value, subnormal results included; `gelu(-∞) = -0`.
#[inline(always)]
pub fn gelu<S: Simd>(x: f32) -> f32 {
    let fma = S::mul_add::<f32>;
    let a = magnitude(x);
    let e = bell::<S>(a);
    let a2 = a * a;
    let small = fma(a2, rest::<S>(&SMALL, a, a2), 0.5 * a);
    let (p, q) = (LARGE_P, LARGE_Q);
    let p = fma(a2, fma(a, p[3], p[2]), fma(a, p[1], p[0]));
    let q = fma(a2, fma(a2, fma(a, q[5], q[4]), fma(a, q[3], q[2])), fma(a, q[1], q[0]));
    let large = DENSITY - p / q;
    let tail = e.times::<S>((if a < 1.0 { small } else { large }) * e.first);
    // The zero of the left side is negative, so that -0 stays -0 and a tail that underflows is rounded to -0.
    let relu = if x >= 0.0 { x } else { -0.0 };
    fma(-tail, e.second, relu)
}

/// The derivative of GELU, `Φ(x) + x e^(-x²/2) / √(2π)`.
///
/// At most 4 floats from the correctly rounded value, also beside its zero at -0.7518 and in the left tail.
#[inline(always)]
pub fn gelu_derivative<S: Simd>(x: f32) -> f32 {
    let fma = S::mul_add::<f32>;
    let a = magnitude(x);
    let e = bell::<S>(a);
    let a2 = a * a;
    // Taking out the zero of H, known to twice the precision, keeps the relative accuracy beside it.
    let small = ((ZERO_HIGH - a) + ZERO_LOW) * fma(a, rest::<S>(&SLOPE, a, a2), SLOPE[0]);
    let (p, q) = (MILLS_P, MILLS_Q);
    let p = fma(a2, fma(a, p[3], p[2]), fma(a, p[1], p[0]));
    let q = fma(a2, fma(a2, q[4], fma(a, q[3], q[2])), fma(a, q[1], q[0]));
    let large = fma(-DENSITY, a, p / q);
    let left = e.times::<S>((if a < 1.4 { small } else { large }) * e.first);
    if x >= 0.0 { fma(-left, e.second, 1.0) } else { left * e.second }
}
