//! Logarithms: `ln`, `ln_1p`, and `softplus`, which is `ln(1 + e^x)`.
//!
//! `ln y = n ln 2 + ln(1 + f)` with `√½ <= 1 + f <= √2`, and a polynomial for `ln(1 + f)`; no division.
//! `ln_1p` takes `f` from its argument, not from the rounded sum `1 + x`, and so needs no correction term.

use super::exp::{NO_TAIL, at_least, exp_parts};
use crate::kernel::simd::Simd;

/// `ln 2` in two parts; the first has 9 bits, so its product with any exponent is exact.
const LN2_HIGH: f32 = 0.693_359_4;
/// See [`LN2_HIGH`].
const LN2_LOW: f32 = -2.121_944_4e-4;

/// `ln(1 + f) = f + f² (-1/2 + f p(f))` for `√½ <= 1 + f <= √2`; relative error 2^-27.3 (`fit.py ln`).
const LN: [f32; 8] = [
    0.333_333_3,
    -0.250_008_2,
    0.200_012_28,
    -0.166_233_8,
    0.142_018_24,
    -0.131_602_39,
    0.127_614_33,
    -0.076_342_19,
];

/// The bits of `√½`.
const SQRT_HALF: u32 = 0x3f35_04f3;

/// `ln(1 + f) + n ln 2` for `√½ <= 1 + f <= √2`.
#[inline(always)]
fn ln_reduced<S: Simd>(f: f32, n: f32) -> f32 {
    let fma = S::mul_add::<f32>;
    let f2 = f * f;
    let f4 = f2 * f2;
    let a = fma(f, LN[1], LN[0]);
    let b = fma(f, LN[3], LN[2]);
    let c = fma(f, LN[5], LN[4]);
    let d = fma(f, LN[7], LN[6]);
    let p = fma(f4, fma(f2, d, c), fma(f2, b, a));
    let tail = f2 * fma(f, p, -0.5);
    fma(n, LN2_HIGH, f + fma(n, LN2_LOW, tail))
}

/// The exponent `n` with `√½ <= y / 2^n < √2` of a positive normal `y`.
#[inline(always)]
fn exponent(y: f32) -> i32 {
    (y.to_bits().wrapping_sub(SQRT_HALF) as i32) >> 23
}

/// Puts what IEEE wants where the argument `y` of a logarithm is not a positive finite number.
#[inline(always)]
fn or_special(y: f32, ln: f32) -> f32 {
    let ln = if y < f32::INFINITY { ln } else { y };
    let special = if y == 0.0 { f32::NEG_INFINITY } else { f32::NAN };
    if y > 0.0 { ln } else { special }
}

/// The natural logarithm.
///
/// At most 1 float from the correctly rounded value; `ln(0) = -∞`, NaN below.
#[inline(always)]
pub fn ln<S: Simd>(x: f32) -> f32 {
    // A subnormal has no exponent to read; 2^23 times it has one.
    let (y, bias) = if x < f32::MIN_POSITIVE { (x * 8_388_608.0, 23.0) } else { (x, 0.0) };
    let n = exponent(y);
    let m = f32::from_bits(y.to_bits().wrapping_sub((n as u32) << 23));
    or_special(x, ln_reduced::<S>(m - 1.0, n as f32 - bias))
}

/// `ln(1 + x)`, without the cancellation near 0.
///
/// At most 2 floats from the correctly rounded value; `ln_1p(-1) = -∞`, NaN below.
#[inline(always)]
pub fn ln_1p<S: Simd>(x: f32) -> f32 {
    let y = 1.0 + x;
    let n = exponent(y);
    // f = (1 + x) / 2^n - 1 from x itself, so that what the sum 1 + x lost is not lost. The quarter keeps the
    // power in range for every n from -24 to 128.
    let power = f32::from_bits((129i32.wrapping_sub(n) as u32) << 23);
    let f = S::mul_add::<f32>(0.25 * x, power, S::mul_add::<f32>(0.25, power, -1.0));
    let ln = or_special(y, ln_reduced::<S>(f, n as f32));
    // A quarter of a subnormal would lose bits, and the sums make +0 of -0.
    if x.abs() < 2e-8 { x } else { ln }
}

/// `ln(1 + e^x)`, as `max(x, 0) + ln(1 + e^-|x|)`.
///
/// At most 2 floats from the correctly rounded value, subnormal results included.
#[inline(always)]
pub fn softplus<S: Simd>(x: f32) -> f32 {
    let e = exp_parts::<S>(at_least(-x.abs(), -104.0), NO_TAIL);
    let t = e.times::<S>(e.first) * e.second;
    // 1 + t is between 1 and 2, so n is 0 or 1, and f comes from t itself as in `ln_1p`.
    let (f, n) = if t > 0.414_213_56 { (S::mul_add::<f32>(0.5, t, -0.5), 1.0) } else { (t, 0.0) };
    (if x > 0.0 { x } else { 0.0 }) + ln_reduced::<S>(f, n)
}
