//! `tanh`, the activation of small networks, where one vector's latency counts as much as the throughput.
//!
//! Away from 0 it is made from `t = tanh(x/2) = p / q` by `tanh x = 2t / (1 + t²) = 2pq / (q² + p²)`: one
//! division, no exponential, and an error of `t` shrinks by `1 / cosh x` on its way, so that low degrees are
//! enough. Near 0 a polynomial is better and ready long before the quotient.
//!
//! Tried: `x p(x²) / q(x²)` of degrees 9/8 (6 cycles shorter, but 5 to 6 ulp for large `x`, where both
//! polynomials round at full weight), and `(e^2x - 1) / (e^2x + 1)` through `exp_m1` (35 cycles longer).

use crate::kernel::simd::Simd;

/// `tanh x = x + x u s(u)` with `u = x²`, for `|x| < 0.6`; relative error 2^-28.2 (`fit.py tanh`, SMALL).
const SMALL: [f32; 5] = [-0.333_333, 0.133_319_26, -0.053_783_823, 0.020_795_967, -0.005_895_154_6];

/// `tanh(x/2) = x p(u) / (2 q(u))` with leading coefficients 1, for `0.55 < |x| < 9`; relative error of the
/// `tanh x` made from it 2^-27.0 (`fit.py tanh`, P and Q).
const P: [f32; 2] = [0.029_778_369, 1.143_531_84e-4];
/// See [`P`]; times 4, see [`tanh`].
const Q: [f32; 4] = [4.0, 4.0 * 0.113_111_67, 4.0 * 0.001_207_028, 4.0 * 1.231_116_1e-6];

/// `tanh x`.
///
/// At most 3 floats from the correctly rounded value, 0.9 ulp from the exact one for `|x| < 0.6`; odd, within
/// `[-1, 1]`, and exactly `x` where that is the nearest float.
#[inline(always)]
pub fn tanh<S: Simd>(x: f32) -> f32 {
    let fma = S::mul_add::<f32>;
    let u = x * x;
    let u2 = u * u;
    let xu = x * u;
    let s = fma(u2, fma(u2, SMALL[4], fma(u, SMALL[3], SMALL[2])), fma(u, SMALL[1], SMALL[0]));
    // The sum would make +0 of -0.
    let small = fma(xu, s, x).copysign(x);

    // With x p twice the numerator of tanh(x/2) and q four times its denominator, the powers of two cancel:
    // tanh x = xp · q / (xp² + q²/4). Halves and quarters are exact, so this costs no accuracy.
    let xp = fma(xu, fma(u, P[1], P[0]), x);
    let q = fma(u2, fma(u, Q[3], Q[2]), fma(u, Q[1], Q[0]));
    let large = (xp * q) / fma(0.25 * q, q, xp * xp);

    // From 8.75 on 1 is less than an ulp away. The quotient may round to more than 1 from 8.87 on, where no
    // multiply-add is fused, and overflows later. NaN compares false and comes through as the quotient.
    let large = if x.abs() > 8.75 { 1f32.copysign(x) } else { large };
    if x.abs() < 0.6 { small } else { large }
}
