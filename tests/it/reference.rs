//! What `PyTorch` computes from the same numbers: outputs, gradients, losses, ten steps of each optimiser,
//! schedules.
//!
//! `tests/reference/pytorch.py` made the files and tells what is in them.

pub(crate) mod file;
mod layers;
mod images;
mod batch_norm;
mod blocks;
mod losses;
mod training;
mod optimisers;
mod schedules;

use monograd::Scalar;

use crate::support::compare::{Tolerance, assert_close};

/// The share of a tensor's largest number that each of its numbers may be off: of single precision, that by
/// which `PyTorch` itself is off its results in double precision.
fn share<T: Scalar>() -> f64 {
    if size_of::<T>() == size_of::<f32>() { 1e-5 } else { 1e-12 }
}

#[track_caller]
fn assert_matches<T: Scalar>(name: &str, ours: &[T], theirs: &[T]) {
    let name = format!("{name} in {}", T::NAME);
    assert_close(&name, ours, theirs, Tolerance::of_largest(share::<T>(), theirs));
}
