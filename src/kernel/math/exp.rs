//! The exponential and what is made of it: `exp`, `exp_m1`, `sigmoid`, `silu` and its derivative.
//!
//! `e^x = 2^n · e^r` with `n` the integer nearest to `x / ln 2`, so that `|r| <= ln 2 / 2`, and a polynomial
//! for `e^r`. The integer is found by adding `1.5 · 2^23`, which leaves it in the low bits of the sum:
//! conversions between floats and integers saturate in Rust, and `round` is a call on targets without SSE4.1.

use crate::kernel::simd::Simd;

/// `1.5 · 2^23`: adding it to `|y| < 2^22` rounds `y` to an integer, kept in the low bits of the sum.
const ROUND: f32 = 12_582_912.0;
/// `1 / ln 2`.
const LOG2_E: f32 = core::f32::consts::LOG2_E;
/// `ln 2` in two parts. The first has 15 bits, so its product with any exponent is exact, fused or not.
const LN2_HIGH: f32 = 0.693_145_75;
/// See [`LN2_HIGH`].
const LN2_LOW: f32 = 1.428_606_8e-6;

/// Adding `-0.0` changes no float, so the compiler drops it; adding `0.0` it may not drop.
pub(super) const NO_TAIL: f32 = -0.0;

/// `e^r = 1 + r + r² q(r)` for `|r| <= 0.3467`, relative error 2^-28.2 (`fit.py exp`).
const EXP: [f32; 5] = [0.499_999_94, 0.166_665_21, 0.041_668_33, 0.008_368_704_5, 0.001_381_451];

/// `e^r - 1` for `|r| <= 0.3467`.
#[inline(always)]
fn exp_m1_reduced<S: Simd>(r: f32) -> f32 {
    let fma = S::mul_add::<f32>;
    let r2 = r * r;
    let low = fma(r, EXP[1], EXP[0]);
    let high = fma(r2, EXP[4], fma(r, EXP[3], EXP[2]));
    fma(r2, fma(r2, high, low), r)
}

/// `e^x` in three parts, `(1 + p) · first · second`: both factors are powers of two and normal numbers.
///
/// What the caller multiplies with goes to `first`, then comes `1 + p` as a fused step, and `second` at the
/// end: few roundings, and a single one where the result is subnormal.
#[derive(Clone, Copy)]
pub(super) struct Parts {
    /// `e^r - 1`.
    pub p: f32,
    /// About half of the exponent.
    pub first: f32,
    /// The other half.
    pub second: f32,
}

impl Parts {
    /// `c (1 + p)`: with `c = factor · first`, all of `factor · e^x` but the factor `second`.
    #[inline(always)]
    pub(super) fn times<S: Simd>(self, c: f32) -> f32 {
        S::mul_add::<f32>(c, self.p, c)
    }
}

/// `e^(x + tail)` for `-160 <= x <= 89` and a tail of at most `|x| / 1000`.
#[inline(always)]
pub(super) fn exp_parts<S: Simd>(x: f32, tail: f32) -> Parts {
    let fma = S::mul_add::<f32>;
    // The sum holds n + 254 in its low bits: halves of it are the biased exponents of two factors of 2^n, and
    // each half is a normal number for every n from -252 to 254.
    let sum = fma(x + tail, LOG2_E, ROUND + 254.0);
    let n = sum - (ROUND + 254.0);
    let r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, x) + tail);
    let bits = sum.to_bits();
    let half = bits >> 1;
    Parts {
        p: exp_m1_reduced::<S>(r),
        first: f32::from_bits(half << 23),
        second: f32::from_bits(bits.wrapping_sub(half) << 23),
    }
}

/// `e^x`.
///
/// At most 1 float from the correctly rounded value; underflows gradually.
#[inline(always)]
pub fn exp<S: Simd>(x: f32) -> f32 {
    let x = if x > 89.0 { 89.0 } else { x };
    let e = exp_parts::<S>(at_least(x, -104.0), NO_TAIL);
    e.times::<S>(e.first) * e.second
}

/// `e^x - 1`, without the cancellation near 0.
///
/// At most 2 floats from the correctly rounded value.
#[inline(always)]
pub fn exp_m1<S: Simd>(x: f32) -> f32 {
    let fma = S::mul_add::<f32>;
    let y = if x > 89.0 { 89.0 } else { x };
    let y = at_least(y, -18.0);
    // The low bits hold the biased exponent of half of 2^n, because 2^128 is not a float while the result may
    // be one.
    let sum = fma(y, LOG2_E, ROUND + 126.0);
    let n = sum - (ROUND + 126.0);
    let r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, y));
    let half = f32::from_bits(sum.to_bits() << 23);
    let e = 2.0 * fma(half, exp_m1_reduced::<S>(r), half - 0.5);
    // Halving would cost a subnormal its last bit, and the sum would make +0 of -0.
    if x.abs() < 1e-8 { x } else { e }
}

/// The logistic function `1 / (1 + e^-x)`.
///
/// At most 2 floats from the correctly rounded value, subnormal results included.
#[inline(always)]
pub fn sigmoid<S: Simd>(x: f32) -> f32 {
    // e^-|x| never overflows, and on the left it is the numerator, so the tail keeps its relative accuracy.
    let e = exp_parts::<S>(at_least(-x.abs(), -104.0), NO_TAIL);
    let value = e.times::<S>(e.first);
    let below = S::mul_add::<f32>(value, e.second, 1.0);
    (if x < 0.0 { value * e.second } else { 1.0 }) / below
}

/// The sigmoid linear unit `x / (1 + e^-x)`, also called swish.
///
/// At most 3 floats from the correctly rounded value, subnormal results included; `silu(-∞) = -0`.
#[inline(always)]
pub fn silu<S: Simd>(x: f32) -> f32 {
    let x = at_least(x, -110.0);
    let e = exp_parts::<S>(at_least(-x.abs(), -110.0), NO_TAIL);
    let below = S::mul_add::<f32>(e.times::<S>(e.first), e.second, 1.0);
    // One division for both sides; the left one gets the rest of its factor afterwards, and is rounded as
    // rarely as it can be.
    let quotient = (if x < 0.0 { x * e.first } else { x }) / below;
    if x < 0.0 { e.times::<S>(quotient) * e.second } else { quotient }
}

/// The derivative of [`silu`], `s (1 + x (1 - s))` with `s = sigmoid(x)`.
///
/// Within 4e-7 of the exact value; beside its zero at -1.278 and in the left tail that is all it promises.
#[inline(always)]
pub fn silu_derivative<S: Simd>(x: f32) -> f32 {
    // Bounded, so that no infinity is multiplied by 0.
    let y = at_least(if x > 110.0 { 110.0 } else { x }, -110.0);
    let s = sigmoid::<S>(y);
    s * S::mul_add::<f32>(y, sigmoid::<S>(-y), 1.0)
}

/// `max(x, bound)`, NaN for NaN: as a select it is one instruction, while `f32::max` has to look for NaN.
#[inline(always)]
pub(super) fn at_least(x: f32, bound: f32) -> f32 {
    if x < bound { bound } else { x }
}
