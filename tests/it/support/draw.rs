//! Numbers, samples and labels that every run draws alike.

use monograd::prelude::*;
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};

pub(crate) fn rng(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}

/// Numbers of about the size of a standard normal variable's: sums of three uniform ones in ±1.
pub(crate) fn normal<const N: usize>(rng: &mut impl Rng) -> SVector<f64, N> {
    SVector::from_fn(|_, _| (0..3).map(|_| rng.random_range(-1.0..1.0)).sum())
}

/// Samples in a fixed pattern of numbers in ±½, of classes that take turns.
pub(crate) fn pattern<const IN: usize, const CLASSES: usize>(
    samples: usize,
) -> (Vec<SVector<f32, IN>>, Vec<Class<CLASSES>>) {
    let sample = |i: usize| SVector::from_fn(|row, _| ((i * 31 + row * 17) % 23) as f32 / 23.0 - 0.5);
    (0..samples).map(|i| (sample(i), Class::of(i % CLASSES))).unzip()
}
