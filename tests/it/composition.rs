//! Gradients through networks inside networks and through a layer of the user's own: see
//! `finite_differences`.

use monograd::nalgebra::SVector;
use monograd::prelude::*;

use crate::finite_differences::check_gradient;

network! { struct Encoder<f64; 3 => Linear(4) => Tanh => Linear(2)>; }
network! { struct Gate<f64; 4 => Linear(3) => GELU => Linear(5) => Sigmoid>; }
network! { struct Choice<f64; 5 => Linear(4) => ELU => Linear(3) => Softmax>; }
network! { struct Plane<f64; 3 => Linear(2)>; }

type SelfGated = crate::own_layers::Keeps<4>;

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

/// A test for each end that a network inside another one may have before its `Sigmoid`: the last layer there
/// reads its own outputs on the way back, or its inputs, or neither.
macro_rules! before_an_inner_sigmoid {
    ($($name:ident: [$($end:tt)*];)*) => {$(
        #[test]
        fn $name() {
            network! { #[allow(linear_after_linear)] #[allow(activation_first)] struct Inner<f64; 4 => Linear(4) => $($end)* => Sigmoid>; }
            network! { struct Net<f64; 4 => Inner => Residual(Inner) => Linear(2)>; }
            check_gradient::<Inner, _, 4>("alone", BinaryCrossEntropy);
            check_gradient::<Net, _, 4>("inside", MeanSquaredError);
        }
    )*};
}

before_an_inner_sigmoid! {
    sigmoid_behind_relu: [ReLU];
    sigmoid_behind_tanh: [Tanh];
    sigmoid_behind_elu: [ELU];
    sigmoid_behind_sigmoid: [Sigmoid];
    sigmoid_behind_gelu: [GELU];
    sigmoid_behind_repeat: [Repeat(2, Linear(4) => Tanh)];
    sigmoid_behind_batch_norm: [BatchNorm(eps = 0.1) => Tanh];
    sigmoid_behind_own_layer: [SelfGated];
    sigmoid_behind_network: [Gate => Linear(4) => Tanh];
}

/// Networks that end in a `Sigmoid` after a `Tanh`, wherever a network may be.
#[test]
fn inner_sigmoids_everywhere() {
    network! { struct Inner<f64; 4 => Linear(4) => Tanh => Sigmoid>; }
    network! { struct Middle<f64; 4 => Linear(4) => ELU => Inner => Linear(4) => Inner>; }
    network! { struct Twice<f64; 4 => Middle => Middle => Linear(2) => Softmax>; }
    network! { struct Blocks<f64; 4 => Repeat(2, Residual(Inner)) => Concat(Inner, Linear(2) => Tanh, Linear(4) => Middle) => Linear(2)>; }
    network! { struct InRounds<f64; 4 => Linear(4) => BatchNorm(eps = 0.1) => Inner => Residual(Inner => BatchNorm(eps = 0.1) => Middle) => Linear(2)>; }
    network! { struct BeforeAHead<f64; 4 => Linear(4) => Inner => Sigmoid>; }
    check_gradient::<Twice, _, 4>("inside of one inside", CrossEntropy);
    check_gradient::<Blocks, _, 4>("inside of blocks", MeanSquaredError);
    check_gradient::<InRounds, _, 4>("between layers of several rounds", MeanSquaredError);
    check_gradient::<BeforeAHead, _, 4>("before another head", BinaryCrossEntropy);
}

/// The heads of networks inside others, one after the other, as the formula has them.
#[test]
fn every_inner_head_is_applied() {
    network! { #[allow(activation_first)] struct Half<f64; 1 => Linear(1) => Sigmoid>; }
    network! { struct Twice<f64; 1 => Half => Sigmoid>; }
    network! { struct Thrice<f64; 1 => Half => Twice>; }
    network! { struct Numbers<f64; 1 => Thrice => Residual(Half)>; }
    let sigmoid = |x: f64| 1.0 / (1.0 + (-x).exp());
    let constant = sigmoid(0.0);
    let half = |x: f64| sigmoid(x);
    let close = |y: SVector<f64, 1>, wanted: f64| assert!((y[0] - wanted).abs() < 1e-15, "{} {wanted}", y[0]);
    let mut twice = Twice::zeros();
    close(twice.predict(&[3.0].into()), half(constant));
    twice.half1.linear1.weight[0] = 1.0;
    close(twice.predict(&[3.0].into()), half(half(3.0)));
    let mut numbers = Numbers::zeros();
    numbers.parameters_mut().fill(1.0);
    let half = |x: f64| sigmoid(x + 1.0);
    let thrice = |x: f64| sigmoid(half(half(x)));
    close(numbers.predict(&[3.0].into()), thrice(3.0) + half(thrice(3.0)));
}

/// A place for the logits costs memory where there is a head, and nowhere else.
#[test]
fn only_inner_heads_cost_memory() {
    network! { struct Open<f64; 4 => Linear(8)>; }
    network! { struct Closed<f64; 4 => Linear(8) => Sigmoid>; }
    network! { struct WithOpen<f64; 4 => Open => Linear(1)>; }
    network! { struct WithClosed<f64; 4 => Closed => Linear(1)>; }
    assert_eq!(Closed::TRAINING_BYTES, Open::TRAINING_BYTES);
    // Logits and their gradients.
    assert_eq!(WithClosed::TRAINING_BYTES, WithOpen::TRAINING_BYTES + 2 * 64 * 8 * size_of::<f64>());
}

#[test]
fn networks_in_networks_in_networks() {
    network! { struct Net<f64; 3 => Linear(4) => Tanh => Deep>; }
    check_gradient::<Net, _, 3>("three deep", CrossEntropy);
}
