//! Whether all numbers of a slice are finite.

use super::simd::{Lanes, Simd, SimdScalar};

/// Whether no number is NaN or infinite. It adds 0 times each number, which is 0, or NaN.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn is_finite<S: Simd, T: SimdScalar>(simd: S, numbers: &[T]) -> bool {
    // One chain of additions would wait for each of them.
    const CHAINS: usize = 4;
    let lanes = T::lanes(simd);
    let width = <T::Lanes<S> as Lanes>::LANES;
    let zero = lanes.zero();
    let mut chains = [zero; CHAINS];
    let mut groups = numbers.chunks_exact(CHAINS * width);
    for group in &mut groups {
        for k in 0..CHAINS {
            // SAFETY: a group has `CHAINS` vectors.
            let x = unsafe { lanes.load(group.as_ptr().wrapping_add(k * width)) };
            chains[k] = lanes.mul_add(x, zero, chains[k]);
        }
    }
    for vector in groups.remainder().chunks(width) {
        // SAFETY: the mask is of the numbers that are there.
        let x = unsafe { lanes.load_masked(vector.as_ptr(), lanes.mask(vector.len())) };
        chains[0] = lanes.mul_add(x, zero, chains[0]);
    }
    let [a, b, c, d] = chains;
    lanes.sum(lanes.add(lanes.add(a, b), lanes.add(c, d))) == T::NIL
}
