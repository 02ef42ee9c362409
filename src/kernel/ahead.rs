//! What a register tile asks for on behalf of the next ones.

use super::product::Product;
use super::simd::Lanes;

/// What a tile does for the next ones while it computes: one bit for each of these.
///
/// What comes from far away is prefetched into the second level of cache: that many lines on their way would
/// keep the first from anything else. And it is prefetched a few lines at a time, whenever the tile comes to
/// a new line of `B`.
pub(super) type Ahead = u8;
/// Nothing.
pub(super) const COMPUTE: Ahead = 0;
/// Copies the rows of `A` that it reads to `pack`, next to each other.
pub(super) const PACK: Ahead = 1;
/// Asks for [two columns](NEXT_ROWS_AT_ONCE) of the rows at `next`.
pub(super) const NEXT_ROWS: Ahead = 2;
/// Asks for the columns of `next_b`, the elements of each side by side.
pub(super) const NEXT_COLUMNS: Ahead = 4;
/// Asks for the tile after the next one of `C`.
pub(super) const NEXT_C: Ahead = 8;

/// The bytes of a line of cache.
pub(super) const LINE: usize = 64;

/// How many columns of `A` a tile asks for at a time.
pub(super) const NEXT_ROWS_AT_ONCE: usize = 2;

/// Asks for what `AHEAD` says, when the tile comes to inner index `p`.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn ask_ahead<L: Lanes, const VECTORS: usize, const COLUMNS: usize, const AHEAD: Ahead>(
    lanes: L,
    product: &Product<L::Scalar>,
    next_columns: &[*const L::Scalar; COLUMNS],
    p: usize,
) {
    let &Product { c, c_col, next, next_col, .. } = product;
    if AHEAD & NEXT_ROWS != 0 && p.is_multiple_of(L::LANES) {
        for column in 0..NEXT_ROWS_AT_ONCE {
            let column = p / L::LANES * NEXT_ROWS_AT_ONCE + column;
            for v in 0..VECTORS {
                lanes.prefetch_far(next.wrapping_add(column * next_col + v * L::LANES));
            }
        }
    }
    if AHEAD & NEXT_COLUMNS != 0 && p.is_multiple_of(LINE / size_of::<L::Scalar>()) {
        for j in 0..COLUMNS {
            lanes.prefetch_far(next_columns[j].wrapping_add(p));
        }
    }
    // A vector of its rows at a time, which is how far `p` has come as well.
    if AHEAD & NEXT_C != 0 && p.is_multiple_of(L::LANES) && p / L::LANES < VECTORS {
        for j in 0..COLUMNS {
            lanes.prefetch_far(c.wrapping_add((j + 2 * COLUMNS) * c_col + p));
        }
    }
}
