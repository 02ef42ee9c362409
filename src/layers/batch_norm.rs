//! `BatchNorm`: every feature with mean 0 and variance 1 over a batch.

use bytemuck::{Pod, Zeroable};
use nalgebra::SVector;

use super::constant;
use crate::init::Init;
use crate::kernel::{Op, Simd, dispatch, sum, sum_of_pairs};
use crate::layer::{Backward, Forward, Layer, Learn, Parameters, Training, Update};
use crate::random::Rng;
use crate::round::Needs;
use crate::scalar::Scalar;
use crate::setting::Range;
use crate::shape::Image;

/// `y = weight · (x − mean) / √(variance + eps) + bias`, for each channel of an image or each feature of a
/// vector.
///
/// In training, mean and (biased) variance are those of the batch, over all its samples and all pixels of the
/// channel, however long the batch is; the running statistics move towards the batch's mean and (unbiased)
/// variance by `momentum` of the way, as `PyTorch`'s do. In inference, mean and variance are the running
/// ones. The two cannot be mixed up: a [`Trainer`](crate::train::Trainer) trains, and `predict` infers.
///
/// The running statistics are data of the network, not parameters: no optimiser moves them. A batch needs two
/// samples, or one of more than one pixel: with fewer, a step is an error, as it is in `PyTorch`.
///
/// S. Ioffe and C. Szegedy, "Batch normalization: accelerating deep network training by reducing internal
/// covariate shift", 2015.
///
/// # Shapes
///
/// `x` and `y`: `C × H × W`, where a vector of `C` features has one pixel; the fields: `C`. `MOMENTUM` and
/// `EPS` hold the bits of an `f64`.
///
/// ```
/// use monograd::prelude::*;
///
/// network! { struct Net<1 => norm: BatchNorm(momentum = 1.0)>; }
///
/// let mut net = Net::zeros();
/// net.norm.weight[0] = 1.0;
/// let (x, t) = ([[1.0].into(), [3.0].into()], [[-1.0].into(), [1.0].into()]);
/// let loss = net.trainer(MeanSquaredError, Sgd::new(0.1)).step(&mut net, &x, &t)?;
/// assert!(loss < 1e-9);
/// assert_eq!((net.norm.running_mean[0], net.norm.running_var[0]), (2.0, 2.0));
/// # Ok::<(), monograd::Error>(())
/// ```
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BatchNorm<
    const C: usize,
    const H: usize = 1,
    const W: usize = 1,
    const MOMENTUM: u64 = { 0.1_f64.to_bits() },
    const EPS: u64 = { 1e-5_f64.to_bits() },
    T: Scalar = f32,
> {
    /// The deviation of each channel; 1 at first.
    pub weight: SVector<T, C>,
    /// The mean of each channel; 0 at first.
    pub bias: SVector<T, C>,
    /// The mean that inference takes off; 0 at first.
    pub running_mean: SVector<T, C>,
    /// The variance that inference divides by; 1 at first.
    pub running_var: SVector<T, C>,
}

// SAFETY: `repr(C)` over four arrays of the same scalar leaves no padding.
unsafe impl<const C: usize, const H: usize, const W: usize, const M: u64, const E: u64, T: Scalar> Pod
    for BatchNorm<C, H, W, M, E, T>
{
}
// SAFETY: all fields are `Zeroable`.
unsafe impl<const C: usize, const H: usize, const W: usize, const M: u64, const E: u64, T: Scalar> Zeroable
    for BatchNorm<C, H, W, M, E, T>
{
}

/// What training a [`BatchNorm`] keeps: the statistics of the batch, and what becomes of the running ones.
#[derive(Clone, Copy, Debug)]
pub struct Statistics<const C: usize, T: Scalar> {
    mean: SVector<T, C>,
    /// 1 / deviation.
    scale: SVector<T, C>,
    running_mean: SVector<T, C>,
    running_var: SVector<T, C>,
}

// SAFETY: all fields are `Zeroable`.
unsafe impl<const C: usize, T: Scalar> Zeroable for Statistics<C, T> {}

impl<const C: usize, T: Scalar> Statistics<C, T> {
    /// Whether a network may take them over.
    fn is_finite(&self) -> bool {
        self.running_mean.iter().chain(&self.running_var).all(|x| x.is_finite())
    }
}

impl<const C: usize, const H: usize, const W: usize, const M: u64, const E: u64, T: Scalar> Layer
    for BatchNorm<C, H, W, M, E, T>
{
    type Scalar = T;
    type Input = Image<C, H, W, T>;
    type Output = Image<C, H, W, T>;
    type Workspace<const TILE: usize> = Statistics<C, T>;
    type Learns = Parameters;

    const NEEDS: Needs = Needs::NOTHING.rounds(2).buffers(2 * C).least_samples(if H * W > 1 { 1 } else { 2 });

    #[inline(always)]
    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        let scale = self.running_var.map(Self::scale);
        self.normalise(&self.running_mean, &scale, pass.x, pass.y);
    }

    /// In the first round the gradient holds mean and variance of the tiles so far, in place of the running
    /// ones.
    fn forward_training<const TILE: usize>(&self, pass: Training<'_, Self, TILE>) {
        let Training { x, y, workspace, mut round, .. } = pass;
        let (index, before, total) = (round.index(), round.before() * H * W, round.total() * H * W);
        let Some(Self { running_mean: mean, running_var: squares, .. }) = round.gradient() else { return };
        if index == 0 {
            dispatch(Measure { before, x, tile: workspace, mean, squares });
            return;
        }
        const {
            let (momentum, eps) = (f64::from_bits(M), f64::from_bits(E));
            assert!(
                Range::Share.holds(momentum) && Range::Positive.holds(eps),
                "the momentum of a `BatchNorm` is above 0 and at most 1, its eps above 0"
            );
        }
        let (share, momentum) = (T::from_f64(1.0 / total as f64), constant::<T, M>());
        let unbiased = T::from_f64(1.0 / total.saturating_sub(1).max(1) as f64);
        workspace.mean = *mean;
        workspace.scale = squares.map(|squares| Self::scale(squares * share));
        workspace.running_mean = self.running_mean.zip_map(mean, |old, new| old + momentum * (new - old));
        workspace.running_var =
            self.running_var.zip_map(squares, |old, new| old + momentum * (new * unbiased - old));
        if !workspace.is_finite() {
            return y
                .iter_mut()
                .for_each(|y| y.0.as_flattened_mut().as_flattened_mut().fill(T::from_f64(f64::NAN)));
        }
        dispatch(Normalise { layer: self, mean: &workspace.mean, scale: &workspace.scale, x, y });
    }

    /// In the first round the gradient holds the sums over the tiles so far, in place of the running
    /// statistics.
    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Backward { x, dy, dx, workspace: batch, mut round, .. } = pass;
        let (index, before, total) = (round.index(), round.before(), round.total() * H * W);
        let (Some(dx), Some(gradient)) = (dx, round.gradient()) else { return };
        let Self { running_mean: sum_dy, running_var: sum_product, .. } = gradient;
        if index == 0 {
            if before == 0 {
                sum_dy.fill(T::ZERO);
                sum_product.fill(T::ZERO);
            }
            dispatch(Sums { x, dy, batch, sum_dy, sum_product });
        } else {
            let share = T::from_f64(1.0 / total as f64);
            dispatch(InputGradient { weight: &self.weight, share, x, dy, batch, sum_dy, sum_product, dx });
        }
    }
}

impl<const C: usize, const H: usize, const W: usize, const M: u64, const E: u64, T: Scalar> Learn
    for BatchNorm<C, H, W, M, E, T>
{
    fn initialize<R: Rng + ?Sized>(&mut self, _init: Init, _rng: &mut R) {
        self.weight.fill(T::ONE);
        self.bias.fill(T::ZERO);
        self.running_mean.fill(T::ZERO);
        self.running_var.fill(T::ONE);
    }

    fn gradient<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>, gradient: &mut Self) {
        // What was there between rounds is not a gradient: an optimiser finds nothing to do.
        gradient.running_mean.fill(T::ZERO);
        gradient.running_var.fill(T::ZERO);
        let Backward { x, dy, workspace: batch, .. } = pass;
        dispatch(Sums { x, dy, batch, sum_dy: &mut gradient.bias, sum_product: &mut gradient.weight });
    }

    fn update_buffers<const TILE: usize>(&mut self, workspace: &Statistics<C, T>) {
        self.running_mean = workspace.running_mean;
        self.running_var = workspace.running_var;
    }

    /// The sum of the squares of the normalised numbers of a channel is at most their number, which `dy`
    /// counts.
    fn update<const TILE: usize>(update: Update<'_, Self>, pass: Backward<'_, Self, TILE>) {
        match update {
            Update::Measure { magnitude, .. } => magnitude.add_pass(pass.x.into(), pass.y, pass.dy),
            update => update.by_gradient(pass),
        }
    }
}

impl<const C: usize, const H: usize, const W: usize, const M: u64, const E: u64, T: Scalar>
    BatchNorm<C, H, W, M, E, T>
{
    /// 1 / deviation
    #[inline(always)]
    fn scale(variance: T) -> T {
        T::from_f64(1.0 / libm::sqrt(variance.to_f64() + constant::<f64, E>()))
    }

    /// `y = weight · (x − mean) · scale + bias`
    #[inline(always)]
    fn normalise(
        &self,
        mean: &SVector<T, C>,
        scale: &SVector<T, C>,
        x: &[Image<C, H, W, T>],
        y: &mut [Image<C, H, W, T>],
    ) {
        for (x, y) in x.iter().zip(y) {
            for (c, (x, y)) in x.0.iter().zip(&mut y.0).enumerate() {
                let (mean, scale, bias) = (mean[c], self.weight[c] * scale[c], self.bias[c]);
                for (&x, y) in x.as_flattened().iter().zip(y.as_flattened_mut()) {
                    *y = (x - mean) * scale + bias;
                }
            }
        }
    }
}

/// [`BatchNorm::normalise`], compiled for an instruction set.
struct Normalise<'a, const C: usize, const H: usize, const W: usize, const M: u64, const E: u64, T: Scalar> {
    layer: &'a BatchNorm<C, H, W, M, E, T>,
    mean: &'a SVector<T, C>,
    scale: &'a SVector<T, C>,
    x: &'a [Image<C, H, W, T>],
    y: &'a mut [Image<C, H, W, T>],
}

impl<const C: usize, const H: usize, const W: usize, const M: u64, const E: u64, T: Scalar> Op
    for Normalise<'_, C, H, W, M, E, T>
{
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) {
        self.layer.normalise(self.mean, self.scale, self.x, self.y);
    }
}

/// Takes a tile into the mean, and into the sum of the squared distances from it, of the tiles before it.
///
/// T. F. Chan et al., "Updating formulae and a pairwise algorithm for computing sample variances", 1979.
struct Measure<'a, const C: usize, const H: usize, const W: usize, T: Scalar> {
    /// The numbers of a channel before this tile.
    before: usize,
    x: &'a [Image<C, H, W, T>],
    /// Room for the statistics of this tile alone.
    tile: &'a mut Statistics<C, T>,
    mean: &'a mut SVector<T, C>,
    squares: &'a mut SVector<T, C>,
}

impl<const C: usize, const H: usize, const W: usize, T: Scalar> Op for Measure<'_, C, H, W, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) {
        let Statistics { mean: tile_mean, scale: tile_squares, .. } = self.tile;
        let here = self.x.len() * H * W;
        let share = T::from_f64(1.0 / here as f64);
        tile_mean.fill(T::ZERO);
        tile_squares.fill(T::ZERO);
        for_each_channel(self.x, |c, x| tile_mean[c] += sum(x, |x| x));
        for mean in tile_mean.iter_mut() {
            *mean *= share;
        }
        for_each_channel(self.x, |c, x| {
            let mean = tile_mean[c];
            tile_squares[c] += sum(x, |x| (x - mean) * (x - mean));
        });
        let (before, all) = (self.before as f64, (self.before + here) as f64);
        let (of_mean, of_squares) = (T::from_f64(here as f64 / all), T::from_f64(before * here as f64 / all));
        for c in 0..C {
            // Nothing is left of what was there before the first tile.
            let (mean, squares) =
                if self.before == 0 { (T::ZERO, T::ZERO) } else { (self.mean[c], self.squares[c]) };
            let distance = tile_mean[c] - mean;
            self.mean[c] = mean + distance * of_mean;
            self.squares[c] = squares + tile_squares[c] + distance * distance * of_squares;
        }
    }
}

/// `sum_dy += Σ dy` and `sum_product += Σ dy · x̂`, with `x̂` the normalised number.
struct Sums<'a, const C: usize, const H: usize, const W: usize, T: Scalar> {
    x: &'a [Image<C, H, W, T>],
    dy: &'a [Image<C, H, W, T>],
    batch: &'a Statistics<C, T>,
    sum_dy: &'a mut SVector<T, C>,
    sum_product: &'a mut SVector<T, C>,
}

impl<const C: usize, const H: usize, const W: usize, T: Scalar> Op for Sums<'_, C, H, W, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) {
        let Statistics { mean, scale, .. } = self.batch;
        for (x, dy) in self.x.iter().zip(self.dy) {
            for c in 0..C {
                let (x, dy) = (x.0[c].as_flattened(), dy.0[c].as_flattened());
                let mean = mean[c];
                self.sum_dy[c] += sum(dy, |dy| dy);
                self.sum_product[c] += sum_of_pairs(x, dy, |x, dy| (x - mean) * dy) * scale[c];
            }
        }
    }
}

/// `dx = weight / deviation · (dy − mean(dy) − x̂ · mean(dy · x̂))`, with the means over the batch.
struct InputGradient<'a, const C: usize, const H: usize, const W: usize, T: Scalar> {
    weight: &'a SVector<T, C>,
    /// 1 / the numbers of a channel in the batch.
    share: T,
    x: &'a [Image<C, H, W, T>],
    dy: &'a [Image<C, H, W, T>],
    batch: &'a Statistics<C, T>,
    sum_dy: &'a SVector<T, C>,
    sum_product: &'a SVector<T, C>,
    dx: &'a mut [Image<C, H, W, T>],
}

impl<const C: usize, const H: usize, const W: usize, T: Scalar> Op for InputGradient<'_, C, H, W, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) {
        let Statistics { mean, scale, .. } = self.batch;
        for ((x, dy), dx) in self.x.iter().zip(self.dy).zip(self.dx) {
            for c in 0..C {
                let factor = self.weight[c] * scale[c];
                let (mean, mean_dy) = (mean[c], self.sum_dy[c] * self.share);
                let slope = scale[c] * self.sum_product[c] * self.share;
                let (x, dy) = (x.0[c].as_flattened(), dy.0[c].as_flattened());
                for ((&x, &dy), dx) in x.iter().zip(dy).zip(dx.0[c].as_flattened_mut()) {
                    *dx = factor * (dy - mean_dy - (x - mean) * slope);
                }
            }
        }
    }
}

/// Goes over the channels of each sample: a vector's have one number each, and the loop over them is the
/// inner one.
#[inline(always)]
fn for_each_channel<const C: usize, const H: usize, const W: usize, T: Scalar>(
    x: &[Image<C, H, W, T>],
    mut f: impl FnMut(usize, &[T]),
) {
    for x in x {
        for (c, channel) in x.0.iter().enumerate() {
            f(c, channel.as_flattened());
        }
    }
}
