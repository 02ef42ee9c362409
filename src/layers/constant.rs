//! Numbers in types.

use crate::scalar::Scalar;

/// The number whose bits are a const argument: `constant::<f32, { 0.2_f64.to_bits() }>()` is 0.2.
#[must_use]
#[inline(always)]
pub fn constant<T: Scalar, const BITS: u64>() -> T {
    T::from_f64(f64::from_bits(BITS))
}
