//! A gradient that an optimiser may rely on.
#![allow(clippy::needless_range_loop, reason = "the loops run over several arrays at once")]

use crate::kernel::{self, Op, STRANDS, Simd, dispatch, join};
use crate::layer::{Layer, scalars, scalars_mut};
use crate::optim::not_finite::NotFinite;
use crate::scalar::Scalar;
use crate::threads::Threads;

/// A gradient whose numbers are all finite, and how large they are.
#[derive(Debug)]
pub struct Gradient<'a, N> {
    numbers: &'a mut N,
    largest: f64,
    threads: Threads,
}

impl<'a, N: Layer> Gradient<'a, N> {
    /// Looks at every number.
    ///
    /// # Errors
    ///
    /// [`NotFinite::Gradient`] for the first number that is NaN or infinite.
    pub fn new(numbers: &'a mut N) -> Result<Self, NotFinite> {
        let largest = largest(scalars(numbers));
        if largest.is_finite() {
            return Ok(Self { numbers, largest, threads: Threads::ONE });
        }
        let found = not_finite(scalars(numbers));
        Err(found.map_or(NotFinite::Update, |(index, found)| NotFinite::Gradient { index, found }))
    }

    /// The numbers, in the order of the parameters.
    #[must_use]
    pub fn scalars(&self) -> &[N::Scalar] {
        scalars(self.numbers)
    }

    /// The size of the largest number.
    #[must_use]
    pub fn largest(&self) -> f64 {
        self.largest
    }

    /// The same gradient, for a step that threads may share.
    pub(crate) fn shared(self, threads: Threads) -> Self {
        Self { threads, ..self }
    }

    /// Who shares the step.
    pub(super) fn threads(&self) -> Threads {
        self.threads
    }

    /// The same gradient after some change to its numbers.
    pub(super) fn map(self, change: impl FnOnce(&mut [N::Scalar])) -> Result<Self, NotFinite> {
        change(scalars_mut(self.numbers));
        Ok(Self::new(self.numbers)?.shared(self.threads))
    }
}

/// The first number that is NaN or infinite, and its place.
pub(crate) fn not_finite<T: Scalar>(numbers: &[T]) -> Option<(usize, f64)> {
    let index = numbers.iter().position(|x| !x.is_finite())?;
    Some((index, numbers[index].to_f64()))
}

/// Whether no number is NaN or infinite.
pub(crate) fn is_finite<T: Scalar>(numbers: &[T]) -> bool {
    dispatch(IsFinite { numbers })
}

/// The size of the largest number; NaN where one of them is not finite.
pub(crate) fn largest<T: Scalar>(numbers: &[T]) -> f64 {
    dispatch(Largest { numbers })
}

struct IsFinite<'a, T> {
    numbers: &'a [T],
}

impl<T: Scalar> Op for IsFinite<'_, T> {
    type Output = bool;

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) -> bool {
        kernel::is_finite(simd, self.numbers)
    }
}

struct Largest<'a, T> {
    numbers: &'a [T],
}

impl<T: Scalar> Op for Largest<'_, T> {
    type Output = f64;

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) -> f64 {
        // A comparison would lose a NaN, which 0 times it does not.
        let (mut sizes, mut zeros) = ([T::ZERO; STRANDS], [T::ZERO; STRANDS]);
        let (groups, rest) = self.numbers.as_chunks::<STRANDS>();
        for group in groups {
            for k in 0..STRANDS {
                sizes[k] = larger(sizes[k], size(group[k]));
                zeros[k] = S::mul_add(group[k], T::ZERO, zeros[k]);
            }
        }
        for ((largest, zero), &x) in sizes.iter_mut().zip(&mut zeros).zip(rest) {
            *largest = larger(*largest, size(x));
            *zero = S::mul_add(x, T::ZERO, *zero);
        }
        (join(sizes, larger) + join(zeros, |a, b| a + b)).to_f64()
    }
}

#[inline(always)]
fn size<T: Scalar>(x: T) -> T {
    if x < T::ZERO { -x } else { x }
}

#[inline(always)]
fn larger<T: Scalar>(a: T, b: T) -> T {
    if b > a { b } else { a }
}

#[cfg(test)]
mod tests {
    use super::{is_finite, largest};

    #[test]
    fn nothing_hides_at_any_place_of_any_length() {
        for len in (0..140).chain([500]) {
            let mut numbers = [0.5_f32; 500];
            let numbers = &mut numbers[..len];
            assert!(is_finite(numbers));
            for place in 0..len {
                numbers[place] = -7.0;
                assert!(is_finite(numbers) && (largest(numbers) - 7.0).abs() < 1e-9, "{place} of {len}");
                for wrong in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
                    numbers[place] = wrong;
                    assert!(
                        !is_finite(numbers) && !largest(numbers).is_finite(),
                        "{wrong} at {place} of {len}"
                    );
                }
                numbers[place] = 0.5;
            }
        }
    }
}
