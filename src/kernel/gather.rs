//! Picking samples from all over a data set.
//!
//! The samples of a shuffled batch lie far apart, so that each starts with a wait for memory. Asking for the
//! sample after next while one is copied lets the waits overlap.

use super::simd::{Lanes, Op, Simd};

/// How many samples ahead memory is prefetched.
const AHEAD: usize = 2;
/// The scalars of a cache line, counted in `f32`.
const LINE: usize = 16;

/// Copies the samples with these indices side by side.
///
/// # Panics
/// When an index is outside of the data, or there is no room for every sample.
#[derive(Debug)]
pub struct Gather<'a, X> {
    /// All samples.
    pub from: &'a [X],
    /// Which of them.
    pub indices: &'a [u32],
    /// Where they go.
    pub to: &'a mut [X],
}

impl<X: Copy> Op for Gather<'_, X> {
    type Output = ();

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn run<S: Simd>(self, simd: S) {
        assert!(self.indices.len() <= self.to.len(), "there is room for every sample");
        for (i, (&index, to)) in self.indices.iter().zip(self.to).enumerate() {
            if let Some(&next) = self.indices.get(i + AHEAD) {
                let start = core::ptr::from_ref(&self.from[next as usize]).cast::<f32>();
                for line in (0..size_of::<X>() / size_of::<f32>()).step_by(LINE) {
                    simd.f32().prefetch(start.wrapping_add(line));
                }
            }
            // Not an assignment, which copies a sample to the stack first where nothing is optimised.
            core::slice::from_mut(to).copy_from_slice(core::slice::from_ref(&self.from[index as usize]));
        }
    }
}
