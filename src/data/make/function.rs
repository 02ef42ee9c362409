//! Samples of a function, for regression.

use core::ops::Range;

use nalgebra::SVector;
use rand::RngExt;

use crate::data::OwnedDataset;
use crate::data::make::{check_noise, normal};
use crate::random::Rng;
use crate::scalar::Scalar;

/// `y = f(x) + noise`, with every coordinate of `x` uniform in `range`.
///
/// ```
/// use monograd::data::make;
/// use monograd::prelude::*;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// let sine = |x: &SVector<f32, 1>| x.map(f32::sin);
/// let data = make::function(100, -3.0..3.0, 0.0, sine, &mut StdRng::seed_from_u64(1));
/// assert_eq!(data.targets()[0][0], data.samples()[0][0].sin());
/// ```
///
/// # Panics
///
/// When the range is empty or not finite, or the noise is negative or not finite.
#[must_use]
#[track_caller]
pub fn function<T: Scalar, const IN: usize, const OUT: usize, R: Rng + ?Sized>(
    count: usize,
    range: Range<f64>,
    noise: f64,
    mut f: impl FnMut(&SVector<T, IN>) -> SVector<T, OUT>,
    rng: &mut R,
) -> OwnedDataset<SVector<T, IN>, SVector<T, OUT>> {
    check_noise(noise);
    let pair = |_| {
        let x = SVector::from_fn(|_, _| T::from_f64(rng.random_range(range.clone())));
        let mut y = f(&x);
        for y in y.iter_mut() {
            *y += T::from_f64(noise * normal(rng));
        }
        (x, y)
    };
    (0..count).map(pair).collect()
}
