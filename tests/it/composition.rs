//! Gradients through networks inside networks and through a layer of the user's own: see `finite_differences`.

use monograd::nalgebra::SVector;
use monograd::prelude::*;

use crate::finite_differences::check_gradient;

network! { struct Encoder<f64; 3 => Linear(4) => Tanh => Linear(2)>; }
network! { struct Gate<f64; 4 => Linear(3) => GELU => Linear(5) => Sigmoid>; }
network! { struct Choice<f64; 5 => Linear(4) => ELU => Linear(3) => Softmax>; }
network! { struct Plane<f64; 3 => Linear(2)>; }

/// `y = x · σ(gain · x)` with a gain for each feature. It keeps the sigmoids for the way back.
#[repr(transparent)]
#[derive(Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
struct SelfGated {
    gain: SVector<f64, 4>,
}

#[derive(Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
struct Sigmoids<const TILE: usize>([SVector<f64, 4>; TILE]);

impl SelfGated {
    fn sigmoid(&self, x: &SVector<f64, 4>) -> SVector<f64, 4> {
        x.zip_map(&self.gain, |x, gain| 1.0 / (1.0 + (-gain * x).exp()))
    }
}

impl Layer for SelfGated {
    type Scalar = f64;
    type Input = SVector<f64, 4>;
    type Output = SVector<f64, 4>;
    type Workspace<const TILE: usize> = Sigmoids<TILE>;

    fn forward(&self, pass: Forward<'_, Self>) {
        let (x, y) = pass.into_parts();
        for (x, y) in x.iter().zip(y) {
            *y = x.component_mul(&self.sigmoid(x));
        }
    }

    fn forward_training<const TILE: usize>(
        &self,
        x: &[Self::Input],
        y: &mut [Self::Output],
        workspace: &mut Sigmoids<TILE>,
    ) {
        for ((x, y), sigmoid) in x.iter().zip(y).zip(&mut workspace.0) {
            *sigmoid = self.sigmoid(x);
            *y = x.component_mul(sigmoid);
        }
    }

    fn backward<const TILE: usize>(&self, pass: Pass<'_, Self, TILE>, dx: &mut [Self::Input]) {
        let kept = pass.y.iter().zip(&pass.workspace.0);
        for (((dx, dy), x), (y, s)) in dx.iter_mut().zip(pass.dy).zip(pass.x).zip(kept) {
            // d(x·s)/dx = s + x · gain · s · (1 − s)
            let slope = s + self.gain.component_mul(&(y - y.component_mul(s)));
            assert_eq!(*y, x.component_mul(s), "the pass back gets what the pass forward left");
            *dx = slope.component_mul(dy);
        }
    }

    fn gradient<const TILE: usize>(&self, pass: Pass<'_, Self, TILE>, gradient: &mut Self) {
        for (((x, y), dy), s) in pass.x.iter().zip(pass.y).zip(pass.dy).zip(&pass.workspace.0) {
            // d(x·s)/dgain = x² · s · (1 − s)
            gradient.gain += x.component_mul(&(y - y.component_mul(s))).component_mul(dy);
        }
    }
}

/// A test for each network: its chain, the length of its input, and a loss.
macro_rules! chains {
    ($($name:ident: [$inputs:literal => $($chain:tt)*], $loss:expr;)*) => {$(
        #[test]
        fn $name() {
            network! { #[allow(linear_after_linear)] struct Net<f64; $inputs => $($chain)*>; }
            check_gradient::<Net, _, $inputs>(stringify!($name), $loss);
        }
    )*};
}

chains! {
    network_alone: [3 => Encoder], MeanSquaredError;
    network_first: [3 => Encoder => Tanh => Linear(3)], MeanSquaredError;
    network_first_with_sigmoid_end: [4 => Gate => Linear(2) => Softmax], CrossEntropy;
    network_in_the_middle: [4 => Linear(3) => SiLU => Encoder => Tanh => Linear(1)], MeanSquaredError;
    network_in_the_middle_with_sigmoid_end: [2 => Linear(4) => Tanh => Gate => Linear(2)], MeanSquaredError;
    network_of_one_layer_in_the_middle: [2 => Linear(3) => Tanh => Plane => Tanh => Linear(2)], MeanSquaredError;
    network_last: [2 => Linear(3) => Tanh => Encoder], MeanSquaredError;
    network_last_with_sigmoid_end: [2 => Linear(4) => Tanh => Gate], BinaryCrossEntropy;
    network_last_with_sigmoid_end_as_numbers: [2 => Linear(4) => Tanh => Gate], MeanSquaredError;
    network_last_with_softmax_end: [2 => Linear(5) => Tanh => Choice], CrossEntropy;
    network_behind_network: [4 => Gate => Choice], CrossEntropy;
    network_before_a_head: [3 => Encoder => Sigmoid], BinaryCrossEntropy;
    network_twice: [4 => Gate => Linear(4) => again: Gate => Linear(3)], MeanSquaredError;
    own_layer_alone: [4 => SelfGated], MeanSquaredError;
    own_layer_first: [4 => SelfGated => Linear(3) => Softmax], CrossEntropy;
    own_layer_in_the_middle: [3 => Linear(4) => label: SelfGated => Linear(2)], MeanSquaredError;
    own_layer_last: [3 => Linear(4) => SelfGated], MeanSquaredError;
    own_layers_side_by_side: [4 => SelfGated => SelfGated => Gate], BinaryCrossEntropy;
}

network! { struct GatedTwice<f64; 4 => SelfGated => Gate>; }
network! { struct Deep<f64; 4 => GatedTwice => Choice>; }

#[test]
fn networks_in_networks_in_networks() {
    network! { struct Net<f64; 3 => Linear(4) => Tanh => Deep>; }
    check_gradient::<Net, _, 3>("three deep", CrossEntropy);
}
