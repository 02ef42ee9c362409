//! Large products: the order in which panels and blocks are computed, and what is copied for them.
//!
//! Operands are read in place, but for one panel of `A` at a time, which 32 KiB of stack hold next to each
//! other: its columns lie far apart, often at a power of two, where few of them fit into the first level of
//! cache together. The copy is made by the first tile in passing, and paid back by the others. 784-512
//! forward at batch 64: 46 % of peak in place, 66 % with a prefetch, 80-89 % with the copy.

use core::mem::MaybeUninit;
use core::ptr::null_mut;

use super::ahead::{NEXT_COLUMNS, NEXT_ROWS, NEXT_ROWS_AT_ONCE, PACK};
use super::panel::{large, one_tile, tall};
use super::product::{ACROSS, DOWN, Product, Update};
use super::simd::{Lanes, Op, Simd, SimdScalar};
use super::squares::add_columns;

/// The product, out of line.
///
/// # Safety
/// The operands must be valid as [`Product`] says.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) unsafe fn outlined<T: SimdScalar, S: Simd>(simd: S, product: Product<T>) {
    simd.call(Outlined(product));
}

/// A product whose operands are valid.
struct Outlined<T>(Product<T>);

impl<T: SimdScalar> Op for Outlined<T> {
    type Output = ();

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn run<S: Simd>(self, simd: S) {
        let product = self.0;
        let lanes = T::lanes(simd);
        let wide = product.n >= 2 * <T::Lanes<S>>::TILE_COLUMNS;
        let is_added = matches!(product.update, Update::Add(_));
        // SAFETY: only `outlined` makes an `Outlined`, of operands that its caller vouches for.
        unsafe {
            // Else the first panel adds them.
            let is_tall = product.m >= 2 * <T::Lanes<S>>::LANES;
            if !(product.squares.is_null() || wide && is_tall) {
                add_columns(lanes, product.b, product.n, product.k, product.squares);
            }
            if product.k == 0 {
                // Nothing is read of `A` and `B`, but `C` may have to be set.
                if !is_added {
                    large(simd, product);
                }
            } else if product.a_row != 1 {
                transposed(simd, lanes, product);
            } else if is_added || product.b.access() == ACROSS {
                in_blocks(simd, lanes, product);
            } else if wide {
                assigned(simd, product);
            } else {
                large(simd, product);
            }
        }
    }
}

/// A packed part of `A`: the first level of cache has room for it beside the other operands. Debug builds put
/// a lot on the stack as it is; no bits depend on its size.
#[repr(align(64))]
struct Scratch {
    _bytes: [u8; if cfg!(debug_assertions) { 16 } else { 32 } * 1024],
}

impl Scratch {
    /// How many columns of `height` rows it holds.
    const fn columns<T>(height: usize) -> usize {
        size_of::<Self>() / (height * size_of::<T>())
    }
}

/// The inner indices of a block that is added to `C`. It is the same on every instruction set and for all
/// shapes, because the bits depend on it.
///
/// 784-128 on 256 samples: 92 % of peak in blocks of 128, which crowd the first level of cache, 97 % in
/// blocks of 64.
const DEPTH: usize = 64;

/// The bytes of a `C` that is likely to be in the second level of cache still when it is added to.
const NEAR: usize = 1 << 20;

/// `C = A·B`, perhaps with a bias: the inner dimension is cut into blocks that the scratch holds.
///
/// # Safety
/// The operands must be valid as [`Product`] says, the columns of `A` contiguous, and there must be two tiles
/// of columns.
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn assigned<T: SimdScalar, S: Simd>(simd: S, product: Product<T>) {
    let mut scratch = MaybeUninit::<Scratch>::uninit();
    let pack: *mut T = scratch.as_mut_ptr().cast();
    let height = 2 * <T::Lanes<S>>::LANES;
    let most = Scratch::columns::<T>(height);
    let depth = product.k.div_ceil(product.k.div_ceil(most));
    let mut i = 0;
    while i + height <= product.m {
        let mut p = 0;
        while p < product.k {
            let block = product.rows_from(i, height).inner_from(p, depth.min(product.k - p));
            let (next, next_b) = (block.a.wrapping_add(depth * block.a_col), block.b.rows_from(depth));
            let block = Product { next, next_b, ..block };
            // SAFETY: the block is a part of the product, which the caller vouches for, as are the rows and
            // columns after it, which are only asked for; the scratch has room for `depth` columns of
            // `height` rows.
            unsafe {
                if i == 0 {
                    block_of_panel::<T, S, true>(simd, block, pack);
                } else {
                    block_of_panel::<T, S, false>(simd, block, pack);
                }
            }
            p += depth;
        }
        i += height;
    }
    // SAFETY: the rows that are left of the product, which the caller vouches for; it is read down the
    // columns of `B`.
    unsafe { large(simd, product.rows_from(i, product.m - i)) };
}

/// A block of a panel. The first tile packs `A`; the first few ask for the next block's rows, each for its
/// share. 784-512 at batch 64: 86 to 88 % of peak where the second tile asked for all of them, 89 to 91 %
/// this way.
///
/// The `FIRST` panel adds the squares of `B`, if they are wanted: of what a tile has just read, and what is
/// in no other cache than the first.
///
/// In the `FIRST` panel the columns of `B` may come from far away, from all over a data set, and each tile
/// asks for those of the next one. Steps of 784-128-10 on 256 samples that are in no near cache: 73 % of peak
/// without, 85 % with it.
///
/// # Safety
/// `block` must be valid as [`Product`] says, of two vectors of rows and two tiles of columns, with the next
/// one's operands in `next` and `next_b`; the picks of `next_b`, if any, must be valid for a tile; `pack`
/// must have room for the block's rows.
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn block_of_panel<T: SimdScalar, S: Simd, const FIRST: bool>(
    simd: S,
    block: Product<T>,
    pack: *mut T,
) {
    let (width, vector) = (<T::Lanes<S>>::TILE_COLUMNS, <T::Lanes<S>>::LANES);
    let packed = Product { a: pack, a_col: 2 * vector, ..block };
    let share = NEXT_ROWS_AT_ONCE * block.k.div_ceil(vector);
    let mut j = 0;
    // SAFETY: the tiles are parts of the block, which the caller vouches for; the first one fills the
    // scratch, and the others read what it wrote.
    unsafe {
        while j + width <= block.n && (FIRST || j / width * share < block.k) {
            let asked = j / width * share;
            let next = block.next.wrapping_add(asked * block.next_col);
            let next_b =
                if j + 2 * width <= block.n { block.b.columns_from(j + width) } else { block.next_b };
            let tile = Product { next, next_b, ..if j == 0 { block } else { packed.columns_from(j, width) } };
            match (j == 0, asked < block.k, FIRST) {
                (true, _, true) => one_tile::<T, S, { PACK | NEXT_ROWS | NEXT_COLUMNS }>(simd, tile, pack),
                (true, _, false) => one_tile::<T, S, { PACK | NEXT_ROWS }>(simd, tile, pack),
                (false, true, true) => {
                    one_tile::<T, S, { NEXT_ROWS | NEXT_COLUMNS }>(simd, tile, null_mut());
                }
                (false, true, false) => one_tile::<T, S, NEXT_ROWS>(simd, tile, null_mut()),
                (false, false, _) => one_tile::<T, S, NEXT_COLUMNS>(simd, tile, null_mut()),
            }
            if FIRST && !block.squares.is_null() {
                add_columns(T::lanes(simd), tile.b, width, block.k, block.squares);
            }
            j += width;
        }
        let rest = packed.columns_from(j, block.n - j);
        large(simd, rest);
        if FIRST && !block.squares.is_null() {
            add_columns(T::lanes(simd), rest.b, rest.n, block.k, block.squares);
        }
    }
}

/// `C = C + scale·(A·B)`, or any product whose `B` is read [`ACROSS`] the rows: panel by panel, in blocks of
/// [`DEPTH`].
///
/// The panels are tall where there are registers for it: `C` passes by once for each block, and a tile of
/// four vectors waits less for it. 784-128 at batch 64: 82 % of peak with tiles of 32×8, 86 % with 32×12, 92
/// % with 64×6. The same tiles gained nothing where `C` is only written.
///
/// # Safety
/// The operands must be valid as [`Product`] says, and the columns of `A` contiguous.
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn in_blocks<T: SimdScalar, S: Simd>(simd: S, lanes: T::Lanes<S>, product: Product<T>) {
    let mut scratch = MaybeUninit::<Scratch>::uninit();
    let pack: *mut T = scratch.as_mut_ptr().cast();
    let (vector, most) = (<T::Lanes<S>>::LANES, <T::Lanes<S>>::TALL_VECTORS);
    const { assert!(DEPTH <= Scratch::columns::<T>(<T::Lanes<S>>::TALL_VECTORS * <T::Lanes<S>>::LANES)) };
    let wide = product.n >= 2 * <T::Lanes<S>>::TILE_COLUMNS;
    let far = product.m * product.n * size_of::<T>() > NEAR;
    let mut offsets = [0; DEPTH];
    let mut i = 0;
    while i < product.m {
        let left = product.m - i;
        let vectors = [most, 2].into_iter().find(|vectors| wide && left >= vectors * vector);
        let rows = vectors.map_or(left, |vectors| vectors * vector);
        let mut p = 0;
        while p < product.k {
            let panel = product.rows_from(i, rows).inner_from(p, DEPTH.min(product.k - p));
            // SAFETY: the caller vouches for a pick for every inner index, if there are any.
            let b = unsafe { panel.b.with_offsets(panel.k, &mut offsets) };
            let panel = Product { b, ..panel };
            let packed = Product { a: pack, a_col: rows, ..panel };
            // SAFETY: a part of the product, which the caller vouches for; the scratch has room for `DEPTH`
            // columns of `rows` rows, which the assertion above counts, and `copy` fills what is read of it.
            unsafe {
                match vectors {
                    Some(vectors) => {
                        copy(lanes, vectors, panel.a, panel.a_col, panel.k, pack);
                        if vectors == most {
                            tall(simd, packed, far && p == 0);
                        } else {
                            large(simd, packed);
                        }
                    }
                    None => large(simd, panel),
                }
            }
            p += DEPTH;
        }
        i += rows;
    }
}

/// The product where the columns of `A` are not contiguous: block by block through the scratch, where they
/// are.
///
/// # Safety
/// The operands must be valid as [`Product`] says.
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn transposed<T: SimdScalar, S: Simd>(simd: S, lanes: T::Lanes<S>, product: Product<T>) {
    let mut scratch = MaybeUninit::<Scratch>::uninit();
    let height = 2 * <T::Lanes<S>>::LANES;
    // What is transposed passes through the first level of cache twice.
    let most = Scratch::columns::<T>(height) / 2;
    const { assert!(2 * DEPTH <= Scratch::columns::<T>(2 * <T::Lanes<S>>::LANES)) };
    let depth = match (product.b.access(), product.update) {
        // As [`DEPTH`], the bits depend on it.
        (DOWN, Update::Add(_)) => 2 * DEPTH,
        (DOWN, _) => most,
        // There are offsets for this number of rows.
        _ => DEPTH,
    };
    let mut offsets = [0; DEPTH];
    let mut i = 0;
    while i < product.m {
        let rows = height.min(product.m - i);
        let mut p = 0;
        while p < product.k {
            let block = product.rows_from(i, rows).inner_from(p, depth.min(product.k - p));
            // SAFETY: a part of the product, which the caller vouches for; the scratch has room for `depth`
            // columns of `height` rows, of which `transpose` fills those that are read.
            unsafe {
                transpose(
                    lanes,
                    (block.a, block.a_row),
                    (rows, block.k),
                    (scratch.as_mut_ptr().cast(), height),
                );
                let b = block.b.with_offsets(block.k, &mut offsets);
                large(simd, Product { a: scratch.as_mut_ptr().cast(), a_col: height, b, ..block });
            }
            p += depth;
        }
        i += height;
    }
}

/// Copies `columns` columns of `vectors` vectors, `a_col` apart, next to each other.
///
/// # Safety
/// The elements must be valid for reads, and `to` for writes of as many.
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn copy<L: Lanes>(
    lanes: L,
    vectors: usize,
    a: *const L::Scalar,
    a_col: usize,
    columns: usize,
    to: *mut L::Scalar,
) {
    for p in 0..columns {
        for v in 0..vectors {
            // SAFETY: `p` is less than `columns` and `v` than `vectors`: the caller vouches for these
            // elements of both.
            unsafe {
                let column = lanes.load(a.wrapping_add(p * a_col + v * L::LANES));
                lanes.store(to.wrapping_add((vectors * p + v) * L::LANES), column);
            }
        }
    }
}

/// Copies `rows`×`columns` elements of `a`, those of a row side by side, into contiguous columns `height`
/// apart.
///
/// # Safety
/// The elements must be valid for reads, and `to` for writes of `columns` columns of `rows` elements,
/// `height` apart.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) unsafe fn transpose<L: Lanes>(
    lanes: L,
    (a, a_row): (*const L::Scalar, usize),
    (rows, columns): (usize, usize),
    (to, height): (*mut L::Scalar, usize),
) {
    let mut i = 0;
    while i < rows {
        let mut p = 0;
        if i + L::LANES <= rows && columns >= 4 {
            while p < columns {
                // The last four may be some of those before.
                let four = p.min(columns - 4);
                // SAFETY: `LANES` whole rows of four elements, all inside of the `rows`×`columns` that the
                // caller vouches for.
                unsafe {
                    let (from, to) = (a.wrapping_add(i * a_row + four), to.wrapping_add(four * height + i));
                    lanes.transpose_four(from, a_row, to, height);
                };
                p += 4;
            }
        }
        while p < columns {
            for r in i..rows.min(i + L::LANES) {
                // SAFETY: `r < rows` and `p < columns`, which the caller vouches for.
                unsafe { *to.wrapping_add(p * height + r) = *a.wrapping_add(r * a_row + p) };
            }
            p += 1;
        }
        i += L::LANES;
    }
}
