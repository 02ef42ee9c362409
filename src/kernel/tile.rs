//! The register tile: the micro-kernel under every matrix product.
//!
//! Every element of `C` is one chain of multiply-adds in the order of `k`, whatever tile it falls into; so
//! its bits do not depend on `m`, on `n`, or on where the product was cut into panels and columns.

use super::ahead::{Ahead, COMPUTE, LINE, NEXT_COLUMNS, PACK, ask_ahead};
use super::product::{ACROSS, Access, DOWN, FIXED, Last, Picks, Product, Right, Update};
use super::simd::Lanes;

/// The steps of 16 multiply-adds that the way to the second level of cache takes, and a few more.
const STEPS_TO_SECOND_LEVEL: usize = 6;

/// How many steps the loop of a tile takes at once.
///
/// A processor foresees the end of a loop while it remembers all of its rounds, and some more before them:
/// fewer than 200 in all. After a longer one it begins anew, with nothing under way. 784-512 on 256 samples,
/// inner blocks of 196: 4 % faster than step by step. Blocks of a product [`ACROSS`] the rows are short. A
/// tile that asks for something has no registers for four steps, but looks less often whether it is time to.
const fn steps_at_once(access: Access, ahead: Ahead) -> usize {
    match (access, ahead) {
        (DOWN, COMPUTE) => 4,
        (ACROSS, COMPUTE) | (FIXED, _) => 1,
        _ => 2,
    }
}

/// `VECTORS` vectors of rows, `COLUMNS` columns, accumulated in registers. `MASKED`: the last vector is not
/// full. `ACCESS`: that of `B`.
///
/// # Safety
/// The operands must be valid as [`Product`] says; `m` must be of `VECTORS` vectors, `n` at least `COLUMNS`;
/// with [`PACK`], `pack` must be valid for writes of `k` times `VECTORS` vectors, and with [`NEXT_COLUMNS`]
/// the picks of `next_b`, if any, for reads of `COLUMNS`. `ACCESS` must be [`FIXED`], if no rows are picked,
/// or [the one of `B`](Right::access); [`ACROSS`] the rows, their offsets must have been worked out.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) unsafe fn tile<
    L: Lanes,
    const VECTORS: usize,
    const COLUMNS: usize,
    const MASKED: bool,
    const ACCESS: Access,
    const AHEAD: Ahead,
>(
    lanes: L,
    product: Product<L::Scalar>,
    pack: *mut L::Scalar,
) {
    debug_assert!(ACCESS != ACROSS || product.k == 0 || !product.b.row_offsets().is_null());
    let at_once = const { steps_at_once(ACCESS, AHEAD) };
    const {
        assert!(
            AHEAD == COMPUTE || L::LANES.is_multiple_of(steps_at_once(ACCESS, AHEAD)),
            "a tile would go past the places where it asks"
        );
    };
    let mask = lanes.mask(product.m - (VECTORS - 1) * L::LANES);
    let mut sums = [[lanes.zero(); VECTORS]; COLUMNS];
    // SAFETY: every address is that of an element of the operands, which the caller vouches for; masked lanes
    // are not touched. Prefetches touch nothing.
    unsafe {
        start::<L, VECTORS, COLUMNS, MASKED>(lanes, &product, mask, &mut sums);
        let mut next_columns = [core::ptr::null(); COLUMNS];
        if AHEAD & NEXT_COLUMNS != 0 {
            for j in 0..COLUMNS {
                next_columns[j] = product.next_b.column(j);
            }
        }
        let (a, columns) = (product.a, columns::<_, COLUMNS, ACCESS>(product.b));
        let mut steps = Steps { product: &product, mask, columns, p: 0, a, pack };
        while steps.p + at_once <= product.k {
            ask_ahead::<L, VECTORS, COLUMNS, AHEAD>(lanes, &product, &next_columns, steps.p);
            for _ in 0..at_once {
                steps.take::<VECTORS, MASKED, ACCESS, AHEAD>(lanes, &mut sums);
            }
        }
        while steps.p < product.k {
            steps.take::<VECTORS, MASKED, ACCESS, AHEAD>(lanes, &mut sums);
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

/// The way of a tile along the inner dimension.
struct Steps<'a, L: Lanes, const COLUMNS: usize> {
    product: &'a Product<L::Scalar>,
    mask: L::Mask,
    /// See [`columns`].
    columns: [*const L::Scalar; COLUMNS],
    /// The inner index that it has come to.
    p: usize,
    /// The rows of that column of `A`.
    a: *const L::Scalar,
    /// Where they are packed.
    pack: *mut L::Scalar,
}

impl<L: Lanes, const COLUMNS: usize> Steps<'_, L, COLUMNS> {
    /// Adds the products of one inner index.
    ///
    /// # Safety
    /// As [`tile`]; `p` must be less than `k`.
    #[cfg_attr(not(debug_assertions), inline(always))]
    unsafe fn take<const VECTORS: usize, const MASKED: bool, const ACCESS: Access, const AHEAD: Ahead>(
        &mut self,
        lanes: L,
        sums: &mut [[L::Vector; VECTORS]; COLUMNS],
    ) {
        let Self { product: &Product { a_col, b, .. }, mask, columns, p, .. } = *self;
        let line = LINE / size_of::<L::Scalar>();
        // SAFETY: `p` is less than `k`; the caller vouches for column `p` of `A`, row `p` of `B`, its offset
        // if it is read across the rows, and the place in `pack`, which grows by what is written there.
        unsafe {
            let left = rows::<L, VECTORS, MASKED>(lanes, self.a, mask);
            if AHEAD & PACK != 0 {
                store_rows::<L, VECTORS, false>(lanes, self.pack, mask, left);
                self.pack = self.pack.wrapping_add(VECTORS * L::LANES);
                for v in 0..VECTORS {
                    lanes.prefetch(self.a.wrapping_add(STEPS_TO_SECOND_LEVEL * a_col + v * L::LANES));
                }
            }
            let mut row = b.start;
            if ACCESS == ACROSS {
                row = row.wrapping_add(*b.row_offsets().wrapping_add(p));
                // The rows lie far apart, too many for the processor to see where each is going.
                lanes.prefetch(row.wrapping_add(line));
            }
            for j in 0..COLUMNS {
                let right = match ACCESS {
                    FIXED => columns[j].wrapping_add(p * b.row),
                    DOWN => columns[j].wrapping_add(p),
                    _ => row.wrapping_add(j),
                };
                let right = lanes.splat(*right);
                for v in 0..VECTORS {
                    sums[j][v] = lanes.mul_add(left[v], right, sums[j][v]);
                }
            }
        }
        self.a = self.a.wrapping_add(a_col);
        self.p += 1;
    }
}

/// What the sums start from; `C` is prefetched where it will be added to.
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
        // SAFETY: the caller vouches for a bias of `m` rows; masked lanes are not touched.
        Update::Bias(bias) => *sums = [unsafe { rows::<L, VECTORS, MASKED>(lanes, bias, mask) }; COLUMNS],
        Update::Continue => {
            for j in 0..COLUMNS {
                // SAFETY: the caller vouches for `m` rows of `COLUMNS` columns of `C`, which an earlier part
                // has written.
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
/// All reads before all writes: a masked read that overlaps an earlier masked write waits for it (the 10 rows
/// of a 128-10 layer are closer together than a vector is wide: 31 % of peak, so 43 %).
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
        // SAFETY: the caller vouches for `m` rows of `COLUMNS` columns of `C`.
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
            let zero = lanes.zero();
            for j in 0..COLUMNS {
                for v in 0..VECTORS {
                    // A weight of −∞ must not hide behind a 0: training looks for it here. What is finite
                    // stays as it is.
                    let wrong = lanes.mul_add(sums[j][v], zero, zero);
                    sums[j][v] = lanes.add(lanes.gate(sums[j][v], sums[j][v]), wrong);
                }
            }
        }
        Last::Gate(gate) => {
            for j in 0..COLUMNS {
                let column = gate.wrapping_add(j * product.c_col);
                // SAFETY: the caller vouches for the gate where it does for `C`: `m` rows of `COLUMNS`
                // columns.
                let gates = unsafe { rows::<L, VECTORS, MASKED>(lanes, column, mask) };
                for v in 0..VECTORS {
                    sums[j][v] = lanes.gate(gates[v], sums[j][v]);
                }
            }
        }
    }
}

/// Where the first columns of `B` start, if it is not read [`ACROSS`] the rows.
///
/// # Safety
/// If columns are picked, `k` picks must be valid for reads.
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn columns<T: Copy, const COLUMNS: usize, const ACCESS: Access>(b: Right<T>) -> [*const T; COLUMNS] {
    let mut columns = [b.start; COLUMNS];
    if ACCESS == ACROSS {
        return columns;
    }
    // There are not 16 registers for 16 pointers: one for every four of them, where they lie side by side.
    let is_shared = COLUMNS > 8 && !matches!(b.picks, Picks::Columns(_));
    for j in 0..COLUMNS {
        if is_shared && ACCESS == DOWN && j % 4 != 0 {
            columns[j] = columns[j - j % 4].wrapping_add(j % 4 * b.column);
            continue;
        }
        // SAFETY: `j` is less than `COLUMNS`, and the caller vouches for as many picks.
        columns[j] = unsafe { b.column(j) };
        if ACCESS == DOWN {
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
/// Left to itself the compiler reaches each column of `B` from the one before: a chain of eight additions in
/// every step, which takes longer than the step's 16 multiply-adds (63-69 % of peak, where separate registers
/// gave 73-81 %).
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn opaque<T>(pointer: *const T) -> *const T {
    #[cfg(all(any(target_arch = "x86_64", target_arch = "aarch64"), not(miri)))]
    {
        let mut pointer = pointer;
        // SAFETY: the assembly is a comment: it reads, writes and clobbers nothing, and gives back the
        // register that it was given.
        #[allow(clippy::pointers_in_nomem_asm_block, reason = "nothing is read through it")]
        unsafe {
            core::arch::asm!("/* {0} */", inout(reg) pointer, options(pure, nomem, nostack, preserves_flags));
        };
        pointer
    }
    #[cfg(not(all(any(target_arch = "x86_64", target_arch = "aarch64"), not(miri))))]
    pointer
}
