//! `LayerNorm`: every sample with mean 0 and variance 1.

use bytemuck::{Pod, Zeroable};
use nalgebra::SVector;

use crate::init::Init;
use crate::kernel::{Op, Simd, dispatch, sum};
use crate::layer::{Backward, Forward, Layer, Learn, Parameters, Update};
use crate::random::Rng;
use crate::scalar::Scalar;

/// `y = weight · (x − mean) / √(variance + 10⁻⁵) + bias`, where mean and (biased) variance are those of the
/// sample's own features.
///
/// Training and inference are the same. An image is normalised as a whole, as by
/// `torch.nn.LayerNorm([C, H, W])`.
///
/// J. L. Ba et al., "Layer normalization", 2016.
///
/// # Shapes
///
/// `x`, `y`, `weight` and `bias`: `N`.
///
/// ```
/// use monograd::{infer, prelude::*};
///
/// network! { struct Normal<4 => norm: LayerNorm => Linear(1)>; }
///
/// let mut norm = Normal::zeros().norm;
/// norm.weight.fill(1.0);
/// let mut y = [SVector::zeros()];
/// infer(&norm, &[[1.0, 1.0, 3.0, 3.0].into()], &mut y);
/// assert!((y[0] - SVector::from([-1.0, -1.0, 1.0, 1.0])).amax() < 1e-5);
/// ```
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayerNorm<const N: usize, T: Scalar = f32> {
    /// The deviation of each output; 1 at first.
    pub weight: SVector<T, N>,
    /// The mean of each output; 0 at first.
    pub bias: SVector<T, N>,
}

// SAFETY: `repr(C)` over two arrays of the same scalar leaves no padding.
unsafe impl<const N: usize, T: Scalar> Pod for LayerNorm<N, T> {}
// SAFETY: both fields are `Zeroable`.
unsafe impl<const N: usize, T: Scalar> Zeroable for LayerNorm<N, T> {}

/// `PyTorch`'s: keeps the quotient finite for a sample of equal features.
const EPS: f64 = 1e-5;

impl<const N: usize, T: Scalar> Layer for LayerNorm<N, T> {
    type Scalar = T;
    type Input = SVector<T, N>;
    type Output = SVector<T, N>;
    type Workspace<const TILE: usize> = ();
    type Learns = Parameters;

    #[inline(always)]
    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        for (x, y) in pass.x.iter().zip(pass.y) {
            let (x, y) = (x.as_slice(), y.as_mut_slice());
            let Moments { mean, scale } = Moments::of(x);
            for (((&x, y), &weight), &bias) in
                x.iter().zip(y).zip(self.weight.as_slice()).zip(self.bias.as_slice())
            {
                *y = weight * ((x - mean) * scale) + bias;
            }
        }
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Backward { x, dy, dx: Some(dx), .. } = pass else { return };
        dispatch(InputGradient { weight: &self.weight, x, dy, dx });
    }
}

impl<const N: usize, T: Scalar> Learn for LayerNorm<N, T> {
    fn initialize<R: Rng + ?Sized>(&mut self, _init: Init, _rng: &mut R) {
        self.weight.fill(T::ONE);
        self.bias.fill(T::ZERO);
    }

    fn gradient<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>, gradient: &mut Self) {
        gradient.accumulate(T::ONE, pass.x, pass.dy);
    }

    /// The sum of the squares of a normalised sample is at most its number of features, which `dy` counts.
    fn update<const TILE: usize>(update: Update<'_, Self>, pass: Backward<'_, Self, TILE>) {
        match update {
            Update::Add { gradient, .. } => gradient.accumulate(T::ONE, pass.x, pass.dy),
            Update::Measure { magnitude, .. } => magnitude.add_pass(pass.x.into(), pass.y, pass.dy),
            Update::Descend { layer, learning_rate, .. } => {
                layer.accumulate(-T::from_f64(learning_rate), pass.x, pass.dy);
            }
        }
    }
}

impl<const N: usize, T: Scalar> LayerNorm<N, T> {
    /// `weight += scale · Σ dy · x̂`, `bias += scale · Σ dy`, with `x̂` the normalised sample.
    fn accumulate(&mut self, scale: T, x: &[SVector<T, N>], dy: &[SVector<T, N>]) {
        dispatch(Accumulate { scale, x, dy, gradient: self });
    }
}

/// The mean of a sample, and 1 / its deviation.
struct Moments<T> {
    mean: T,
    scale: T,
}

impl<T: Scalar> Moments<T> {
    #[inline(always)]
    fn of(x: &[T]) -> Self {
        let share = T::from_f64(1.0 / x.len() as f64);
        let mean = sum(x, |x| x) * share;
        let variance = sum(x, |x| (x - mean) * (x - mean)) * share;
        Self { mean, scale: T::from_f64(1.0 / libm::sqrt(variance.to_f64() + EPS)) }
    }
}

/// With `g = weight · dy`: `dx = (g − mean(g) − x̂ · mean(g · x̂)) / deviation`.
struct InputGradient<'a, const N: usize, T> {
    weight: &'a SVector<T, N>,
    x: &'a [SVector<T, N>],
    dy: &'a [SVector<T, N>],
    dx: &'a mut [SVector<T, N>],
}

impl<const N: usize, T: Scalar> Op for InputGradient<'_, N, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) {
        let (weight, share) = (self.weight.as_slice(), T::from_f64(1.0 / N as f64));
        for ((x, dy), dx) in self.x.iter().zip(self.dy).zip(self.dx) {
            let (x, dy, dx) = (x.as_slice(), dy.as_slice(), dx.as_mut_slice());
            let Moments { mean, scale } = Moments::of(x);
            let (mut sum, mut product) = (T::ZERO, T::ZERO);
            for (((&x, &dy), &weight), dx) in x.iter().zip(dy).zip(weight).zip(&mut *dx) {
                *dx = weight * dy;
                sum += *dx;
                product += *dx * ((x - mean) * scale);
            }
            let (sum, product) = (sum * share, product * share);
            for (&x, dx) in x.iter().zip(dx) {
                *dx = (*dx - sum - (x - mean) * scale * product) * scale;
            }
        }
    }
}

struct Accumulate<'a, const N: usize, T: Scalar> {
    scale: T,
    x: &'a [SVector<T, N>],
    dy: &'a [SVector<T, N>],
    gradient: &'a mut LayerNorm<N, T>,
}

impl<const N: usize, T: Scalar> Op for Accumulate<'_, N, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) {
        let LayerNorm { weight, bias } = self.gradient;
        let (weight, bias) = (weight.as_mut_slice(), bias.as_mut_slice());
        for (x, dy) in self.x.iter().zip(self.dy) {
            let (x, dy) = (x.as_slice(), dy.as_slice());
            let Moments { mean, scale } = Moments::of(x);
            for (((&x, &dy), weight), bias) in x.iter().zip(dy).zip(&mut *weight).zip(&mut *bias) {
                let dy = self.scale * dy;
                *weight += dy * ((x - mean) * scale);
                *bias += dy;
            }
        }
    }
}
