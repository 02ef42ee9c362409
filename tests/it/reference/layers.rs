//! Each layer alone: output, gradient of the input, gradients of the parameters.

use monograd::__private::{Update, update};
use monograd::bytemuck::{cast_slice, zeroed};
use monograd::layers::{
    Bias, ELU, GELU, LeakyReLU, Linear, NoBias, ReLU, SiLU, Sigmoid, Softplus, Softsign, Tanh,
};
use monograd::nalgebra::SVector;
use monograd::prelude::*;
use monograd::{Round, infer};
use monograd::{Scalar, network};

use super::{assert_matches, file::File};

/// Runs a layer forward and back on a case, with its parameters, and returns the parameters' gradient.
fn check<L: Layer>(case: &str, layer: &L) -> L {
    check_in("layers", case, layer)
}

/// [`check`] on a case of another file.
pub(super) fn check_in<L: Layer>(file: &str, case: &str, layer: &L) -> L {
    type Kept<L> = <L as Layer>::Workspace<5>;
    let file = File::open::<L::Scalar>(file);
    let name = |tensor: &str| format!("{case}/{tensor}");
    let x: Vec<L::Input> = file.samples(&name("input"));
    let dy: Vec<L::Output> = file.samples(&name("d_output"));
    let (mut y, mut dx) = (vec![L::Output::zeroed(); x.len()], vec![L::Input::zeroed(); x.len()]);

    let mut kept: Kept<L> = zeroed();
    layer.forward_training(Training::<L, 5>::new(&x, &mut y, &mut kept, Round::alone(x.len())));
    let pass = Backward::<L, 5>::new(&x, &y, &dy, &mut kept, Round::alone(x.len()));
    layer.backward(pass.to(&mut dx));
    let mut gradient: L = zeroed();
    let pass = Backward::new(&x, &y, &dy, &mut kept, Round::alone(x.len()));
    update::<L, 5>(Update::Add { layer, gradient: &mut gradient }, pass);
    assert_matches::<L::Scalar>(&name("output"), cast_slice(&y), &file.scalars(&name("output")));
    assert_matches::<L::Scalar>(&name("d_input"), cast_slice(&dx), &file.scalars(&name("d_input")));

    y.fill(zeroed());
    infer(layer, &x, &mut y);
    assert_matches::<L::Scalar>(&name("inference"), cast_slice(&y), &file.scalars(&name("output")));
    gradient
}

fn linear<T: Scalar, B: Bias<T, 4>>(case: &str, tensors: &[&str]) {
    let file = File::open::<T>("layers");
    let mut layer: Linear<6, 4, T, B> = zeroed();
    layer.weight.as_mut_slice().copy_from_slice(&file.weight(&format!("{case}/weight")));
    for bias in tensors.iter().filter(|name| name.ends_with("bias")) {
        layer.bias.scalars_mut().copy_from_slice(&file.scalars(&format!("{case}/{bias}")));
    }
    let gradient = check(case, &layer);
    let name = format!("{case}/d_weight");
    assert_matches(&name, gradient.weight.as_slice(), &file.weight(&name));
    for bias in tensors {
        let name = format!("{case}/d_{bias}");
        assert_matches(&name, gradient.bias.scalars(), &file.scalars(&name));
    }
}

#[test]
fn linear_with_and_without_bias() {
    linear::<f32, SVector<f32, 4>>("linear", &["bias"]);
    linear::<f64, SVector<f64, 4>>("linear", &["bias"]);
    linear::<f32, NoBias>("linear_no_bias", &[]);
    linear::<f64, NoBias>("linear_no_bias", &[]);
}

/// Each activation in both precisions.
macro_rules! activations {
    ($($name:ident: $case:literal, $layer:ident $(($constant:literal))?;)*) => {$(
        #[test]
        fn $name() {
            check::<$layer<7, $({ f64::to_bits($constant) },)? f32>>($case, &zeroed());
            check::<$layer<7, $({ f64::to_bits($constant) },)? f64>>($case, &zeroed());
        }
    )*};
}

activations! {
    relu: "relu", ReLU;
    leaky_relu: "leaky_relu_0.01", LeakyReLU(0.01);
    leaky_relu_of_another_slope: "leaky_relu_0.2", LeakyReLU(0.2);
    elu: "elu_1.0", ELU(1.0);
    elu_of_another_alpha: "elu_0.5", ELU(0.5);
    gelu: "gelu", GELU;
    silu: "silu", SiLU;
    sigmoid: "sigmoid", Sigmoid;
    tanh: "tanh", Tanh;
    softplus: "softplus", Softplus;
    softsign: "softsign", Softsign;
}

/// Only its output: it is never passed back through but together with cross-entropy.
#[test]
fn softmax() {
    network! { struct Single<f32; 7 => same: Linear(7) => Softmax>; }
    network! { struct Double<f64; 7 => same: Linear(7) => Softmax>; }
    let (mut single, mut double) = (Single::zeros(), Double::zeros());
    single.same.weight.fill_with_identity();
    double.same.weight.fill_with_identity();
    softmax_of(&*single);
    softmax_of(&*double);
}

fn softmax_of<N: Network>(network: &N) {
    let file = File::open::<N::Scalar>("layers");
    let x: Vec<N::Input> = file.samples("softmax/input");
    let mut y = vec![N::Output::zeroed(); x.len()];
    network.predict_batch(&x, &mut y);
    assert_matches::<N::Scalar>("softmax/output", cast_slice(&y), &file.scalars("softmax/output"));
}
