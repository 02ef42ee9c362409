//! Panels: a few vectors of rows, all columns, covered with register tiles.
//!
//! Few widths of tiles, because each is a copy of the micro-kernel: the widest, 4 and 1. A panel of a large
//! product is out of line, one copy for each instruction set and scalar; those of a small one are inlined
//! with everything known.

use core::ptr::null_mut;

use super::ahead::{Ahead, COMPUTE, NEXT_C};
use super::product::{ACROSS, Access, DOWN, FIXED, Product};
use super::simd::{Lanes, Op, Simd, SimdScalar};
use super::tile::tile;

/// `VECTORS` vectors of rows, all columns. `MASKED`: the last vector is not full. `ACCESS`: that of `B`.
///
/// # Safety
/// The operands must be valid as [`Product`] says, `m` be of `VECTORS` vectors, and `ACCESS` as [`tile`]
/// says.
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn panel<
    L: Lanes,
    const VECTORS: usize,
    const MASKED: bool,
    const ACCESS: Access,
    const AHEAD: Ahead,
>(
    lanes: L,
    product: Product<L::Scalar>,
) {
    let n = product.n;
    let mut j = 0;
    // SAFETY: every tile is as many columns of the panel as its own width, and the caller vouches for the
    // panel.
    unsafe {
        match const { widest::<L>(VECTORS) } {
            16 => {
                while j + 16 <= n {
                    tile::<L, VECTORS, 16, MASKED, ACCESS, AHEAD>(
                        lanes,
                        product.columns_from(j, 16),
                        null_mut(),
                    );
                    j += 16;
                }
            }
            12 => {
                while j + 12 <= n {
                    tile::<L, VECTORS, 12, MASKED, ACCESS, AHEAD>(
                        lanes,
                        product.columns_from(j, 12),
                        null_mut(),
                    );
                    j += 12;
                }
            }
            8 => {
                while j + 8 <= n {
                    tile::<L, VECTORS, 8, MASKED, ACCESS, AHEAD>(
                        lanes,
                        product.columns_from(j, 8),
                        null_mut(),
                    );
                    j += 8;
                }
            }
            6 => {
                while j + 6 <= n {
                    tile::<L, VECTORS, 6, MASKED, ACCESS, AHEAD>(
                        lanes,
                        product.columns_from(j, 6),
                        null_mut(),
                    );
                    j += 6;
                }
            }
            _ => {}
        }
        while j + 4 <= n {
            tile::<L, VECTORS, 4, MASKED, ACCESS, AHEAD>(lanes, product.columns_from(j, 4), null_mut());
            j += 4;
        }
        while j < n {
            tile::<L, VECTORS, 1, MASKED, ACCESS, AHEAD>(lanes, product.columns_from(j, 1), null_mut());
            j += 1;
        }
    }
}

/// The columns of the widest tile. One vector in a column leaves room for twice as many, and needs them to
/// keep enough chains going; four leave room for six.
const fn widest<L: Lanes>(vectors: usize) -> usize {
    match vectors {
        1 => 2 * L::TILE_COLUMNS,
        2 => L::TILE_COLUMNS,
        _ => 6,
    }
}

/// A small product of `M` rows, inlined; the columns of `A` are contiguous.
///
/// # Safety
/// The operands must be valid as [`Product`] says, `m` be `M`, and nothing be picked.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) unsafe fn small<L: Lanes, const M: usize>(lanes: L, mut product: Product<L::Scalar>) {
    product.a_row = 1;
    // SAFETY: every panel is a part of the product, whose operands the caller vouches for, and its rows are
    // those that its constants say. The `const` conditions keep what cannot happen from being compiled.
    unsafe {
        if const { M >= 2 * L::LANES } {
            let mut i = 0;
            while i + 2 * L::LANES <= M {
                panel::<L, 2, false, FIXED, COMPUTE>(lanes, product.rows_from(i, 2 * L::LANES));
                i += 2 * L::LANES;
            }
        }
        let rest = const { M % (2 * L::LANES) };
        if const { M % (2 * L::LANES) > L::LANES } {
            panel::<L, 2, true, FIXED, COMPUTE>(lanes, product.rows_from(M - rest, rest));
        } else if const { !M.is_multiple_of(2 * L::LANES) } {
            panel::<L, 1, true, FIXED, COMPUTE>(lanes, product.rows_from(M - rest, rest));
        }
    }
}

/// The panels of a large product, each out of line; the columns of `A` are contiguous.
///
/// # Safety
/// The operands must be valid as [`Product`] says, and the offsets of the rows of `B` worked out, where it is
/// read [`ACROSS`] them.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) unsafe fn large<T: SimdScalar, S: Simd>(simd: S, product: Product<T>) {
    let product = Product { a_row: 1, ..product };
    let vector = <T::Lanes<S>>::LANES;
    let mut i = 0;
    while i < product.m {
        let rows = (product.m - i).min(2 * vector);
        let panel = product.rows_from(i, rows);
        // SAFETY: a part of the product, which the caller vouches for, with as many vectors of rows as the
        // constants say.
        unsafe {
            if rows == 2 * vector {
                outlined::<T, S, 2, false, COMPUTE>(simd, panel);
            } else if rows > vector {
                outlined::<T, S, 2, true, COMPUTE>(simd, panel);
            } else {
                outlined::<T, S, 1, true, COMPUTE>(simd, panel);
            }
        }
        i += rows;
    }
}

/// A panel of exactly [`TALL_VECTORS`](Lanes::TALL_VECTORS) vectors of rows, out of line. `far`: its part of
/// `C` is in no near cache.
///
/// # Safety
/// As [`large`].
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) unsafe fn tall<T: SimdScalar, S: Simd>(simd: S, product: Product<T>, far: bool) {
    let product = Product { a_row: 1, ..product };
    // SAFETY: the caller vouches for the operands, and for `TALL_VECTORS` full vectors of rows: 2, or else 4.
    unsafe {
        if const { <T::Lanes<S>>::TALL_VECTORS == 2 } {
            outlined::<T, S, 2, false, COMPUTE>(simd, product);
        } else if far {
            outlined::<T, S, 4, false, NEXT_C>(simd, product);
        } else {
            outlined::<T, S, 4, false, COMPUTE>(simd, product);
        }
    }
}

/// A panel, out of line.
///
/// # Safety
/// As [`large`], and `m` must be of `VECTORS` vectors.
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn outlined<T: SimdScalar, S: Simd, const VECTORS: usize, const MASKED: bool, const AHEAD: Ahead>(
    simd: S,
    product: Product<T>,
) {
    if product.b.access() == DOWN {
        simd.call(Panel::<T, VECTORS, MASKED, DOWN, AHEAD>(product));
    } else {
        simd.call(Panel::<T, VECTORS, MASKED, ACROSS, AHEAD>(product));
    }
}

/// A panel whose operands are valid.
struct Panel<T, const VECTORS: usize, const MASKED: bool, const ACCESS: Access, const AHEAD: Ahead>(
    Product<T>,
);

impl<T: SimdScalar, const VECTORS: usize, const MASKED: bool, const ACCESS: Access, const AHEAD: Ahead> Op
    for Panel<T, VECTORS, MASKED, ACCESS, AHEAD>
{
    type Output = ();

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn run<S: Simd>(self, simd: S) {
        // SAFETY: only `outlined` makes a `Panel`, of operands that its caller vouches for.
        unsafe { panel::<T::Lanes<S>, VECTORS, MASKED, ACCESS, AHEAD>(T::lanes(simd), self.0) };
    }
}

/// The first [`TILE_COLUMNS`](Lanes::TILE_COLUMNS) columns of two full vectors of rows, out of line.
///
/// # Safety
/// The operands must be valid as [`Product`] says, the elements of a column of `B` be side by side, and
/// `pack` and `next_b` be as [`tile`] says.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) unsafe fn one_tile<T: SimdScalar, S: Simd, const AHEAD: Ahead>(
    simd: S,
    product: Product<T>,
    pack: *mut T,
) {
    simd.call(Tile::<T, AHEAD>(product, pack));
}

/// A tile whose operands are valid.
struct Tile<T, const AHEAD: Ahead>(Product<T>, *mut T);

impl<T: SimdScalar, const AHEAD: Ahead> Op for Tile<T, AHEAD> {
    type Output = ();

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn run<S: Simd>(self, simd: S) {
        let (lanes, Self(product, pack)) = (T::lanes(simd), self);
        // SAFETY: only `one_tile` makes a `Tile`, of operands that its caller vouches for.
        unsafe {
            match const { <T::Lanes<S>>::TILE_COLUMNS } {
                8 => tile::<T::Lanes<S>, 2, 8, false, DOWN, AHEAD>(lanes, product.columns_from(0, 8), pack),
                6 => tile::<T::Lanes<S>, 2, 6, false, DOWN, AHEAD>(lanes, product.columns_from(0, 6), pack),
                _ => tile::<T::Lanes<S>, 2, 4, false, DOWN, AHEAD>(lanes, product.columns_from(0, 4), pack),
            }
        }
    }
}
