//! `Conv2d`: the same small weights at every place of an image.

use core::marker::PhantomData;

use bytemuck::{Pod, Zeroable};
use nalgebra::{Const, SMatrix, SVector};

use crate::init::Init;
use crate::kernel::{self, Geometry, Op, Simd, dispatch};
use crate::layer::{self, Backward, Forward, Layer, Learn, Parameters, Update};
use crate::layers::Bias;
use crate::random::Rng;
use crate::scalar::Scalar;
use crate::shape::Image;
use crate::window::{Padding, Stride, Window};

/// A convolution, as `torch.nn.Conv2d` has it (that is, a cross-correlation):
/// `y[o, i, j] = bias[o] + Σ_{c, k, l} weight[o, c, k, l] · x[c, i·DOWN + k − ABOVE, j·ACROSS + l − LEFT]`,
/// zero outside of the image.
///
/// The output size is part of the type and is checked against the others; `network!` works it out. The sides,
/// the kernel, the stride and the padding go up to 1024, the channels to any number.
///
/// # Shapes
///
/// `x`: `C × H × W`; `y`: `OUT × OUT_H × OUT_W`, with `OUT_H = ⌊(H + padding − KH) / DOWN⌋ + 1` and so
/// across; `weight`: `KH × KW` matrices, one for each of `OUT` outputs and `C` channels; `bias`: `OUT`, or
/// [`NoBias`](crate::layers::NoBias).
///
/// ```
/// use monograd::{Image, bytemuck::Zeroable, infer, layers::Conv2d};
///
/// // 3×3 pixels, a kernel of 2×2 and neither stride nor padding leave 2×2.
/// let mut edges = Conv2d::<1, 3, 3, 1, 2, 2, 2, 2>::zeroed();
/// edges.weight[0][0] = [[1.0, 0.0], [-1.0, 0.0]].into(); // nalgebra's columns: left minus right
///
/// let x = Image([[[1.0, 1.0, 4.0], [1.0, 1.0, 4.0], [1.0, 1.0, 4.0]]]);
/// let mut y = [Image::zeroed()];
/// infer(&edges, &[x], &mut y);
/// assert_eq!(y[0], Image([[[0.0, -3.0], [0.0, -3.0]]]));
/// ```
#[repr(C)]
#[derive(Copy, Debug, PartialEq)]
pub struct Conv2d<
    const C: usize,
    const H: usize,
    const W: usize,
    const OUT: usize,
    const OUT_H: usize,
    const OUT_W: usize,
    const KH: usize,
    const KW: usize,
    S = Stride<1, 1>,
    P = Padding<0, 0>,
    T: Scalar = f32,
    B: Bias<T, OUT> = SVector<T, OUT>,
> {
    /// `weight[o][c]` holds the `KH × KW` weights from channel `c` to output `o`, which nalgebra keeps column
    /// by column: `weight[o][c][(k, l)]` is `PyTorch`'s `weight[o, c, k, l]`.
    pub weight: [[SMatrix<T, KH, KW>; C]; OUT],
    /// Added to every place of an output's image.
    pub bias: B,
    window: PhantomData<(S, P)>,
}

crate::aligned::clone_in_place!(
    [const C: usize, const H: usize, const W: usize, const OUT: usize, const OUT_H: usize, const OUT_W: usize,
     const KH: usize, const KW: usize, S: Copy, P: Copy, T: Scalar, B: Bias<T, OUT>]
    Conv2d<C, H, W, OUT, OUT_H, OUT_W, KH, KW, S, P, T, B>
);

// SAFETY: `repr(C)` over arrays of scalars and a bias, which is `OUT` of the same scalars or nothing because
// `Bias` is sealed: there is no padding. Both are `Pod`; the third field has no size.
unsafe impl<
    const C: usize,
    const H: usize,
    const W: usize,
    const OUT: usize,
    const OUT_H: usize,
    const OUT_W: usize,
    const KH: usize,
    const KW: usize,
    S: Copy + 'static,
    P: Copy + 'static,
    T: Scalar,
    B: Bias<T, OUT>,
> Pod for Conv2d<C, H, W, OUT, OUT_H, OUT_W, KH, KW, S, P, T, B>
{
}
// SAFETY: all fields are `Zeroable`.
unsafe impl<
    const C: usize,
    const H: usize,
    const W: usize,
    const OUT: usize,
    const OUT_H: usize,
    const OUT_W: usize,
    const KH: usize,
    const KW: usize,
    S,
    P,
    T: Scalar,
    B: Bias<T, OUT>,
> Zeroable for Conv2d<C, H, W, OUT, OUT_H, OUT_W, KH, KW, S, P, T, B>
{
}

impl<
    const C: usize,
    const H: usize,
    const W: usize,
    const OUT: usize,
    const OUT_H: usize,
    const OUT_W: usize,
    const KH: usize,
    const KW: usize,
    const DOWN: usize,
    const ACROSS: usize,
    const ABOVE: usize,
    const LEFT: usize,
    const BELOW: usize,
    const RIGHT: usize,
    T: Scalar,
    B: Bias<T, OUT>,
> Layer
    for Conv2d<
        C,
        H,
        W,
        OUT,
        OUT_H,
        OUT_W,
        KH,
        KW,
        Stride<DOWN, ACROSS>,
        Padding<ABOVE, LEFT, BELOW, RIGHT>,
        T,
        B,
    >
where
    Const<H>: Window<KH, DOWN, ABOVE, BELOW, OUT_H>,
    Const<W>: Window<KW, ACROSS, LEFT, RIGHT, OUT_W>,
{
    type Scalar = T;
    type Input = Image<C, H, W, T>;
    type Output = Image<OUT, OUT_H, OUT_W, T>;
    type Workspace<const TILE: usize> = ();
    type Learns = Parameters;

    const MULTIPLY_ADDS: usize = C * KH * KW * OUT * OUT_H * OUT_W;

    #[inline(always)]
    fn forward<Z: Simd>(&self, pass: Forward<'_, Self, Z>) {
        let bias = self.bias.array().map(<[T; OUT]>::as_slice);
        pass.simd.call(Convolve {
            geometry: Self::GEOMETRY,
            weight: scalars(&self.weight),
            bias,
            x: bytemuck::cast_slice(pass.x),
            y: bytemuck::cast_slice_mut(pass.y),
        });
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Backward { dy, dx: Some(dx), .. } = pass else { return };
        dispatch(InputGradient {
            geometry: Self::GEOMETRY,
            weight: scalars(&self.weight),
            dy: bytemuck::cast_slice(dy),
            dx: bytemuck::cast_slice_mut(dx),
        });
    }
}

impl<
    const C: usize,
    const H: usize,
    const W: usize,
    const OUT: usize,
    const OUT_H: usize,
    const OUT_W: usize,
    const KH: usize,
    const KW: usize,
    const DOWN: usize,
    const ACROSS: usize,
    const ABOVE: usize,
    const LEFT: usize,
    const BELOW: usize,
    const RIGHT: usize,
    T: Scalar,
    B: Bias<T, OUT>,
> Learn
    for Conv2d<
        C,
        H,
        W,
        OUT,
        OUT_H,
        OUT_W,
        KH,
        KW,
        Stride<DOWN, ACROSS>,
        Padding<ABOVE, LEFT, BELOW, RIGHT>,
        T,
        B,
    >
where
    Const<H>: Window<KH, DOWN, ABOVE, BELOW, OUT_H>,
    Const<W>: Window<KW, ACROSS, LEFT, RIGHT, OUT_W>,
{
    fn initialize<R: Rng + ?Sized>(&mut self, init: Init, rng: &mut R) {
        init.draw(C * KH * KW, OUT * KH * KW, scalars_mut(&mut self.weight), rng);
        init.draw_biases(C * KH * KW, self.bias.scalars_mut(), rng);
    }

    fn gradient<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>, gradient: &mut Self) {
        gradient.accumulate(T::ONE, bytemuck::cast_slice(pass.x), bytemuck::cast_slice(pass.dy));
    }

    /// A weight that meets nothing but padding has no share in an output: the weights are looked at
    /// themselves.
    fn update<const TILE: usize>(update: Update<'_, Self>, pass: Backward<'_, Self, TILE>) {
        let (x, dy): (&[T], &[T]) = (bytemuck::cast_slice(pass.x), bytemuck::cast_slice(pass.dy));
        match update {
            Update::Add { gradient, .. } => gradient.accumulate(T::ONE, x, dy),
            Update::Measure { layer, magnitude, .. } => {
                magnitude.add_samples(x.into(), [dy, layer::scalars(layer)]);
            }
            Update::Descend { layer, learning_rate, .. } => {
                layer.accumulate(-T::from_f64(learning_rate), x, dy);
            }
        }
    }
}

impl<
    const C: usize,
    const H: usize,
    const W: usize,
    const OUT: usize,
    const OUT_H: usize,
    const OUT_W: usize,
    const KH: usize,
    const KW: usize,
    const DOWN: usize,
    const ACROSS: usize,
    const ABOVE: usize,
    const LEFT: usize,
    const BELOW: usize,
    const RIGHT: usize,
    T: Scalar,
    B: Bias<T, OUT>,
> Conv2d<C, H, W, OUT, OUT_H, OUT_W, KH, KW, Stride<DOWN, ACROSS>, Padding<ABOVE, LEFT, BELOW, RIGHT>, T, B>
{
    const GEOMETRY: Geometry = Geometry {
        channels: C,
        input: [H, W],
        output: [OUT_H, OUT_W],
        kernel: [KH, KW],
        stride: [DOWN, ACROSS],
        padding: [ABOVE, LEFT],
    };

    /// `weight += scale · d_weight`, `bias += scale · d_bias`, summed over the batch.
    fn accumulate(&mut self, scale: T, x: &[T], dy: &[T]) {
        let geometry = Self::GEOMETRY;
        let (weight, bias) = (scalars_mut(&mut self.weight), self.bias.array_mut());
        let bias = bias.map(<[T; OUT]>::as_mut_slice);
        dispatch(Accumulate { geometry, scale, x, dy, weight, bias });
    }
}

/// `y = weight ∗ x + bias`
struct Convolve<'a, T> {
    geometry: Geometry,
    weight: &'a [T],
    bias: Option<&'a [T]>,
    x: &'a [T],
    y: &'a mut [T],
}

impl<T: Scalar> Op for Convolve<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        kernel::convolve(simd, &self.geometry, self.weight, self.bias, self.x, self.y);
    }
}

/// `dx`, from `dy` and the weights.
struct InputGradient<'a, T> {
    geometry: Geometry,
    weight: &'a [T],
    dy: &'a [T],
    dx: &'a mut [T],
}

impl<T: Scalar> Op for InputGradient<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        kernel::convolution_input_gradient(simd, &self.geometry, self.weight, self.dy, self.dx);
    }
}

/// `weight += scale · d_weight`, `bias += scale · d_bias`
struct Accumulate<'a, T> {
    geometry: Geometry,
    scale: T,
    x: &'a [T],
    dy: &'a [T],
    weight: &'a mut [T],
    bias: Option<&'a mut [T]>,
}

impl<T: Scalar> Op for Accumulate<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let Self { geometry, scale, x, dy, weight, bias } = self;
        kernel::convolution_weight_gradient(simd, &geometry, scale, x, dy, weight);
        if let Some(bias) = bias {
            kernel::convolution_bias_gradient(geometry.output[0] * geometry.output[1], scale, dy, bias);
        }
    }
}

/// All kernels' weights, one after the other.
fn scalars<T: Scalar, const C: usize, const OUT: usize, const KH: usize, const KW: usize>(
    weight: &[[SMatrix<T, KH, KW>; C]; OUT],
) -> &[T] {
    bytemuck::must_cast_slice(weight)
}

/// [`scalars`] to write to.
fn scalars_mut<T: Scalar, const C: usize, const OUT: usize, const KH: usize, const KW: usize>(
    weight: &mut [[SMatrix<T, KH, KW>; C]; OUT],
) -> &mut [T] {
    bytemuck::must_cast_slice_mut(weight)
}
