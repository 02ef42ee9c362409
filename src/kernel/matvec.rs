//! `y = bias + A·x`, the product of one sample.
//!
//! Nothing of `A` is used twice, so the speed is that of reading it. Each element of `y` has as many partial sums as it takes to
//! keep eight chains of multiply-adds going; they are added in a fixed order.

use core::mem::MaybeUninit;

use super::simd::{Lanes, SimdScalar};
use super::tile::{opaque, rows};

/// The operands: `A` has `stride` rows, its columns without gaps. No bias if `bias` is null.
#[derive(Clone, Copy)]
struct Operands<T> {
    columns: usize,
    stride: usize,
    a: *const T,
    bias: *const T,
    x: *const T,
    y: *mut T,
}

impl<T> Operands<T> {
    /// The rows from `i` on.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn rows_from(self, i: usize) -> Self {
        let bias = if self.bias.is_null() { self.bias } else { self.bias.wrapping_add(i) };
        Self { a: self.a.wrapping_add(i), bias, y: self.y.wrapping_add(i), ..self }
    }
}

/// `y[ROWS] = bias + A[ROWS×columns]·x`, the columns of `A` contiguous and without gaps. No bias if `bias` is null.
///
/// # Safety
/// The operands must be valid for these sizes, and `y` must not overlap the others.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) unsafe fn matvec<L: Lanes, const ROWS: usize>(
    lanes: L,
    columns: usize,
    a: *const L::Scalar,
    bias: *const L::Scalar,
    x: *const L::Scalar,
    y: *mut L::Scalar,
) {
    let all = Operands { columns, stride: ROWS, a, bias, x, y };
    if const { ROWS <= 4 && L::LANES.is_multiple_of(ROWS) } && columns * ROWS <= FEW {
        // SAFETY: the operands are those that the caller vouches for, of `ROWS` rows and at most `FEW` elements of `A`.
        return unsafe { few_rows::<L, ROWS>(lanes, all) };
    }
    // SAFETY: the panels are parts of the product, whose operands the caller vouches for, and together all of its rows. The
    // `const` conditions keep those that do not occur from being compiled.
    unsafe {
        if const { ROWS >= 8 * L::LANES } {
            let mut i = 0;
            while i + 8 * L::LANES <= ROWS {
                panel::<L, 8, 1, false>(lanes, 8 * L::LANES, all.rows_from(i));
                i += 8 * L::LANES;
            }
        }
        if const { ROWS % (8 * L::LANES) >= 4 * L::LANES } {
            let from = const { ROWS - ROWS % (8 * L::LANES) };
            panel::<L, 4, 2, false>(lanes, 4 * L::LANES, all.rows_from(from));
        }
        if const { ROWS % (4 * L::LANES) >= 2 * L::LANES } {
            let from = const { ROWS - ROWS % (4 * L::LANES) };
            panel::<L, 2, 4, false>(lanes, 2 * L::LANES, all.rows_from(from));
        }
        let rest = const { ROWS % (2 * L::LANES) };
        if const { ROWS % (2 * L::LANES) > L::LANES } {
            panel::<L, 2, 4, true>(lanes, rest, all.rows_from(ROWS - rest));
        } else if const { ROWS % (2 * L::LANES) == L::LANES } {
            panel::<L, 1, 8, false>(lanes, rest, all.rows_from(ROWS - rest));
        } else if const { !ROWS.is_multiple_of(2 * L::LANES) } {
            panel::<L, 1, 8, true>(lanes, rest, all.rows_from(ROWS - rest));
        }
    }
}

/// The most elements of an `A` of few rows.
const FEW: usize = 512;

/// 1, 2 or 4 rows: a vector holds several columns of `A`, and the sums are taken across it at the end.
///
/// # Safety
/// The operands must be valid, for `ROWS` rows and at most [`FEW`] elements of `A`.
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn few_rows<L: Lanes, const ROWS: usize>(lanes: L, operands: Operands<L::Scalar>) {
    let Operands { columns, a, bias, x, y, .. } = operands;
    // Each element of `x` as often as there are rows: the compiler makes shuffles of it.
    let mut repeated = [const { MaybeUninit::<L::Scalar>::uninit() }; FEW];
    let repeated: *mut L::Scalar = repeated.as_mut_ptr().cast();
    let len = columns * ROWS;
    let mut sums = [lanes.zero(); 4];
    // SAFETY: the caller vouches for `len` elements of `A`, at most `FEW`, and for `columns` of `x`; as many as `len` of the repeated
    // `x` are written before they are read, and a vector has room in `lane`.
    unsafe {
        let right: *const L::Scalar = if ROWS == 1 { x } else { repeated };
        if ROWS > 1 {
            for p in 0..columns {
                for i in 0..ROWS {
                    *repeated.wrapping_add(p * ROWS + i) = *x.wrapping_add(p);
                }
            }
        }
        for v in 0..len / L::LANES {
            let at = v * L::LANES;
            sums[v % 4] = lanes.mul_add(
                lanes.load(a.wrapping_add(at)),
                lanes.load(right.wrapping_add(at)),
                sums[v % 4],
            );
        }
        if !len.is_multiple_of(L::LANES) {
            let (at, rest) = (len - len % L::LANES, len % L::LANES);
            let (left, right) =
                (lanes.load_first(a.wrapping_add(at), rest), lanes.load_first(right.wrapping_add(at), rest));
            sums[3] = lanes.mul_add(left, right, sums[3]);
        }
        let sum = lanes.add(lanes.add(sums[0], sums[2]), lanes.add(sums[1], sums[3]));
        if ROWS == 1 {
            let sum = lanes.sum(sum);
            *y = if bias.is_null() { sum } else { *bias + sum };
            return;
        }
        let mut lane = [L::Scalar::NIL; 16];
        lanes.store(lane.as_mut_ptr(), sum);
        let mut width = L::LANES / 2;
        while width >= ROWS {
            for i in 0..width {
                lane[i] = lane[i] + lane[i + width];
            }
            width /= 2;
        }
        for i in 0..ROWS {
            let sum = if bias.is_null() { lane[i] } else { *bias.wrapping_add(i) + lane[i] };
            *y.wrapping_add(i) = sum;
        }
    }
}

/// `VECTORS` vectors of rows, `SUMS` partial sums for each.
///
/// # Safety
/// The operands must be valid for `height` rows.
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn panel<L: Lanes, const VECTORS: usize, const SUMS: usize, const MASKED: bool>(
    lanes: L,
    height: usize,
    operands: Operands<L::Scalar>,
) {
    let Operands { columns, stride, mut a, bias, x, y } = operands;
    // The layer before has left `x` in registers. Told that it is there, the compiler broadcasts its elements by shuffles, twice as
    // many instructions as there are multiply-adds, on a port that those need.
    let mut x = opaque(x);
    let mask = lanes.mask(height - (VECTORS - 1) * L::LANES);
    let mut sums = [[lanes.zero(); VECTORS]; SUMS];
    // SAFETY: the caller vouches for `height` rows of the operands, and no other lanes are touched; `x` and `a` stay inside of `columns`.
    unsafe {
        if !bias.is_null() {
            sums[0] = rows::<L, VECTORS, MASKED>(lanes, bias, mask);
        }
        for _ in 0..columns / SUMS {
            for s in 0..SUMS {
                let left = rows::<L, VECTORS, MASKED>(lanes, a.wrapping_add(s * stride), mask);
                let right = lanes.splat(*x.wrapping_add(s));
                for v in 0..VECTORS {
                    sums[s][v] = lanes.mul_add(left[v], right, sums[s][v]);
                }
            }
            a = a.wrapping_add(SUMS * stride);
            x = x.wrapping_add(SUMS);
        }
        for s in 0..SUMS {
            if s < columns % SUMS {
                let left = rows::<L, VECTORS, MASKED>(lanes, a.wrapping_add(s * stride), mask);
                let right = lanes.splat(*x.wrapping_add(s));
                for v in 0..VECTORS {
                    sums[s][v] = lanes.mul_add(left[v], right, sums[s][v]);
                }
            }
        }
        let mut half = SUMS / 2;
        while half > 0 {
            for s in 0..half {
                for v in 0..VECTORS {
                    sums[s][v] = lanes.add(sums[s][v], sums[s + half][v]);
                }
            }
            half /= 2;
        }
        for v in 0..VECTORS {
            let y = y.wrapping_add(v * L::LANES);
            if MASKED && v + 1 == VECTORS {
                lanes.store_first(y, height - v * L::LANES, sums[0][v]);
            } else {
                lanes.store(y, sums[0][v]);
            }
        }
    }
}
