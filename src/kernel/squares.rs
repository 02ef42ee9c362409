//! Sums of squares: how large the numbers of some slices are, all together.

use bytemuck::Pod;

use super::product::Right;
use super::samples::Samples;
use super::simd::{Lanes, Op, Simd, SimdScalar};

/// Sums side by side, in four registers of AVX-512: one alone would wait for each addition.
pub const STRANDS: usize = 64;
/// What is left of a slice goes to one register of them.
const PART: usize = 16;

/// Adds the squares of all numbers to the strands. What is not finite makes the sums so; so do numbers whose squares overflow.
#[derive(Debug)]
pub struct Squares<'a, X, T> {
    /// Samples, picked or not.
    pub samples: Samples<'a, X>,
    /// More numbers.
    pub others: [&'a [T]; 2],
    /// The sums so far.
    pub sums: &'a mut [T; STRANDS],
}

impl<X: Pod, T: SimdScalar + Pod> Op for Squares<'_, X, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) {
        let Self { samples, others, sums } = self;
        match samples.picks() {
            None => add::<S, T>(bytemuck::cast_slice(samples.all()), sums),
            Some(picks) => {
                for &pick in picks {
                    add::<S, T>(bytemuck::cast_slice(&samples.all()[pick as usize..=pick as usize]), sums);
                }
            }
        }
        for numbers in others {
            add::<S, T>(numbers, sums);
        }
    }
}

#[inline(always)]
fn add<S: Simd, T: SimdScalar>(numbers: &[T], sums: &mut [T; STRANDS]) {
    let mut here = *sums;
    let (groups, rest) = numbers.as_chunks::<STRANDS>();
    for group in groups {
        for k in 0..STRANDS {
            here[k] = S::mul_add(group[k], group[k], here[k]);
        }
    }
    let (groups, rest) = rest.as_chunks::<PART>();
    for group in groups {
        for k in 0..PART {
            here[k] = S::mul_add(group[k], group[k], here[k]);
        }
    }
    // A few more that are counted twice make the sum no worse a bound, and need no loop of one at a time.
    match numbers.last_chunk::<PART>() {
        Some(group) if !rest.is_empty() => {
            for k in 0..PART {
                here[k] = S::mul_add(group[k], group[k], here[k]);
            }
        }
        _ => {
            for (sum, &x) in here.iter_mut().zip(rest) {
                *sum = S::mul_add(x, x, *sum);
            }
        }
    }
    *sums = here;
}

/// Adds the squares of the first `k` elements of some columns, which are side by side in each.
///
/// # Safety
/// The elements must be valid for reads, as must the picks of the columns, if there are any, and `sums` for [`STRANDS`] numbers.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) unsafe fn add_columns<L: Lanes>(
    lanes: L,
    right: Right<L::Scalar>,
    columns: usize,
    k: usize,
    sums: *mut L::Scalar,
) {
    const { assert!(CHAINS * L::LANES <= STRANDS) };
    let mut chains = [lanes.zero(); CHAINS];
    // SAFETY: the caller vouches for the elements of each column, of which those after the last whole vector are read by a mask, and
    // for the sums, of which these are the first.
    unsafe {
        for chain in 0..CHAINS {
            chains[chain] = lanes.load(sums.wrapping_add(chain * L::LANES));
        }
        for j in 0..columns {
            let column = right.column(j);
            let mut p = 0;
            while p + CHAINS * L::LANES <= k {
                for chain in 0..CHAINS {
                    let x = lanes.load(column.wrapping_add(p + chain * L::LANES));
                    chains[chain] = lanes.mul_add(x, x, chains[chain]);
                }
                p += CHAINS * L::LANES;
            }
            while p + L::LANES <= k {
                let x = lanes.load(column.wrapping_add(p));
                chains[0] = lanes.mul_add(x, x, chains[0]);
                p += L::LANES;
            }
            if p < k {
                let x = lanes.load_masked(column.wrapping_add(p), lanes.mask(k - p));
                chains[0] = lanes.mul_add(x, x, chains[0]);
            }
        }
        for chain in 0..CHAINS {
            lanes.store(sums.wrapping_add(chain * L::LANES), chains[chain]);
        }
    }
}

/// The vectors that [`add_columns`] sums side by side.
const CHAINS: usize = 4;

/// Joins the strands by halves.
#[inline(always)]
pub fn join<T: Copy>(mut strands: [T; STRANDS], both: impl Fn(T, T) -> T) -> T {
    let mut half = STRANDS / 2;
    while half > 0 {
        let (left, right) = strands.split_at_mut(half);
        for (left, &right) in left.iter_mut().zip(&*right) {
            *left = both(*left, right);
        }
        half /= 2;
    }
    strands[0]
}
