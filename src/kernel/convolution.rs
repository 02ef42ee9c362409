//! Convolution as a product of matrices.
//!
//! A sample's output is the `POSITIONS`×`OUT` matrix `patches · weight`, where the weight is `TAPS`×`OUT` and
//! a channel of the output is a column. The patches are made block by block in 16 KiB of stack, and a product
//! adds each block's share: no workspace is needed, whatever the size of the image and the number of
//! channels.

use core::ops::{AddAssign, Range};

use bytemuck::Pod;

use super::gemm::{Assign, Matrix, MatrixMut, gemm};
use super::patches::Geometry;
use super::simd::{Simd, SimdScalar};

/// What a convolution asks of a scalar.
pub trait Pixel: SimdScalar + AddAssign + Pod {}

impl<T: SimdScalar + AddAssign + Pod> Pixel for T {}

/// The place of a block of the patches.
#[repr(align(64))]
struct Scratch([u64; SCRATCH / 8]);

const SCRATCH: usize = 16 * 1024;

impl Scratch {
    #[inline(always)]
    fn new() -> Self {
        Self([0; SCRATCH / 8])
    }

    #[inline(always)]
    fn scalars<T: Pod>(&mut self) -> &mut [T] {
        bytemuck::cast_slice_mut(&mut self.0)
    }
}

/// Up to this many taps go into one block, and as many positions as there is room for beside them: at 128
/// taps 32 positions in `f32`, which are two vectors of the widest registers.
const DEPTH: usize = 128;

/// The sizes of the blocks: positions, taps.
#[inline(always)]
fn block_size<T>(geometry: &Geometry) -> (usize, usize) {
    let depth = geometry.taps().min(DEPTH);
    let room = SCRATCH / size_of::<T>() / depth;
    (geometry.positions().min(room), depth)
}

/// `0..len` in pieces of `size`.
#[inline(always)]
fn pieces(len: usize, size: usize) -> impl Iterator<Item = Range<usize>> {
    (0..len).step_by(size).map(move |start| start..len.min(start + size))
}

/// `y = weight ∗ x + bias` for each sample: samples side by side, a sample's channels one after the other.
#[inline(always)]
pub fn convolve<T: Pixel, S: Simd>(
    simd: S,
    geometry: &Geometry,
    weight: &[T],
    bias: Option<&[T]>,
    x: &[T],
    y: &mut [T],
) {
    let (positions, taps) = (geometry.positions(), geometry.taps());
    let out = weight.len() / taps;
    let (rows, depth) = block_size::<T>(geometry);
    let mut scratch = Scratch::new();
    let scratch = scratch.scalars::<T>();
    for (x, y) in x.chunks_exact(geometry.pixels()).zip(y.chunks_exact_mut(positions * out)) {
        for (o, channel) in y.chunks_exact_mut(positions).enumerate() {
            channel.fill(bias.map_or(T::NIL, |bias| bias[o]));
        }
        for rows in pieces(positions, rows) {
            for taps in pieces(taps, depth) {
                let block = &mut scratch[..rows.len() * taps.len()];
                geometry.gather(x, rows.clone(), taps.clone(), block);
                let patches = Matrix::column_major(block, rows.len(), taps.len());
                let y = MatrixMut::new(&mut y[rows.start..], rows.len(), out, positions);
                gemm(simd, patches, kernels(weight, geometry.taps(), taps), y, Assign::Add(T::UNIT));
            }
        }
    }
}

/// `gradient = gradient + scale·(patchesᵀ · dY)`, summed over the samples.
#[inline(always)]
pub fn convolution_weight_gradient<T: Pixel, S: Simd>(
    simd: S,
    geometry: &Geometry,
    scale: T,
    x: &[T],
    dy: &[T],
    gradient: &mut [T],
) {
    let (positions, taps) = (geometry.positions(), geometry.taps());
    let out = gradient.len() / taps;
    let (rows, depth) = block_size::<T>(geometry);
    let mut scratch = Scratch::new();
    let scratch = scratch.scalars::<T>();
    for (x, dy) in x.chunks_exact(geometry.pixels()).zip(dy.chunks_exact(positions * out)) {
        for rows in pieces(positions, rows) {
            for taps in pieces(taps, depth) {
                let block = &mut scratch[..rows.len() * taps.len()];
                geometry.gather(x, rows.clone(), taps.clone(), block);
                let patches = Matrix::column_major(block, rows.len(), taps.len());
                let dy = Matrix::new(&dy[rows.start..], rows.len(), out, 1, positions);
                let gradient = MatrixMut::new(&mut gradient[taps.start..], taps.len(), out, geometry.taps());
                gemm(simd, patches.transposed(), dy, gradient, Assign::Add(scale));
            }
        }
    }
}

/// `gradient = gradient + scale·Σ dY`, summed over positions and samples.
#[inline(always)]
pub fn convolution_bias_gradient<T: Pixel>(positions: usize, scale: T, dy: &[T], gradient: &mut [T]) {
    for dy in dy.chunks_exact(positions * gradient.len()) {
        for (channel, gradient) in dy.chunks_exact(positions).zip(&mut *gradient) {
            *gradient += scale * sum(channel);
        }
    }
}

/// `dX`: the patches' gradient `dY · weightᵀ`, added up where patches overlap.
#[inline(always)]
pub fn convolution_input_gradient<T: Pixel, S: Simd>(
    simd: S,
    geometry: &Geometry,
    weight: &[T],
    dy: &[T],
    dx: &mut [T],
) {
    let (positions, taps) = (geometry.positions(), geometry.taps());
    let out = weight.len() / taps;
    let (rows, depth) = block_size::<T>(geometry);
    let mut scratch = Scratch::new();
    let scratch = scratch.scalars::<T>();
    dx.fill(T::NIL);
    for (dx, dy) in dx.chunks_exact_mut(geometry.pixels()).zip(dy.chunks_exact(positions * out)) {
        for rows in pieces(positions, rows) {
            for taps in pieces(taps, depth) {
                let block = &mut scratch[..rows.len() * taps.len()];
                let dy = Matrix::new(&dy[rows.start..], rows.len(), out, 1, positions);
                let kernels = kernels(weight, geometry.taps(), taps.clone()).transposed();
                let patches = MatrixMut::column_major(block, rows.len(), taps.len());
                gemm(simd, dy, kernels, patches, Assign::Set);
                geometry.scatter(block, rows.clone(), taps, dx);
            }
        }
    }
}

/// Some taps of all kernels: `TAPS`×`OUT`.
#[inline(always)]
fn kernels<T: SimdScalar>(weight: &[T], of: usize, taps: Range<usize>) -> Matrix<'_, T> {
    Matrix::new(&weight[taps.start..], taps.len(), weight.len() / of, 1, of)
}

/// A sum in eight strands, which the compiler keeps in one register.
#[inline(always)]
fn sum<T: Pixel>(values: &[T]) -> T {
    let mut strands = [T::NIL; 8];
    let mut groups = values.chunks_exact(8);
    for group in &mut groups {
        for (strand, &value) in strands.iter_mut().zip(group) {
            *strand += value;
        }
    }
    for (strand, &value) in strands.iter_mut().zip(groups.remainder()) {
        *strand += value;
    }
    let mut sum = T::NIL;
    for strand in strands {
        sum += strand;
    }
    sum
}
