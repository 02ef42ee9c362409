//! What the expansion of `network!` calls. Not a public interface.

mod check;
pub mod concat;
pub mod fused;
mod inside;
mod probe;
mod window;

pub use core::alloc::Layout;
pub use core::iter::zip;
pub use core::marker::Sized;
pub use core::option::Option;
pub use core::primitive::{bool, f32, f64, u8, usize};

pub use crate::random::Rng;
pub use bytemuck::{Pod, Zeroable, zeroed};
pub use monograd_macros::network;
pub use nalgebra::SVector;

use core::fmt;

pub use crate::__with_room as with_room;
pub use crate::aligned::{Aligned, copy_in_place};
pub use crate::head::{HeadOf, Kind, SIGMOID, SOFTMAX, VALUES, Values};
pub use crate::init::Init;
pub use crate::kernel::Simd;
pub use crate::layer::{
    Backward, Forward, Layer, Learn, Parameters, Stage, Training, Update, initialize, learned, scalars,
    update, update_buffers,
};
pub use crate::layers::language::*;
pub use crate::layers::{Padding, Stride};
pub use crate::magnitude::Magnitude;
pub use crate::network::{Activations, Network};
#[cfg(not(feature = "alloc"))]
pub use crate::network::{HasRoom, Stack, has_room};
pub use crate::round::{Needs, Round};
pub use crate::scalar::Scalar;
pub use crate::setting::Range;
pub use crate::shape::{Sample, Shape};
pub use crate::summary::{Row, Summary};
pub use check::{
    check_agreement, check_assertion, check_classes, check_constant, check_count, check_inputs, check_memory,
    check_multiply_adds, check_own, check_parameters, check_sides, check_training_memory, check_width,
    is_plain, no_padding,
};
pub use inside::Inside;
pub use probe::{NoLayer, Probe, features, length};
pub use window::{dimension, window_output};

/// The place of what begins this many bytes into a layer that itself has the place `start`, in scalars.
#[must_use]
pub const fn place<L: Layer>(start: usize, bytes: usize) -> usize {
    start + bytes / size_of::<L::Scalar>()
}

/// A number as written in a type.
#[must_use]
pub const fn bits(number: f64) -> u64 {
    number.to_bits()
}

/// The number of samples: `y.len()` may be another trait's method where `y` is to be written to.
#[must_use]
#[inline(always)]
pub const fn count<Y>(y: &[Y]) -> usize {
    y.len()
}

/// The largest number of a list; 0 of none.
#[must_use]
pub const fn largest(numbers: &[usize]) -> usize {
    let (mut largest, mut i) = (0, 0);
    while i < numbers.len() {
        if numbers[i] > largest {
            largest = numbers[i];
        }
        i += 1;
    }
    largest
}

/// Room for `n` samples with this number of scalars at the start of a scratch, and what is left of it.
#[inline(always)]
#[must_use]
pub fn split<T>(scratch: &mut [T], n: usize, scalars: usize) -> (&mut [T], &mut [T]) {
    scratch.split_at_mut(n * scalars)
}

/// `n` samples at the start of a buffer.
#[inline(always)]
pub fn room<T: Scalar, Y: Sample>(buffer: &mut [T], n: usize) -> &mut [Y] {
    bytemuck::cast_slice_mut(&mut buffer[..n * Y::SHAPE.len()])
}

/// Samples seen as another type of the same size: a layer of the user's own may name its samples as it likes.
#[must_use]
pub fn samples<A: Sample, B: Sample>(samples: &[A]) -> &[B] {
    bytemuck::cast_slice(samples)
}

/// [`samples`] to write to.
pub fn samples_mut<A: Sample, B: Sample>(samples: &mut [A]) -> &mut [B] {
    bytemuck::cast_slice_mut(samples)
}

/// A scratch as a layer of the user's own counts it: the same type, or an error was reported already.
#[inline(always)]
pub fn scratch<A: Scalar, B: Scalar>(scratch: &mut [A]) -> &mut [B] {
    bytemuck::cast_slice_mut(scratch)
}

/// What the expression form gives: a network of zeros, on the heap where there is one.
#[cfg(feature = "alloc")]
#[must_use]
pub fn unnamed<N: Network>() -> crate::Boxed<N> {
    N::zeros()
}

/// What the expression form gives: a network of zeros, on the heap where there is one.
#[cfg(not(feature = "alloc"))]
#[must_use]
pub fn unnamed<N: Network>() -> N {
    zeroed()
}

/// A chain inside of a network in a debug print.
///
/// # Errors
///
/// Those of the formatter.
pub fn fmt_chain<L: Layer>(chain: &L, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let _ = chain;
    write!(f, "chain {{ {} parameters }}", size_of::<L>() / size_of::<L::Scalar>() - L::NEEDS.buffers)
}

/// A network in a debug print: a hundred thousand numbers are of no help.
///
/// # Errors
///
/// Those of the formatter.
pub fn fmt<N: Network>(network: &N, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let _ = network;
    write!(f, "{} {{ {} parameters }}", N::SUMMARY.name, N::PARAMETERS)
}
