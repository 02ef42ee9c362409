//! Sums of squares: how large the numbers of some slices are, all together.

use bytemuck::Pod;

use super::product::Right;
use super::samples::Samples;
use super::simd::{Lanes, Op, Simd, SimdScalar};

/// Sums side by side, in four registers of AVX-512: one alone would wait for each addition.
pub const STRANDS: usize = 64;
/// The sum of the squares of all numbers. What is not finite makes it so; so do numbers whose squares
/// overflow.
#[derive(Debug)]
pub struct Squares<'a, X, T> {
    /// Samples, picked or not.
    pub samples: Samples<'a, X>,
    /// More numbers.
    pub others: [&'a [T]; 2],
}

impl<X: Pod, T: SimdScalar + Pod> Op for Squares<'_, X, T> {
    type Output = T;

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) -> T {
        let Self { samples, others } = self;
        let mut sums = Sums::new(T::lanes(simd));
        match samples.picks() {
            None => sums.add(bytemuck::cast_slice(samples.all())),
            Some(picks) => {
                for &pick in picks {
                    sums.add(bytemuck::cast_slice(&samples.all()[pick as usize..=pick as usize]));
                }
            }
        }
        for numbers in others {
            sums.add(numbers);
        }
        sums.total()
    }
}

/// The vectors that are summed side by side: a single one would wait for each addition.
const CHAINS: usize = 4;

/// Sums of squares in registers.
struct Sums<L: Lanes> {
    lanes: L,
    chains: [L::Vector; CHAINS],
}

impl<L: Lanes> Sums<L> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn new(lanes: L) -> Self {
        Self { lanes, chains: [lanes.zero(); CHAINS] }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add(&mut self, numbers: &[L::Scalar]) {
        // SAFETY: a slice is valid for reads of its length.
        unsafe { self.add_raw(numbers.as_ptr(), numbers.len()) };
    }

    /// # Safety
    /// `numbers` must be valid for reads of `len` elements.
    #[cfg_attr(not(debug_assertions), inline(always))]
    unsafe fn add_raw(&mut self, numbers: *const L::Scalar, len: usize) {
        let Self { lanes, chains } = self;
        let mut p = 0;
        // SAFETY: the caller vouches for the elements, and the mask is of those after the last whole vector.
        unsafe {
            while p + CHAINS * L::LANES <= len {
                for chain in 0..CHAINS {
                    let x = lanes.load(numbers.wrapping_add(p + chain * L::LANES));
                    chains[chain] = lanes.mul_add(x, x, chains[chain]);
                }
                p += CHAINS * L::LANES;
            }
            while p + L::LANES <= len {
                let x = lanes.load(numbers.wrapping_add(p));
                chains[0] = lanes.mul_add(x, x, chains[0]);
                p += L::LANES;
            }
            if p < len {
                let x = lanes.load_masked(numbers.wrapping_add(p), lanes.mask(len - p));
                chains[0] = lanes.mul_add(x, x, chains[0]);
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn total(self) -> L::Scalar {
        let Self { lanes, chains: [a, b, c, d] } = self;
        lanes.sum(lanes.add(lanes.add(a, b), lanes.add(c, d)))
    }
}

/// Adds the squares of the first `k` elements of some columns, which are side by side in each.
///
/// # Safety
/// The elements must be valid for reads, as must the picks of the columns, if there are any, and `strands`
/// for [`STRANDS`] numbers.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) unsafe fn add_columns<L: Lanes>(
    lanes: L,
    right: Right<L::Scalar>,
    columns: usize,
    k: usize,
    strands: *mut L::Scalar,
) {
    const { assert!(CHAINS * L::LANES <= STRANDS) };
    let mut sums = Sums::new(lanes);
    // SAFETY: the caller vouches for the elements of each column, and for the strands, of which these are the
    // first.
    unsafe {
        for chain in 0..CHAINS {
            sums.chains[chain] = lanes.load(strands.wrapping_add(chain * L::LANES));
        }
        for j in 0..columns {
            sums.add_raw(right.column(j), k);
        }
        for chain in 0..CHAINS {
            lanes.store(strands.wrapping_add(chain * L::LANES), sums.chains[chain]);
        }
    }
}

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
