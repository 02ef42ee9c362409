//! `Y = bias + A·X`, the product of inference: one sample, or some side by side.
//!
//! Nothing of `A` is used twice for one sample, so the speed is that of reading it. Each element of `y` has
//! as many partial sums as it takes to keep eight chains of multiply-adds going, fewer where `A` comes from
//! far away; they are added in a fixed order. Several samples share what is read of `A`, and take the very
//! same additions: the bits of a sample do not depend on how many there are.

use core::mem::MaybeUninit;

use super::simd::{Lanes, SimdScalar};
use super::tile::{opaque, rows};

/// The operands: `A` has `stride` rows, its columns without gaps, and so have the samples. No bias if `bias`
/// is null.
#[derive(Clone, Copy)]
pub(super) struct Operands<T> {
    pub(super) columns: usize,
    pub(super) stride: usize,
    pub(super) a: *const T,
    pub(super) bias: *const T,
    pub(super) x: *const T,
    pub(super) y: *mut T,
}

impl<T> Operands<T> {
    /// The rows from `i` on.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn rows_from(self, i: usize) -> Self {
        let bias = if self.bias.is_null() { self.bias } else { self.bias.wrapping_add(i) };
        Self { a: self.a.wrapping_add(i), bias, y: self.y.wrapping_add(i), ..self }
    }

    /// The samples from `j` on.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn samples_from(self, j: usize) -> Self {
        let (x, y) = (self.x.wrapping_add(j * self.columns), self.y.wrapping_add(j * self.stride));
        Self { x, y, ..self }
    }
}

/// `y[ROWS] = bias + A[ROWS×COLUMNS]·x` of one sample.
///
/// # Safety
/// The operands must be valid for these sizes, `stride` be `ROWS` and `columns` be `COLUMNS`; `y` must not
/// overlap the others.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) unsafe fn matvec<L: Lanes, const ROWS: usize, const COLUMNS: usize>(
    lanes: L,
    all: Operands<L::Scalar>,
) {
    // SAFETY: the operands are those that the caller vouches for; the panels are all of their rows. The
    // `const` conditions keep what does not occur from being compiled.
    unsafe {
        if const { is_of_few_rows::<L>(ROWS, COLUMNS) } {
            few_rows::<L, ROWS>(lanes, all);
        } else if const { is_far::<L>(ROWS, COLUMNS) } {
            far::<L, ROWS>(lanes, all);
        } else {
            if const { ROWS >= 8 * L::LANES } {
                let mut i = 0;
                while i + 8 * L::LANES <= ROWS {
                    panel::<L, 8, 1, false, 1>(lanes, 8 * L::LANES, all.rows_from(i));
                    i += 8 * L::LANES;
                }
            }
            partial_sums::<L, ROWS, 1>(lanes, all);
        }
    }
}

/// How many of the rows, the first ones, have a single chain of multiply-adds for each element, which any
/// other product gives as well.
pub(super) const fn rows_of_one_chain<L: Lanes>(rows: usize, columns: usize) -> usize {
    if is_of_few_rows::<L>(rows, columns) {
        0
    } else if is_far::<L>(rows, columns) {
        rows
    } else {
        rows - rows % (8 * L::LANES)
    }
}

/// The rows after [those of one chain](rows_of_one_chain) of each sample, with the bits that [`matvec`] gives
/// it.
///
/// # Safety
/// As [`matvec`], for the given number of samples.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) unsafe fn other_rows_of_each<L: Lanes, const ROWS: usize, const COLUMNS: usize>(
    lanes: L,
    samples: usize,
    all: Operands<L::Scalar>,
) {
    let mut j = 0;
    // SAFETY: `j` and those after it are samples that the caller vouches for.
    unsafe {
        if const { is_of_few_rows::<L>(ROWS, COLUMNS) } {
            while j < samples {
                few_rows::<L, ROWS>(lanes, all.samples_from(j));
                j += 1;
            }
        } else if const { rows_of_one_chain::<L>(ROWS, COLUMNS) < ROWS } {
            // Of 32 registers, 24 hold sums; of 16 the eight of one sample are enough.
            if const { L::TILE_COLUMNS == 8 } {
                while j + 3 <= samples {
                    partial_sums::<L, ROWS, 3>(lanes, all.samples_from(j));
                    j += 3;
                }
            }
            while j < samples {
                partial_sums::<L, ROWS, 1>(lanes, all.samples_from(j));
                j += 1;
            }
        }
    }
}

/// The rows that take several partial sums for each element.
///
/// # Safety
/// As [`matvec`], for `SAMPLES` samples.
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn partial_sums<L: Lanes, const ROWS: usize, const SAMPLES: usize>(
    lanes: L,
    all: Operands<L::Scalar>,
) {
    // SAFETY: the panels are parts of the product, whose operands the caller vouches for. The `const`
    // conditions keep those that do not occur from being compiled.
    unsafe {
        if const { ROWS % (8 * L::LANES) >= 4 * L::LANES } {
            let from = const { ROWS - ROWS % (8 * L::LANES) };
            panel::<L, 4, 2, false, SAMPLES>(lanes, 4 * L::LANES, all.rows_from(from));
        }
        if const { ROWS % (4 * L::LANES) >= 2 * L::LANES } {
            let from = const { ROWS - ROWS % (4 * L::LANES) };
            panel::<L, 2, 4, false, SAMPLES>(lanes, 2 * L::LANES, all.rows_from(from));
        }
        let rest = const { ROWS % (2 * L::LANES) };
        if const { ROWS % (2 * L::LANES) > L::LANES } {
            panel::<L, 2, 4, true, SAMPLES>(lanes, rest, all.rows_from(ROWS - rest));
        } else if const { ROWS % (2 * L::LANES) == L::LANES } {
            panel::<L, 1, 8, false, SAMPLES>(lanes, rest, all.rows_from(ROWS - rest));
        } else if const { !ROWS.is_multiple_of(2 * L::LANES) } {
            panel::<L, 1, 8, true, SAMPLES>(lanes, rest, all.rows_from(ROWS - rest));
        }
    }
}

/// The most elements of an `A` of few rows.
const FEW: usize = 512;

/// Whether `A` is too large for the first level of cache, and of four vectors of rows at least: that many
/// chains keep up with the second level, and a batch can go through the other products. (With partial sums,
/// 64 samples through 784-100 took twice as long.)
const fn is_far<L: Lanes>(rows: usize, columns: usize) -> bool {
    rows > 3 * L::LANES && columns * rows * size_of::<L::Scalar>() > 32 * 1024
}

/// All rows in panels of four to eight vectors, one chain for each element.
///
/// # Safety
/// As [`matvec`], for more than three vectors of rows.
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn far<L: Lanes, const ROWS: usize>(lanes: L, all: Operands<L::Scalar>) {
    let vectors = const { ROWS.div_ceil(L::LANES) };
    let panels = const { ROWS.div_ceil(L::LANES).div_ceil(8) };
    let mut done = 0;
    for k in 0..panels {
        let width = vectors / panels + usize::from(k < vectors % panels);
        let rows = all.rows_from(done * L::LANES);
        let height = (ROWS - done * L::LANES).min(width * L::LANES);
        // SAFETY: `height` rows of the product, whose operands the caller vouches for.
        unsafe {
            match width {
                4 => panel_of_one_chain::<L, ROWS, 4>(lanes, height, rows),
                5 => panel_of_one_chain::<L, ROWS, 5>(lanes, height, rows),
                6 => panel_of_one_chain::<L, ROWS, 6>(lanes, height, rows),
                7 => panel_of_one_chain::<L, ROWS, 7>(lanes, height, rows),
                _ => panel_of_one_chain::<L, ROWS, 8>(lanes, height, rows),
            }
        }
        done += width;
    }
}

/// Whether [`far`] takes panels of this number of vectors; of no rows it takes none, and is compiled
/// nevertheless.
const fn is_width<L: Lanes>(rows: usize, vectors: usize) -> bool {
    let (all, panels) = (rows.div_ceil(L::LANES), rows.div_ceil(L::LANES).div_ceil(8));
    panels > 0 && (vectors == all / panels || vectors == all.div_ceil(panels))
}

/// One of the panels of [`far`].
///
/// # Safety
/// As [`panel`].
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn panel_of_one_chain<L: Lanes, const ROWS: usize, const VECTORS: usize>(
    lanes: L,
    height: usize,
    operands: Operands<L::Scalar>,
) {
    // SAFETY: the caller vouches for the operands.
    unsafe {
        if const { is_width::<L>(ROWS, VECTORS) } {
            if height == VECTORS * L::LANES {
                panel::<L, VECTORS, 1, false, 1>(lanes, height, operands);
            } else if const { !ROWS.is_multiple_of(L::LANES) } {
                panel::<L, VECTORS, 1, true, 1>(lanes, height, operands);
            }
        }
    }
}

/// Whether [`few_rows`] takes the product.
const fn is_of_few_rows<L: Lanes>(rows: usize, columns: usize) -> bool {
    rows <= 4 && L::LANES.is_multiple_of(rows) && columns * rows <= FEW
}

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
    // SAFETY: the caller vouches for `len` elements of `A`, at most `FEW`, and for `columns` of `x`; as many
    // as `len` of the repeated `x` are written before they are read, and a vector has room in `lane`.
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

/// `VECTORS` vectors of rows of each sample, `SUMS` partial sums for each.
///
/// # Safety
/// The operands must be valid for `height` rows and `SAMPLES` samples.
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn panel<
    L: Lanes,
    const VECTORS: usize,
    const SUMS: usize,
    const MASKED: bool,
    const SAMPLES: usize,
>(
    lanes: L,
    height: usize,
    operands: Operands<L::Scalar>,
) {
    let Operands { columns, stride, mut a, bias, .. } = operands;
    // The layer before has left `x` in registers. Told that it is there, the compiler broadcasts its elements
    // by shuffles, twice as many instructions as there are multiply-adds, on a port that those need.
    let mut x = [operands.x; SAMPLES];
    for j in 0..SAMPLES {
        x[j] = opaque(operands.samples_from(j).x);
    }
    let mask = lanes.mask(height - (VECTORS - 1) * L::LANES);
    let mut sums = [[[lanes.zero(); VECTORS]; SAMPLES]; SUMS];
    // SAFETY: the caller vouches for `height` rows of the operands and `SAMPLES` samples, and no other lanes
    // are touched; `x` and `a` stay inside of `columns`.
    unsafe {
        if !bias.is_null() {
            sums[0] = [rows::<L, VECTORS, MASKED>(lanes, bias, mask); SAMPLES];
        }
        for _ in 0..columns / SUMS {
            for s in 0..SUMS {
                let left = rows::<L, VECTORS, MASKED>(lanes, a.wrapping_add(s * stride), mask);
                for j in 0..SAMPLES {
                    let right = lanes.splat(*x[j].wrapping_add(s));
                    for v in 0..VECTORS {
                        sums[s][j][v] = lanes.mul_add(left[v], right, sums[s][j][v]);
                    }
                }
            }
            a = a.wrapping_add(SUMS * stride);
            for j in 0..SAMPLES {
                x[j] = x[j].wrapping_add(SUMS);
            }
        }
        for s in 0..SUMS {
            if s < columns % SUMS {
                let left = rows::<L, VECTORS, MASKED>(lanes, a.wrapping_add(s * stride), mask);
                for j in 0..SAMPLES {
                    let right = lanes.splat(*x[j].wrapping_add(s));
                    for v in 0..VECTORS {
                        sums[s][j][v] = lanes.mul_add(left[v], right, sums[s][j][v]);
                    }
                }
            }
        }
        let mut half = SUMS / 2;
        while half > 0 {
            for s in 0..half {
                for j in 0..SAMPLES {
                    for v in 0..VECTORS {
                        sums[s][j][v] = lanes.add(sums[s][j][v], sums[s + half][j][v]);
                    }
                }
            }
            half /= 2;
        }
        for j in 0..SAMPLES {
            let y = operands.samples_from(j).y;
            for v in 0..VECTORS {
                let y = y.wrapping_add(v * L::LANES);
                if MASKED && v + 1 == VECTORS {
                    lanes.store_first(y, height - v * L::LANES, sums[0][j][v]);
                } else {
                    lanes.store(y, sums[0][j][v]);
                }
            }
        }
    }
}
