//! Matrix products on plain arrays, one compiled copy for each instruction set.
//!
//! # Layouts
//! `W` is the weight, `OUT`×`IN`, column-major: `[[T; OUT]; IN]`, which is what `SMatrix<T, OUT, IN>` holds. A batch is a slice
//! of samples, `&[[T; IN]]`, that is a column-major `IN`×`BATCH` matrix. `dY` is the gradient of `Y`.
//!
//! # Reproducibility
//! Same inputs, same instruction set: same bits. Each output of [`forward`] and each element of [`weight_gradient`] is one chain of
//! multiply-adds in a fixed order, so its bits do not depend on the other columns. Instruction sets differ in the last bits
//! only between those that fuse the multiply-add and those that do not, and in [`forward_one`] and [`input_gradient`].

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod blocks;
mod dispatch;
mod elementwise;
mod gemm;
mod linear;
mod matvec;
#[cfg(test)]
mod naive;
mod panel;
mod portable;
pub mod math;
mod simd;
mod softmax;
mod tile;

pub use dispatch::{available, dispatch, dispatch_on};
pub use elementwise::{Elementwise, apply, apply_derivative, apply_in_place};
pub use gemm::{Assign, Matrix, MatrixMut, gemm};
pub use linear::{
    bias_gradient, forward, forward_one, input_gradient, weight_gradient, weight_gradient_columns,
};
pub use math::Math;
pub use simd::{Isa, Lanes, Op, Simd, SimdScalar};
pub use softmax::{Number, log_sum_exp_and_softmax, softmax};
