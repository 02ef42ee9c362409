//! How large a gradient can be, from what it is a product of.
//!
//! A step of plain gradient descent adds each layer's gradient to its parameters at once and keeps no copy of
//! either: it has to know beforehand that nothing overflows. The gradient of a weight is a sum of products of
//! `x` and `dy`, and no such sum is larger than `‖x‖·‖dy‖`, whatever it is of (Cauchy and Schwarz), nor than
//! `(‖x‖² + ‖dy‖²) / 2`. So one sum of squares over all that goes into a gradient bounds all of it, and is
//! infinite or NaN where anything in it is.

use crate::kernel::{Samples, Squares, dispatch};
use crate::scalar::Scalar;
use crate::shape::Sample;

/// The sum of the squares of all numbers that a gradient is made of.
#[derive(Clone, Debug, Default)]
pub struct Magnitude {
    sum: f64,
    count: usize,
}

impl Magnitude {
    /// Adds some numbers.
    pub fn add<T: Scalar>(&mut self, numbers: &[T]) {
        self.add_samples::<T, T>((&[][..]).into(), [numbers, &[]]);
    }

    /// Adds `count` numbers by the sum of their squares.
    pub(crate) fn add_sum(&mut self, sum: f64, count: usize) {
        self.sum += sum;
        self.count += count;
    }

    /// Adds samples, and more numbers.
    #[inline]
    pub(crate) fn add_samples<X: bytemuck::Pod, T: Scalar>(
        &mut self,
        samples: Samples<'_, X>,
        others: [&[T]; 2],
    ) {
        let count = samples.len() * (size_of::<X>() / size_of::<T>()) + others[0].len() + others[1].len();
        self.add_sum(dispatch(Squares { samples, others }).to_f64(), count);
    }

    /// Adds what the gradient of a layer is made of, and the first output: each parameter has its share in
    /// that, so that none is NaN or infinite where it is finite.
    #[inline]
    pub(crate) fn add_pass<X: Sample<Scalar = Y::Scalar>, Y: Sample>(
        &mut self,
        x: Samples<'_, X>,
        y: &[Y],
        dy: &[Y],
    ) {
        let first = y.first().map_or(&[][..], Sample::scalars);
        self.add_samples(x, [bytemuck::cast_slice(dy), first]);
    }

    /// No number of the gradient is larger; infinite or NaN where that is not known.
    pub(crate) fn bound(&self) -> f64 {
        // Half of the sum of squares would be enough. The rest is for rounding; 1 for each number for the
        // sums of `dy` alone, which the gradient of a bias is, and for squares that vanish.
        self.sum + self.count as f64
    }
}

#[cfg(test)]
mod tests {
    use super::Magnitude;
    use crate::kernel::Samples;
    use rand::{RngExt, SeedableRng, rngs::StdRng};
    use std::vec::Vec;

    /// Some numbers of many sizes.
    fn numbers(len: usize, seed: u64) -> Vec<f32> {
        let rng = &mut StdRng::seed_from_u64(seed);
        let number = |_| rng.random_range(-1.0..1.0) * 10_f32.powi(rng.random_range(-4..5));
        (0..len).map(number).collect()
    }

    #[test]
    fn no_gradient_is_larger() {
        for samples in [1_u8, 2, 3, 7, 70] {
            let picks: Vec<u32> = (0..u32::from(samples)).rev().collect();
            let samples = usize::from(samples);
            let (x, dy) = (numbers(samples * 19, 1), numbers(samples * 5, 2));
            let x: &[[f32; 19]] = bytemuck::cast_slice(&x);
            let (mut magnitude, mut picked) = (Magnitude::default(), Magnitude::default());
            magnitude.add_samples(x.into(), [&dy, &[]]);
            picked.add_samples(Samples::new(x, Some(&picks)), [&dy, &[]]);
            for row in 0..5 {
                let bias: f32 = dy.iter().skip(row).step_by(5).sum();
                for column in 0..19 {
                    let products = x.iter().zip(dy.chunks(5)).map(|(x, dy)| dy[row] * x[column]);
                    let weight: f32 = products.sum();
                    let largest = f64::from(weight.abs().max(bias.abs()));
                    assert!(largest <= magnitude.bound() && largest <= picked.bound(), "{samples} samples");
                }
            }
        }
    }

    #[test]
    fn what_is_not_finite_or_overflows_has_no_bound() {
        for len in [1, 15, 16, 17, 63, 64, 65, 200] {
            for place in 0..len {
                for wrong in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, -1e20] {
                    let mut numbers = numbers(len, 3);
                    numbers[place] = wrong;
                    let mut magnitude = Magnitude::default();
                    magnitude.add(&numbers);
                    assert!(!magnitude.bound().is_finite(), "{wrong} at {place} of {len}");
                }
            }
        }
    }
}
