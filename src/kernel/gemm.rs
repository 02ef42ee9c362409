//! The general product: run-time sizes and strides, out of line.
//!
//! Checked matrices on the outside; [`blocks`](super::blocks) does the work.

use super::blocks::outlined;
use super::product::{Product, Right, Update};
use super::simd::{Simd, SimdScalar};

/// A matrix to read: element `(i, j)` is at `data[i·row_stride + j·column_stride]`, and one of the strides is
/// 1.
#[derive(Clone, Copy, Debug)]
pub struct Matrix<'a, T> {
    data: &'a [T],
    rows: usize,
    columns: usize,
    row_stride: usize,
    column_stride: usize,
}

impl<'a, T> Matrix<'a, T> {
    /// The matrix of `rows`×`columns` elements of `data` at these strides.
    ///
    /// # Panics
    /// When `data` is too short, or neither stride is 1.
    #[must_use]
    #[inline]
    pub fn new(data: &'a [T], rows: usize, columns: usize, row_stride: usize, column_stride: usize) -> Self {
        assert!(
            row_stride == 1 || column_stride == 1,
            "one of the strides must be 1, not {row_stride} and {column_stride}"
        );
        assert_inside(data.len(), rows, columns, row_stride, column_stride);
        Self { data, rows, columns, row_stride, column_stride }
    }

    /// Column after column without gaps, as nalgebra stores a matrix and as a batch of samples lies.
    ///
    /// # Panics
    /// When `data` is too short.
    #[must_use]
    #[inline]
    pub fn column_major(data: &'a [T], rows: usize, columns: usize) -> Self {
        Self::new(data, rows, columns, 1, rows)
    }

    /// The transposed matrix: the same elements, strides exchanged.
    #[must_use]
    #[inline]
    pub fn transposed(self) -> Self {
        Self {
            rows: self.columns,
            columns: self.rows,
            row_stride: self.column_stride,
            column_stride: self.row_stride,
            ..self
        }
    }
}

/// A matrix to write, its columns contiguous: element `(i, j)` is at `data[i + j·column_stride]`.
#[derive(Debug)]
pub struct MatrixMut<'a, T> {
    data: &'a mut [T],
    rows: usize,
    columns: usize,
    column_stride: usize,
}

impl<'a, T> MatrixMut<'a, T> {
    /// The matrix of `rows`×`columns` elements of `data`.
    ///
    /// # Panics
    /// When `data` is too short, or `column_stride` is less than `rows` (columns would overlap).
    #[must_use]
    #[inline]
    pub fn new(data: &'a mut [T], rows: usize, columns: usize, column_stride: usize) -> Self {
        assert!(
            columns <= 1 || column_stride >= rows,
            "columns of {rows} elements overlap at stride {column_stride}"
        );
        assert_inside(data.len(), rows, columns, 1, column_stride);
        Self { data, rows, columns, column_stride }
    }

    /// Column after column without gaps.
    ///
    /// # Panics
    /// When `data` is too short.
    #[must_use]
    #[inline]
    pub fn column_major(data: &'a mut [T], rows: usize, columns: usize) -> Self {
        Self::new(data, rows, columns, rows)
    }
}

#[inline]
fn assert_inside(len: usize, rows: usize, columns: usize, row_stride: usize, column_stride: usize) {
    if rows > 0 && columns > 0 {
        let last = (rows - 1)
            .checked_mul(row_stride)
            .zip((columns - 1).checked_mul(column_stride))
            .and_then(|(row, column)| row.checked_add(column));
        assert!(
            last.is_some_and(|last| last < len),
            "{rows}×{columns} elements at strides {row_stride} and {column_stride} do not fit into {len}"
        );
    }
}

/// What a product does with the matrix that it is for.
#[derive(Clone, Copy, Debug)]
pub enum Assign<'a, T> {
    /// `C = A·B`
    Set,
    /// `C = bias + A·B`: one bias for each row of `C`.
    Biased(&'a [T]),
    /// `C = C + scale·(A·B)`
    Add(T),
}

/// `C = A·B`, `C = bias + A·B` or `C = C + scale·(A·B)`, of any sizes.
///
/// Out of line. Fastest where the columns of `a` are contiguous; a transposed `a` costs a pass over it.
///
/// Same operands, same instruction set: same bits. Where the columns of `a` are contiguous, an element's bits
/// depend only on its row of `a` and its column of `b`.
///
/// # Panics
/// When the shapes do not fit each other.
#[allow(clippy::needless_pass_by_value, reason = "the destination is a mutable view")]
pub fn gemm<T: SimdScalar, S: Simd>(
    simd: S,
    a: Matrix<'_, T>,
    b: Matrix<'_, T>,
    c: MatrixMut<'_, T>,
    assign: Assign<'_, T>,
) {
    assert!(a.columns == b.rows, "the inner dimensions differ: {} and {}", a.columns, b.rows);
    assert!(
        a.rows == c.rows && b.columns == c.columns,
        "the product is {}×{}, its destination {}×{}",
        a.rows,
        b.columns,
        c.rows,
        c.columns
    );
    let update = match assign {
        Assign::Set => Update::Set,
        Assign::Biased(bias) => {
            assert!(bias.len() == c.rows, "{} biases for {} rows", bias.len(), c.rows);
            Update::Bias(bias.as_ptr())
        }
        Assign::Add(scale) => Update::Add(scale),
    };
    let product = Product::new(
        (c.rows, c.columns, a.columns),
        (a.data.as_ptr(), a.row_stride, a.column_stride),
        Right::strided(b.data.as_ptr(), b.row_stride, b.column_stride),
        (c.data.as_mut_ptr(), c.column_stride),
        update,
    );
    // SAFETY: the constructors of the matrices made sure that all elements are inside of their slices, and
    // the slice of `c` is borrowed mutably, so it overlaps none of the others.
    unsafe { outlined(simd, product) };
}
