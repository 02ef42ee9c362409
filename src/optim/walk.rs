//! The walk of an optimiser over flat parameters: one rule for each number, one after the other, or in parts
//! on the threads of a pool. Each number is worked out alone, so the bits are the same.
//!
//! A step changes nothing where a number would not be finite after it. Most steps are known to be short
//! enough from how large the gradient is; any other is rehearsed first.
#![allow(clippy::needless_range_loop, reason = "the loops run over several slices at once")]

use crate::kernel::{Op, Simd, dispatch};
use crate::optim::not_finite::NotFinite;
use crate::scalar::Scalar;
#[cfg(feature = "rayon")]
use crate::threads;
use crate::threads::Threads;

/// What becomes of one parameter and of the `M` numbers that are remembered about it.
pub(super) trait Rule<T, const M: usize>: Copy + Send + Sync {
    /// The parameter and the memory after a step along the gradient.
    fn apply<S: Simd>(self, parameter: T, memory: [T; M], gradient: T) -> (T, [T; M]);
}

/// A rule and what it is applied to: slices of one length.
pub(super) struct Walk<'a, T, R, const M: usize> {
    pub(super) rule: R,
    pub(super) parameters: &'a mut [T],
    pub(super) memory: [&'a mut [T]; M],
    pub(super) gradient: &'a [T],
    pub(super) threads: Threads,
}

impl<T: Scalar, R: Rule<T, M>, const M: usize> Walk<'_, T, R, M> {
    /// Takes the step. `is_short`: all that is finite is so after it.
    pub(super) fn step(self, is_short: bool) -> Result<(), NotFinite> {
        if !is_short && !dispatch(Rehearse(&self)) {
            return Err(NotFinite::Update);
        }
        // A number costs about as much as a few dozen multiply-adds of a product: all of it is read from
        // memory.
        let len = self.gradient.len();
        match self.threads.share(len, len * 32) {
            None => dispatch(self),
            Some(share) => self.in_parts(share),
        }
        Ok(())
    }

    #[cfg(feature = "rayon")]
    fn in_parts(self, share: usize) {
        if self.gradient.len() <= share {
            return dispatch(self);
        }
        let middle = self.gradient.len().div_ceil(share) / 2 * share;
        let (left, right) = self.split(middle);
        threads::join(|| left.in_parts(share), || right.in_parts(share));
    }

    #[cfg(not(feature = "rayon"))]
    fn in_parts(self, _share: usize) {
        dispatch(self);
    }

    /// The first `middle` numbers, and the others.
    #[cfg(feature = "rayon")]
    fn split(self, middle: usize) -> (Self, Self) {
        let Self { rule, parameters, memory, gradient, threads } = self;
        let (parameters, other_parameters) = parameters.split_at_mut(middle);
        let (gradient, other_gradient) = gradient.split_at(middle);
        let mut others: [&mut [T]; M] = core::array::from_fn(|_| &mut [][..]);
        let mut others_left = others.iter_mut();
        let memory = memory.map(|memory| {
            let (memory, other) = memory.split_at_mut(middle);
            *others_left.next().expect("one for each") = other;
            memory
        });
        let other =
            Self { rule, parameters: other_parameters, memory: others, gradient: other_gradient, threads };
        (Self { rule, parameters, memory, gradient, threads }, other)
    }
}

impl<T: Scalar, R: Rule<T, M>, const M: usize> Op for Walk<'_, T, R, M> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) {
        let Self { rule, parameters, mut memory, gradient, .. } = self;
        // Slices of one length need no check in the loop.
        let len = parameters.len();
        let gradient = &gradient[..len];
        for numbers in &mut memory {
            *numbers = &mut core::mem::take(numbers)[..len];
        }
        for i in 0..len {
            let mut old = [T::ZERO; M];
            for k in 0..M {
                old[k] = memory[k][i];
            }
            let (parameter, new) = rule.apply::<S>(parameters[i], old, gradient[i]);
            parameters[i] = parameter;
            for k in 0..M {
                memory[k][i] = new[k];
            }
        }
    }
}

/// Whether all is finite after the step, which is not taken.
struct Rehearse<'w, 'a, T, R, const M: usize>(&'w Walk<'a, T, R, M>);

impl<T: Scalar, R: Rule<T, M>, const M: usize> Op for Rehearse<'_, '_, T, R, M> {
    type Output = bool;

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) -> bool {
        let Walk { rule, parameters, memory, gradient, .. } = self.0;
        for i in 0..parameters.len() {
            let mut old = [T::ZERO; M];
            for k in 0..M {
                old[k] = memory[k][i];
            }
            let (parameter, new) = rule.apply::<S>(parameters[i], old, gradient[i]);
            if !parameter.is_finite() || new.iter().any(|x| !x.is_finite()) {
                return false;
            }
        }
        true
    }
}

/// Whether such numbers may be added to any other, and nothing overflows.
pub(super) fn are_short<T: Scalar>(numbers: &[f64]) -> bool {
    numbers.iter().all(|number| number.abs() <= T::HEADROOM)
}
