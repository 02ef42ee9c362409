//! Classes that lie along curves in the plane.

use core::f64::consts::{PI, TAU};

use rand::RngExt;

use crate::data::make::{Classes, points};
use crate::random::Rng;
use crate::scalar::Scalar;

/// Two half circles of radius 1, each reaching into the other: scikit-learn's `make_moons`.
///
/// Class 0 is the upper one, `(cos α, sin α)`, class 1 the lower one, `(1 − cos α, ½ − sin α)`, with `α`
/// uniform in `0..π`.
///
/// ```
/// use monograd::data::make;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// let data = make::moons::<f32, _>(100, 0.0, &mut StdRng::seed_from_u64(1));
/// assert!(data.samples().iter().step_by(2).all(|x| (x.norm() - 1.0).abs() < 1e-6 && x[1] >= 0.0));
/// ```
#[must_use]
#[track_caller]
pub fn moons<T: Scalar, R: Rng + ?Sized>(count: usize, noise: f64, rng: &mut R) -> Classes<T, 2, 2> {
    points(count, noise, rng, |class, rng| {
        let (y, x) = libm::sincos(rng.random_range(0.0..PI));
        if class == 0 { [x, y] } else { [1.0 - x, 0.5 - y] }
    })
}

/// A circle within a circle: scikit-learn's `make_circles`.
///
/// Class 0 is the outer one with radius 1, class 1 the inner one with radius `factor`.
///
/// ```
/// use monograd::data::make;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// let data = make::circles::<f32, _>(100, 0.5, 0.0, &mut StdRng::seed_from_u64(1));
/// assert!((data.samples()[1].norm() - 0.5).abs() < 1e-6);
/// ```
#[must_use]
#[track_caller]
pub fn circles<T: Scalar, R: Rng + ?Sized>(
    count: usize,
    factor: f64,
    noise: f64,
    rng: &mut R,
) -> Classes<T, 2, 2> {
    points(count, noise, rng, |class, rng| {
        let (y, x) = libm::sincos(rng.random_range(0.0..TAU));
        let radius = if class == 0 { 1.0 } else { factor };
        [radius * x, radius * y]
    })
}

/// Spiral arms, one for each class, that wind `turns` times around the origin, from there to the radius 1.
///
/// `r (cos φ, sin φ)` with `φ = 2π (turns · r + class / CLASSES)`, `r` uniform in `0..1` (Archimedes'
/// spiral).
///
/// ```
/// use monograd::data::make;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// let data = make::spirals::<f32, 3, _>(300, 1.5, 0.02, &mut StdRng::seed_from_u64(1));
/// assert_eq!(data.targets()[5].index(), 2);
/// ```
#[must_use]
#[track_caller]
pub fn spirals<T: Scalar, const CLASSES: usize, R: Rng + ?Sized>(
    count: usize,
    turns: f64,
    noise: f64,
    rng: &mut R,
) -> Classes<T, 2, CLASSES> {
    points(count, noise, rng, |class, rng| {
        let radius: f64 = rng.random();
        let (y, x) = libm::sincos(TAU * (turns * radius + class as f64 / CLASSES as f64));
        [radius * x, radius * y]
    })
}
