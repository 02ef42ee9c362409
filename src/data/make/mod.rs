//! Generated data sets, to try networks on: scikit-learn's `make_moons` and its relatives.
//!
//! The classes take turns, `0, 1, .., 0, 1, ..`, so that each has its equal share of the samples, and of any
//! run of neighbours. `noise` is the standard deviation of the normal noise that is added to every
//! coordinate; 0 gives none, and a negative, infinite or NaN one is a panic. The number type is inferred, or
//! written first: `make::moons::<f32, _>(..)`.
//!
//! ```
//! use monograd::data::make;
//! use rand::{SeedableRng, rngs::StdRng};
//!
//! let draw = || make::circles::<f32, _>(100, 0.5, 0.1, &mut StdRng::seed_from_u64(1));
//! assert_eq!(draw(), draw());
//! ```

mod clusters;
mod curves;
mod function;
mod squares;

use nalgebra::SVector;
use rand::RngExt;
use rand_distr::StandardNormal;

use crate::data::{Class, OwnedDataset};
use crate::random::Rng;
use crate::scalar::Scalar;

pub use clusters::{Classification, blobs, classification};
pub use curves::{circles, moons, spirals};
pub use function::function;
pub use squares::{checkerboard, xor};

/// Points and their classes.
type Classes<T, const N: usize, const CLASSES: usize> = OwnedDataset<SVector<T, N>, Class<CLASSES>>;

/// Draws `count` points of classes that take turns, and adds noise.
#[track_caller]
fn points<T: Scalar, const N: usize, const CLASSES: usize, R: Rng + ?Sized>(
    count: usize,
    noise: f64,
    rng: &mut R,
    mut draw: impl FnMut(usize, &mut R) -> [f64; N],
) -> Classes<T, N, CLASSES> {
    const { assert!(CLASSES > 0, "points need at least one class") }
    check_noise(noise);
    let point = |i: usize| {
        let class = i % CLASSES;
        let point = draw(class, rng).map(|x| T::from_f64(x + noise * normal(rng)));
        (point.into(), Class::of(class))
    };
    (0..count).map(point).collect()
}

#[track_caller]
fn check_noise(noise: f64) {
    assert!(noise >= 0.0 && noise.is_finite(), "the noise is {noise}; a finite number from 0 was wanted");
}

/// A number from the normal distribution with mean 0 and variance 1.
fn normal<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    rng.sample(StandardNormal)
}
