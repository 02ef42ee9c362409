//! Matrix products on plain arrays, one compiled copy for each instruction set.
//!
//! # Layouts
//! `W` is the weight, `OUT`×`IN`, column-major: `[[T; OUT]; IN]`, which is what `SMatrix<T, OUT, IN>` holds.
//! A batch is a slice of samples, `&[[T; IN]]`, that is a column-major `IN`×`BATCH` matrix. `dY` is the
//! gradient of `Y`.
//!
//! # Reproducibility
//! Same inputs, same instruction set: same bits, in every build and on any number of threads. Each element of
//! [`forward`]'s and [`input_gradient`]'s result is one chain of multiply-adds in a fixed order, so a
//! sample's bits depend neither on the other samples nor on how many there are; each element of
//! [`weight_gradient`] is a fixed sequence of such chains, so it may be divided by columns. [`infer`] takes
//! partial sums instead, the same ones for one sample and for many, and may differ from [`forward`] in the
//! last bits. Convolutions go sample by sample, in blocks whose sizes depend on the shapes alone.
//!
//! AVX-512 and AVX2 agree but for [`infer`], whose partial sums depend on the width of a vector, and the
//! `tanh` of slices of `f32`. The portable path takes the additions of [`forward`] and of all gradients in
//! the same order, but rounds each product where the target declares no fused multiply-add.
//!
//! # Soundness
//! The functions that this module exports are safe: each compares the lengths of its slices, its strides and
//! its columns before it makes a `Product` of raw parts, and `Samples` compares picks with the data when it
//! is made. Below them is one chain of `unsafe` functions (`blocks`, `panel`, `tile`, `matvec`), each of
//! which cuts the operands into parts of themselves and says so; at its end are the loads and stores of a
//! `Lanes`. That a `Lanes` touches the elements that it says it touches, and that a `Simd` proves the
//! processor's features, is true because both are sealed: their types are the three modules of instruction
//! sets, and a token is made by `dispatch` alone. The kernels trust no bounds of a trait that other code may
//! implement. `guards` tries every check from outside.
//!
//! # Alignment
//! None is required. Parameters and batches that start at a cache line (64 bytes) are worth it: a 512-bit
//! read of memory that `malloc` aligned to 16 bytes crosses into a second line every time. One sample through
//! 784-128 took 4.2 µs so, 2.5 µs aligned; the products of 784-512-256-10 at batch 64 ran at 79 and 89 % of
//! peak.

#![allow(clippy::inline_always, reason = "what is not inlined is not compiled for the instruction set")]
#![allow(clippy::needless_range_loop, reason = "the loops over registers run over several arrays at once")]
#![allow(clippy::elidable_lifetime_names, reason = "they are written in the fields too")]

mod simd;
pub mod math;
mod portable;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod dispatch;
mod sum;
mod finite;
mod mask;
mod samples;
mod gather;
mod elementwise;
mod softmax;
mod cross_entropy;
mod epilogue;
mod product;
mod squares;
mod ahead;
mod tile;
mod panel;
mod blocks;
mod matvec;
mod gemm;
mod linear;
mod patches;
mod convolution;
#[cfg(test)]
mod naive;
#[cfg(test)]
mod convolution_naive;
#[cfg(test)]
mod guards;

pub use convolution::{
    Pixel, convolution_bias_gradient, convolution_input_gradient, convolution_weight_gradient, convolve,
};
pub use cross_entropy::cross_entropy;
pub use dispatch::{available, dispatch, dispatch_on};
pub use elementwise::{AddTo, Elementwise, apply, apply_derivative, apply_in_place};
pub use epilogue::Epilogue;
pub use finite::is_finite;
pub use gather::Gather;
pub use gemm::{Assign, Matrix, MatrixMut, gemm};
pub use linear::{bias_gradient, forward, infer, input_gradient, weight_gradient, weight_gradient_columns};
pub use mask::Mask;
pub use math::Math;
pub use patches::Geometry;
pub use samples::Samples;
pub use simd::{Isa, Lanes, Op, Simd, SimdScalar};
pub use softmax::{Number, softmax};
pub use squares::{STRANDS, Squares, join};
pub use sum::{sum, sum_of_pairs};
