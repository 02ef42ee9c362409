//! The register tile: the micro-kernel under every matrix product.
//!
//! Every element of `C` is one chain of multiply-adds in the order of `k`, whatever tile it falls into; so its bits do not depend on
//! `m`, on `n`, or on where the product was cut into panels and columns.

use super::product::{Last, Picks, Product, Right, Update};
use super::simd::Lanes;

/// What a tile does for the next ones while it computes: one bit for each of these.
///
/// What comes from far away is asked for in the second level of cache: so many lines on their way would keep the first from
/// anything else. And it is asked for a few lines at a time, whenever the tile comes to a new line of `B`.
pub(super) type Ahead = u8;
/// Nothing.
pub(super) const COMPUTE: Ahead = 0;
/// Copies the rows of `A` that it reads to `pack`, next to each other.
pub(super) const PACK: Ahead = 1;
/// Asks for [two columns](NEXT_ROWS_AT_ONCE) of the rows at `next`.
pub(super) const NEXT_ROWS: Ahead = 2;
/// Asks for the columns of `next_b`.
pub(super) const NEXT_COLUMNS: Ahead = 4;
/// Asks for the tile after the next one of `C`.
pub(super) const NEXT_C: Ahead = 8;

/// The bytes of a line of cache.
const LINE: usize = 64;

/// How many columns of `A` a tile asks for at a time.
pub(super) const NEXT_ROWS_AT_ONCE: usize = 2;

/// The steps of 16 multiply-adds that the way to the second level of cache takes, and a few more.
const STEPS_TO_SECOND_LEVEL: usize = 6;

/// `VECTORS` vectors of rows, `COLUMNS` columns, accumulated in registers. `MASKED`: the last vector is not full. `PICKED`: rows
/// of `B` are picked.
///
/// # Safety
/// The operands must be valid as [`Product`] says; `m` must be of `VECTORS` vectors, `n` at least `COLUMNS`; with [`PACK`], `pack`
/// must be valid for writes of `k` times `VECTORS` vectors, and with [`NEXT_COLUMNS`] the picks of `next_b`, if any, for reads
/// of `COLUMNS`. Rows are picked if and only if `PICKED`.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) unsafe fn tile<
    L: Lanes,
    const VECTORS: usize,
    const COLUMNS: usize,
    const MASKED: bool,
    const PICKED: bool,
    const AHEAD: Ahead,
>(
    lanes: L,
    product: Product<L::Scalar>,
    mut pack: *mut L::Scalar,
) {
    let Product { m, k, mut a, a_col, b, mut next, next_col, next_b, fixed, .. } = product;
    let mask = lanes.mask(m - (VECTORS - 1) * L::LANES);
    let mut sums = [[lanes.zero(); VECTORS]; COLUMNS];
    // SAFETY: every address is an element of the operands, and masked lanes are not touched. Prefetches touch nothing.
    unsafe {
        start::<L, VECTORS, COLUMNS, MASKED>(lanes, &product, mask, &mut sums);
        let (columns, offsets) = (columns::<_, COLUMNS>(b, fixed), b.row_offsets());
        let mut next_columns = [core::ptr::null(); COLUMNS];
        if AHEAD & NEXT_COLUMNS != 0 {
            for j in 0..COLUMNS {
                next_columns[j] = next_b.column(j);
            }
        }
        for p in 0..k {
            let left = rows::<L, VECTORS, MASKED>(lanes, a, mask);
            if AHEAD & PACK != 0 {
                store_rows::<L, VECTORS, false>(lanes, pack, mask, left);
                pack = pack.wrapping_add(VECTORS * L::LANES);
                for v in 0..VECTORS {
                    lanes.prefetch(a.wrapping_add(STEPS_TO_SECOND_LEVEL * a_col + v * L::LANES));
                }
            }
            if AHEAD & NEXT_ROWS != 0 && p.is_multiple_of(L::LANES) {
                for _ in 0..NEXT_ROWS_AT_ONCE {
                    for v in 0..VECTORS {
                        lanes.prefetch_far(next.wrapping_add(v * L::LANES));
                    }
                    next = next.wrapping_add(next_col);
                }
            }
            if AHEAD & NEXT_COLUMNS != 0 && p.is_multiple_of(LINE / size_of::<L::Scalar>()) {
                for j in 0..COLUMNS {
                    lanes.prefetch_far(next_columns[j].wrapping_add(p * next_b.row));
                }
            }
            if AHEAD & NEXT_C != 0 && p.is_multiple_of(L::LANES) && p / L::LANES < VECTORS {
                for j in 0..COLUMNS {
                    lanes.prefetch_far(product.c.wrapping_add((j + 2 * COLUMNS) * product.c_col + p));
                }
            }
            let row = if PICKED { b.start.wrapping_add(*offsets.wrapping_add(p)) } else { b.start };
            for j in 0..COLUMNS {
                // A picked row is one pointer, however many columns there are.
                let right = if PICKED { row.wrapping_add(j) } else { columns[j].wrapping_add(p * b.row) };
                let right = lanes.splat(*right);
                for v in 0..VECTORS {
                    sums[j][v] = lanes.mul_add(left[v], right, sums[j][v]);
                }
            }
            a = a.wrapping_add(a_col);
        }
        if let Update::Add(scale) = product.update {
            add::<L, VECTORS, COLUMNS, MASKED>(lanes, &product, mask, scale, &mut sums);
        }
        finish::<L, VECTORS, COLUMNS, MASKED>(lanes, &product, mask, &mut sums);
        for j in 0..COLUMNS {
            let column = product.c.wrapping_add(j * product.c_col);
            store_rows::<L, VECTORS, MASKED>(lanes, column, mask, sums[j]);
        }
    }
}

/// What the sums start from; `C` is asked for where it will be added to.
///
/// # Safety
/// As [`tile`].
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn start<L: Lanes, const VECTORS: usize, const COLUMNS: usize, const MASKED: bool>(
    lanes: L,
    product: &Product<L::Scalar>,
    mask: L::Mask,
    sums: &mut [[L::Vector; VECTORS]; COLUMNS],
) {
    let &Product { c, c_col, .. } = product;
    match product.update {
        Update::Set => {}
        // SAFETY: the caller vouches for the operands.
        Update::Bias(bias) => *sums = [unsafe { rows::<L, VECTORS, MASKED>(lanes, bias, mask) }; COLUMNS],
        Update::Continue => {
            for j in 0..COLUMNS {
                // SAFETY: the caller vouches for the operands.
                sums[j] = unsafe { rows::<L, VECTORS, MASKED>(lanes, c.wrapping_add(j * c_col), mask) };
            }
        }
        Update::Add(_) => {
            for j in 0..COLUMNS {
                for v in 0..VECTORS {
                    lanes.prefetch(c.wrapping_add(j * c_col + v * L::LANES));
                }
            }
        }
    }
}

/// `sums = C + scale·sums`
///
/// All reads before all writes: a masked read that overlaps an earlier masked write waits for it (the 10 rows of a 128-10 layer
/// are closer together than a vector is wide: 31 % of peak, so 43 %).
///
/// # Safety
/// As [`tile`].
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn add<L: Lanes, const VECTORS: usize, const COLUMNS: usize, const MASKED: bool>(
    lanes: L,
    product: &Product<L::Scalar>,
    mask: L::Mask,
    scale: L::Scalar,
    sums: &mut [[L::Vector; VECTORS]; COLUMNS],
) {
    let scale = lanes.splat(scale);
    let mut old = [[lanes.zero(); VECTORS]; COLUMNS];
    for j in 0..COLUMNS {
        let column = product.c.wrapping_add(j * product.c_col);
        // SAFETY: the caller vouches for the operands.
        old[j] = unsafe { rows::<L, VECTORS, MASKED>(lanes, column, mask) };
    }
    for j in 0..COLUMNS {
        for v in 0..VECTORS {
            sums[j][v] = lanes.mul_add(sums[j][v], scale, old[j][v]);
        }
    }
}

/// What becomes of the sums before they are written.
///
/// # Safety
/// As [`tile`].
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn finish<L: Lanes, const VECTORS: usize, const COLUMNS: usize, const MASKED: bool>(
    lanes: L,
    product: &Product<L::Scalar>,
    mask: L::Mask,
    sums: &mut [[L::Vector; VECTORS]; COLUMNS],
) {
    match product.last {
        Last::Nothing => {}
        Last::Rectify => {
            for j in 0..COLUMNS {
                for v in 0..VECTORS {
                    sums[j][v] = lanes.gate(sums[j][v], sums[j][v]);
                }
            }
        }
        Last::Gate(gate) => {
            for j in 0..COLUMNS {
                let column = gate.wrapping_add(j * product.c_col);
                // SAFETY: the caller vouches for the operands.
                let gates = unsafe { rows::<L, VECTORS, MASKED>(lanes, column, mask) };
                for v in 0..VECTORS {
                    sums[j][v] = lanes.gate(gates[v], sums[j][v]);
                }
            }
        }
    }
}

/// Where the first columns of `B` start. `fixed`: the compiler knows how far they are apart.
///
/// # Safety
/// If columns are picked, so many picks must be valid for reads.
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn columns<T: Copy, const COLUMNS: usize>(b: Right<T>, fixed: bool) -> [*const T; COLUMNS] {
    let mut columns = [b.start; COLUMNS];
    // There are not 16 registers for 16 pointers: one for every four of them, where they lie side by side.
    let is_shared = COLUMNS > 8 && !matches!(b.picks, Picks::Columns(_));
    for j in 0..COLUMNS {
        if is_shared && !fixed && j % 4 != 0 {
            columns[j] = columns[j - j % 4].wrapping_add(j % 4 * b.column);
            continue;
        }
        // SAFETY: the caller vouches for the picks.
        columns[j] = unsafe { b.column(j) };
        if !fixed {
            columns[j] = opaque(columns[j]);
        }
    }
    columns
}

/// The rows of one column. `MASKED`: the last vector is read through the mask.
///
/// # Safety
/// `from` must be valid for reads of these rows.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) unsafe fn rows<L: Lanes, const VECTORS: usize, const MASKED: bool>(
    lanes: L,
    from: *const L::Scalar,
    mask: L::Mask,
) -> [L::Vector; VECTORS] {
    let mut rows = [lanes.zero(); VECTORS];
    for v in 0..VECTORS {
        let from = from.wrapping_add(v * L::LANES);
        // SAFETY: the caller vouches for all vectors, and for the masked part of the last.
        rows[v] = unsafe {
            if MASKED && v + 1 == VECTORS { lanes.load_masked(from, mask) } else { lanes.load(from) }
        };
    }
    rows
}

/// Writes the rows of one column: the inverse of [`rows`].
///
/// # Safety
/// `to` must be valid for writes of these rows.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) unsafe fn store_rows<L: Lanes, const VECTORS: usize, const MASKED: bool>(
    lanes: L,
    to: *mut L::Scalar,
    mask: L::Mask,
    rows: [L::Vector; VECTORS],
) {
    for v in 0..VECTORS {
        let to = to.wrapping_add(v * L::LANES);
        // SAFETY: the caller vouches for all vectors, and for the masked part of the last.
        unsafe {
            if MASKED && v + 1 == VECTORS {
                lanes.store_masked(to, mask, rows[v]);
            } else {
                lanes.store(to, rows[v]);
            }
        }
    }
}

/// The same pointer, in a register of its own.
///
/// Left to itself the compiler reaches each column of `B` from the one before: a chain of eight additions in every step, which
/// takes longer than the step's 16 multiply-adds (63-69 % of peak, where separate registers gave 73-81 %).
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn opaque<T>(pointer: *const T) -> *const T {
    #[cfg(all(any(target_arch = "x86_64", target_arch = "aarch64"), not(miri)))]
    {
        let mut pointer = pointer;
        // SAFETY: no instruction at all.
        #[allow(clippy::pointers_in_nomem_asm_block, reason = "nothing is read through it")]
        unsafe {
            core::arch::asm!("/* {0} */", inout(reg) pointer, options(pure, nomem, nostack, preserves_flags));
        };
        pointer
    }
    #[cfg(not(all(any(target_arch = "x86_64", target_arch = "aarch64"), not(miri))))]
    pointer
}
