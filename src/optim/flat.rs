//! Loops over flat parameters: one after the other, or in parts on the threads of a pool. Each number is worked out alone, so the
//! bits are the same.

use crate::kernel::{Op, dispatch};
use crate::threads;

/// A loop over slices of one length.
pub(super) trait Flat: Op<Output = ()> + Send + Sized {
    /// The length of the slices.
    fn len(&self) -> usize;

    /// The loop over the first `middle` numbers, and that over the others.
    fn split(self, middle: usize) -> (Self, Self);
}

/// Runs a loop, on all threads of a pool where it is long.
pub(super) fn run(flat: impl Flat) {
    // A number costs about as much as a few dozen multiply-adds of a product: all of it is read from memory.
    match threads::share(flat.len(), flat.len() * 32) {
        None => dispatch(flat),
        Some(share) => in_parts(flat, share),
    }
}

#[cfg(feature = "rayon")]
fn in_parts(flat: impl Flat, share: usize) {
    if flat.len() <= share {
        return dispatch(flat);
    }
    let middle = flat.len().div_ceil(share) / 2 * share;
    let (left, right) = flat.split(middle);
    threads::join(|| in_parts(left, share), || in_parts(right, share));
}

#[cfg(not(feature = "rayon"))]
fn in_parts(flat: impl Flat, middle: usize) {
    let (left, right) = flat.split(middle);
    dispatch(left);
    dispatch(right);
}
