//! The patches of an image as a matrix, one block at a time: what turns a convolution into a product.
//!
//! Row `p` of the matrix is a position of the output, column `t` a tap of the kernel: element `(p, t)` is the
//! pixel that tap `t` sees when the kernel is at `p`, or zero in the padding. Columns are contiguous, and
//! where the stride is 1 a column is made of pieces of the image's rows.

use core::ops::{AddAssign, Range};

use super::simd::SimdScalar;

/// The sizes of a convolution: vertical number first, horizontal second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    /// The channels of the input.
    pub channels: usize,
    /// The rows and columns of the input.
    pub input: [usize; 2],
    /// The rows and columns of the output.
    pub output: [usize; 2],
    /// The rows and columns of the kernel.
    pub kernel: [usize; 2],
    /// How far the kernel moves.
    pub stride: [usize; 2],
    /// The rows above and the columns left of the input that count as zero.
    pub padding: [usize; 2],
}

/// A tap of the kernel: which channel it reads, and its distance from the kernel's corner.
#[derive(Clone, Copy)]
struct Tap {
    channel: usize,
    row: usize,
    column: usize,
}

/// Neighbouring positions in one row of the output that all see a pixel through one tap.
struct Run {
    /// The positions, counted from the first one of the block.
    positions: Range<usize>,
    /// The first pixel, as an index into the image.
    pixel: usize,
}

impl Geometry {
    /// The number of positions of the output.
    #[inline(always)]
    pub(super) fn positions(&self) -> usize {
        self.output[0] * self.output[1]
    }

    /// The number of taps of the kernel, over all channels.
    #[inline(always)]
    pub(super) fn taps(&self) -> usize {
        self.channels * self.kernel[0] * self.kernel[1]
    }

    /// The number of pixels of the input, over all channels.
    #[inline(always)]
    pub(super) fn pixels(&self) -> usize {
        self.channels * self.input[0] * self.input[1]
    }

    /// The taps in the order of the weights: the rows of a kernel lie next to each other, as nalgebra has
    /// them.
    #[inline(always)]
    fn tap(&self, index: usize) -> Tap {
        let [height, width] = self.kernel;
        Tap { channel: index / (height * width), row: index % height, column: index / height % width }
    }

    /// The part of one row of the output, `from` up to `to` columns, that sees a pixel through a tap.
    #[inline(always)]
    fn run(&self, tap: Tap, row: usize, columns: Range<usize>, block: usize) -> Option<Run> {
        let ([height, width], [down, across]) = (self.input, self.stride);
        let [above, left] = self.padding;
        let y = (row * down + tap.row).checked_sub(above).filter(|&y| y < height)?;
        // The columns whose pixel, `column · across + tap.column − left`, lies in `0..width`.
        let first = left.saturating_sub(tap.column).div_ceil(across).max(columns.start);
        let last = (width + left).saturating_sub(tap.column).div_ceil(across).min(columns.end);
        if first >= last {
            return None;
        }
        let start = block + first - columns.start;
        let x = first * across + tap.column - left;
        Some(Run { positions: start..start + last - first, pixel: (tap.channel * height + y) * width + x })
    }

    /// Writes a block of the matrix of `image`, column after column.
    #[inline(always)]
    pub(super) fn gather<T: SimdScalar>(
        &self,
        image: &[T],
        positions: Range<usize>,
        taps: Range<usize>,
        block: &mut [T],
    ) {
        for (t, column) in taps.zip(block.chunks_exact_mut(positions.len())) {
            let tap = self.tap(t);
            let mut at = 0;
            while at < column.len() {
                let (row, columns) = self.row_of(positions.start + at, column.len() - at);
                let end = at + columns.len();
                if let Some(Run { positions, pixel }) = self.run(tap, row, columns, at) {
                    column[at..positions.start].fill(T::NIL);
                    column[positions.end..end].fill(T::NIL);
                    self.read(&image[pixel..], &mut column[positions]);
                } else {
                    column[at..end].fill(T::NIL);
                }
                at = end;
            }
        }
    }

    /// Adds a block of the matrix to the pixels that its elements came from: the transpose of
    /// [`gather`](Self::gather).
    #[inline(always)]
    pub(super) fn scatter<T: SimdScalar + AddAssign>(
        &self,
        block: &[T],
        positions: Range<usize>,
        taps: Range<usize>,
        image: &mut [T],
    ) {
        for (t, column) in taps.zip(block.chunks_exact(positions.len())) {
            let tap = self.tap(t);
            let mut at = 0;
            while at < column.len() {
                let (row, columns) = self.row_of(positions.start + at, column.len() - at);
                let end = at + columns.len();
                if let Some(Run { positions, pixel }) = self.run(tap, row, columns, at) {
                    let pixels = image[pixel..].iter_mut().step_by(self.stride[1]);
                    for (pixel, &value) in pixels.zip(&column[positions]) {
                        *pixel += value;
                    }
                }
                at = end;
            }
        }
    }

    /// The row of the output that contains a position, and the columns from there on, at most `most`.
    #[inline(always)]
    fn row_of(&self, position: usize, most: usize) -> (usize, Range<usize>) {
        let width = self.output[1];
        let column = position % width;
        (position / width, column..width.min(column + most))
    }

    /// Every pixel, or every second, or as the stride says.
    #[inline(always)]
    fn read<T: SimdScalar>(&self, pixels: &[T], column: &mut [T]) {
        if self.stride[1] == 1 {
            column.copy_from_slice(&pixels[..column.len()]);
        } else {
            for (value, &pixel) in column.iter_mut().zip(pixels.iter().step_by(self.stride[1])) {
                *value = pixel;
            }
        }
    }
}
