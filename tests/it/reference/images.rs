//! Each layer of images alone: output, gradient of the input, gradients of the parameters.

use monograd::bytemuck::zeroed;
use monograd::layers::{
    AvgPool2d, Bias, Conv2d, GlobalAvgPool2d, LayerNorm, MaxPool2d, NoBias, Padding, Stride,
};
use monograd::nalgebra::SMatrix;
use monograd::prelude::*;
use monograd::{Scalar, bytemuck};

use super::{assert_matches, file::File, layers::check_in};

/// The fields of a convolution, whatever its sizes.
trait Convolution: Layer {
    fn weight(&mut self) -> &mut [Self::Scalar];
    fn bias(&mut self) -> &mut [Self::Scalar];
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
    S,
    P,
    T: Scalar,
    B: Bias<T, OUT>,
> Convolution for Conv2d<C, H, W, OUT, OUT_H, OUT_W, KH, KW, S, P, T, B>
where
    Self: Layer<Scalar = T>,
{
    fn weight(&mut self) -> &mut [T] {
        let weight: &mut [[SMatrix<T, KH, KW>; C]; OUT] = &mut self.weight;
        bytemuck::must_cast_slice_mut(weight)
    }

    fn bias(&mut self) -> &mut [T] {
        self.bias.scalars_mut()
    }
}

fn conv2d<L: Convolution>(case: &str) {
    let file = File::open::<L::Scalar>("images");
    let mut layer: L = zeroed();
    layer.weight().copy_from_slice(&file.weight(&format!("{case}/weight")));
    let has_bias = !layer.bias().is_empty();
    if has_bias {
        layer.bias().copy_from_slice(&file.scalars(&format!("{case}/bias")));
    }
    let mut gradient = check_in("images", case, &layer);
    let name = format!("{case}/d_weight");
    assert_matches(&name, gradient.weight(), &file.weight(&name));
    if has_bias {
        let name = format!("{case}/d_bias");
        assert_matches(&name, gradient.bias(), &file.scalars(&name));
    }
}

/// Images of 2×7×5, in both precisions: a convolution to three channels of `height`×`width`.
macro_rules! convolutions {
    ($($case:ident: ($height:literal, $width:literal), ($kh:literal, $kw:literal), $stride:ty, $padding:ty;)*) => {$(
        #[test]
        fn $case() {
            conv2d::<Conv2d<2, 7, 5, 3, $height, $width, $kh, $kw, $stride, $padding, f32>>(stringify!($case));
            conv2d::<Conv2d<2, 7, 5, 3, $height, $width, $kh, $kw, $stride, $padding, f64>>(stringify!($case));
        }
    )*};
}

convolutions! {
    conv2d_3x3: (5, 3), (3, 3), Stride<1, 1>, Padding<0, 0>;
    conv2d_5x5_padding_2: (7, 5), (5, 5), Stride<1, 1>, Padding<2, 2>;
    conv2d_3x2_stride_2x3_padding_1x0: (4, 2), (3, 2), Stride<2, 3>, Padding<1, 0>;
    conv2d_same_3x3: (7, 5), (3, 3), Stride<1, 1>, Padding<1, 1>;
    conv2d_same_4x4: (7, 5), (4, 4), Stride<1, 1>, Padding<1, 1, 2, 2>;
    conv2d_same_2x3: (7, 5), (2, 3), Stride<1, 1>, Padding<0, 1, 1, 1>;
}

#[test]
fn conv2d_no_bias() {
    conv2d::<Conv2d<2, 7, 5, 3, 5, 3, 3, 3, Stride<1, 1>, Padding<0, 0>, f32, NoBias>>("conv2d_no_bias");
    conv2d::<Conv2d<2, 7, 5, 3, 5, 3, 3, 3, Stride<1, 1>, Padding<0, 0>, f64, NoBias>>("conv2d_no_bias");
}

/// A batch that is no multiple of a tile.
#[test]
fn conv2d_batch_70() {
    conv2d::<Conv2d<1, 7, 5, 2, 4, 3, 3, 3, Stride<2, 2>, Padding<1, 1>>>("conv2d_batch_70");
    conv2d::<Conv2d<1, 7, 5, 2, 4, 3, 3, 3, Stride<2, 2>, Padding<1, 1>, f64>>("conv2d_batch_70");
}

fn pools<T: Scalar>() {
    fn check<L: Layer>(case: &str) {
        check_in::<L>("images", case, &zeroed());
    }
    check::<MaxPool2d<2, 7, 5, 3, 2, 2, 2, Stride<2, 2>, T>>("max_pool2d_2");
    check::<MaxPool2d<2, 7, 5, 3, 2, 3, 3, Stride<2, 2>, T>>("max_pool2d_3_stride_2");
    check::<MaxPool2d<2, 7, 5, 3, 4, 3, 2, Stride<2, 1>, T>>("max_pool2d_3x2_stride_2x1");
    check::<MaxPool2d<2, 7, 5, 3, 2, 3, 3, Stride<2, 2>, T>>("max_pool2d_ties");
    check::<AvgPool2d<2, 7, 5, 3, 2, 2, 2, Stride<2, 2>, T>>("avg_pool2d_2");
    check::<AvgPool2d<2, 7, 5, 5, 3, 3, 3, Stride<1, 1>, T>>("avg_pool2d_3_stride_1");
    check::<GlobalAvgPool2d<2, 7, 5, T>>("global_avg_pool2d");
}

#[test]
fn pools_in_both_precisions() {
    pools::<f32>();
    pools::<f64>();
}

fn layer_norm<T: Scalar>() {
    let file = File::open::<T>("images");
    let mut layer: LayerNorm<7, T> = zeroed();
    layer.weight.as_mut_slice().copy_from_slice(&file.scalars("layer_norm/weight"));
    layer.bias.as_mut_slice().copy_from_slice(&file.scalars("layer_norm/bias"));
    let gradient = check_in("images", "layer_norm", &layer);
    assert_matches("layer_norm/d_weight", gradient.weight.as_slice(), &file.scalars("layer_norm/d_weight"));
    assert_matches("layer_norm/d_bias", gradient.bias.as_slice(), &file.scalars("layer_norm/d_bias"));
}

#[test]
fn layer_norm_in_both_precisions() {
    layer_norm::<f32>();
    layer_norm::<f64>();
}
