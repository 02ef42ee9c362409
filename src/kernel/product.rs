//! A product as raw parts, and how it is cut into smaller ones.
//!
//! `C[m×n] = A[m×k]·B[k×n]`: a tile's rows are vectors (the columns of `A` and `C` are contiguous), and each
//! element of `B` is broadcast.

use core::ptr::null_mut;

/// How a product reaches `C`.
#[derive(Clone, Copy)]
pub(super) enum Update<T> {
    /// `C = A·B`
    Set,
    /// `C = bias + A·B`: the chain of sums starts from the row's bias. Valid for reads of `m` elements.
    Bias(*const T),
    /// `C = C + scale·(A·B)`
    Add(T),
    /// `C = C + A·B`: the chain of sums goes on from where an earlier part of the inner dimension left it.
    Continue,
}

/// How a tile finds the elements of the right factor. What the compiler knows of it saves registers and
/// additions in every step.
pub(super) type Access = u8;
/// At strides that it knows, in a product that was inlined.
pub(super) const FIXED: Access = 0;
/// Down the columns: each column is a pointer, its elements are side by side.
pub(super) const DOWN: Access = 1;
/// Across the rows: each row is [an offset](Picks::RowOffsets), its elements are side by side.
pub(super) const ACROSS: Access = 2;

/// The right factor of a product: element `(p, j)` is at `start[p·row + j·column]`, but for what is picked.
/// One of the strides is 1.
#[derive(Clone, Copy)]
pub(super) struct Right<T> {
    pub(super) start: *const T,
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) picks: Picks,
}

/// Samples from all over a data set: the first one that counts is the row or column with the index `*picks`,
/// and so on.
#[derive(Clone, Copy)]
pub(super) enum Picks {
    /// All are side by side.
    None,
    /// Rows, the elements of each side by side: the columns are 1 apart.
    Rows(*const u32),
    /// Rows, picked or not, as tiles want them: how far each that counts is from the start. A multiplication
    /// in every step would take the place of a multiply-add.
    RowOffsets(*const usize),
    /// Columns, the elements of each side by side: the rows are 1 apart.
    Columns(*const u32),
}

impl<T: Copy> Right<T> {
    /// All rows and columns where the strides say.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn strided(start: *const T, row: usize, column: usize) -> Self {
        Self { start, row, column, picks: Picks::None }
    }

    /// [`DOWN`] or [`ACROSS`]. Both strides of a single row are 1, so that the picks have the first word.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn access(self) -> Access {
        match self.picks {
            Picks::Rows(_) | Picks::RowOffsets(_) => ACROSS,
            _ if self.row == 1 => DOWN,
            _ => ACROSS,
        }
    }

    /// The columns from `j` on.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn columns_from(self, j: usize) -> Self {
        match self.picks {
            Picks::Columns(picks) => Self { picks: Picks::Columns(picks.wrapping_add(j)), ..self },
            _ => Self { start: self.start.wrapping_add(j * self.column), ..self },
        }
    }

    /// The rows from `p` on.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn rows_from(self, p: usize) -> Self {
        match self.picks {
            Picks::Rows(picks) => Self { picks: Picks::Rows(picks.wrapping_add(p)), ..self },
            _ => Self { start: self.start.wrapping_add(p * self.row), ..self },
        }
    }

    /// Where column `j` starts.
    ///
    /// # Safety
    /// If columns are picked, pick `j` must be valid for reads.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) unsafe fn column(self, j: usize) -> *const T {
        let column = match self.picks {
            // SAFETY: the caller vouches for pick `j`.
            Picks::Columns(picks) => unsafe { *picks.wrapping_add(j) as usize },
            _ => j,
        };
        self.start.wrapping_add(column * self.column)
    }

    /// The same factor with the offsets of its first `k` rows worked out, if it is read [`ACROSS`] them. They
    /// must stay as they are while it is read.
    ///
    /// # Safety
    /// If rows are picked, `k` picks must be valid for reads.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) unsafe fn with_offsets(self, k: usize, offsets: &mut [usize]) -> Self {
        if self.access() == DOWN {
            return self;
        }
        debug_assert!(!matches!(self.picks, Picks::Columns(_)), "picked columns are read down");
        for (p, offset) in offsets[..k].iter_mut().enumerate() {
            let row = match self.picks {
                // SAFETY: `p` is less than `k`, and the caller vouches for as many picks.
                Picks::Rows(picks) => unsafe { *picks.wrapping_add(p) as usize },
                _ => p,
            };
            *offset = row * self.row;
        }
        Self { picks: Picks::RowOffsets(offsets.as_ptr()), ..self }
    }

    /// The offsets of the rows; null if they have not been worked out.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn row_offsets(self) -> *const usize {
        match self.picks {
            Picks::RowOffsets(offsets) => offsets,
            _ => core::ptr::null(),
        }
    }
}

/// What becomes of a product's elements before they are written for good: an activation after it, or the way
/// back through one.
#[derive(Clone, Copy)]
pub(super) enum Last<T> {
    /// They stay as they are.
    Nothing,
    /// `max(c, 0)`, but NaN for an infinite `c`
    Rectify,
    /// 0 where the element at the same place, in columns as far apart as those of `C`, is not positive. Valid
    /// for reads where `C` is for writes.
    Gate(*const T),
}

impl<T> Last<T> {
    /// For the rows from `i` on and the columns that start `offset` later.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn from(self, offset: usize) -> Self {
        match self {
            Self::Gate(gate) => Self::Gate(gate.wrapping_add(offset)),
            other => other,
        }
    }
}

/// A product, its operands as raw parts: element `(i, p)` of `A` is at `a[i·a_row + p·a_col]`, and one of the
/// strides is 1.
///
/// The code that makes one vouches that all elements of the three matrices are valid, and that `C` overlaps
/// neither `A` nor `B`.
#[derive(Clone, Copy)]
pub(super) struct Product<T> {
    pub(super) m: usize,
    pub(super) n: usize,
    pub(super) k: usize,
    pub(super) a: *const T,
    pub(super) a_row: usize,
    pub(super) a_col: usize,
    pub(super) b: Right<T>,
    pub(super) c: *mut T,
    pub(super) c_col: usize,
    pub(super) update: Update<T>,
    pub(super) last: Last<T>,
    /// The rows of `A` that will be read soon, the columns `next_col` apart: see
    /// [`Ahead`](super::ahead::Ahead).
    pub(super) next: *const T,
    pub(super) next_col: usize,
    /// The columns of `B` that will be read soon: see [`Ahead`](super::ahead::Ahead).
    pub(super) next_b: Right<T>,
    /// Where the squares of `B`, which is then read [`DOWN`] its columns, are added: null, or valid for
    /// [`STRANDS`](super::squares::STRANDS) numbers.
    pub(super) squares: *mut T,
}

impl<T: Copy> Product<T> {
    /// The product of operands in place.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn new(
        (m, n, k): (usize, usize, usize),
        (a, a_row, a_col): (*const T, usize, usize),
        b: Right<T>,
        (c, c_col): (*mut T, usize),
        update: Update<T>,
    ) -> Self {
        let (next, next_col, next_b) = (a, a_col, b);
        let (last, squares) = (Last::Nothing, null_mut());
        Self { m, n, k, a, a_row, a_col, b, c, c_col, update, last, next, next_col, next_b, squares }
    }

    /// The rows from `i` on, `m` of them.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn rows_from(self, i: usize, m: usize) -> Self {
        let update = match self.update {
            Update::Bias(bias) => Update::Bias(bias.wrapping_add(i)),
            other => other,
        };
        let (a, c) = (self.a.wrapping_add(i * self.a_row), self.c.wrapping_add(i));
        Self { m, a, c, update, last: self.last.from(i), ..self }
    }

    /// The columns from `j` on, `n` of them.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn columns_from(self, j: usize, n: usize) -> Self {
        let offset = j * self.c_col;
        let (c, last) = (self.c.wrapping_add(offset), self.last.from(offset));
        Self { n, b: self.b.columns_from(j), c, last, ..self }
    }

    /// The inner dimension from `p` on, `k` of it. Parts after the first go on with the first one's sums, and
    /// what comes last is done by the last.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn inner_from(self, p: usize, k: usize) -> Self {
        let update = match self.update {
            Update::Set | Update::Bias(_) if p > 0 => Update::Continue,
            other => other,
        };
        let last = if p + k == self.k { self.last } else { Last::Nothing };
        let (a, b) = (self.a.wrapping_add(p * self.a_col), self.b.rows_from(p));
        Self { k, a, b, update, last, ..self }
    }
}
