//! Losses and their gradients where rounding takes most: large logits, and probabilities close to 0 and 1.
//!
//! The numbers are those of the definitions, worked out with 60 decimal digits (Python's `decimal`).

use monograd::layers::{Sigmoid, Softmax};
use monograd::loss::Loss;
use monograd::nalgebra::SVector;
use monograd::prelude::*;
use monograd::{Round, infer};
use monograd::{Scalar, bytemuck};

/// A few units in the last place of the scalar.
#[track_caller]
fn assert_exact<T: Scalar>(found: T, wanted: f64, what: &str) {
    let tolerance = if T::NAME == "f32" { 1e-6 } else { 1e-14 };
    let found = found.to_f64();
    assert!(
        (found - wanted).abs() <= tolerance * wanted.abs(),
        "{what} in {}: {found:e}, not {wanted:e}",
        T::NAME
    );
}

fn cross_entropy<T: Scalar, const N: usize>(
    logits: [f64; N],
    class: usize,
    loss: f64,
    own: f64,
    first_other: f64,
) {
    let mut gradient = [SVector::<T, N>::zeroed()];
    let z = [SVector::from(logits.map(T::from_f64))];
    let found = Loss::<Softmax<N, T>>::loss_and_gradient(
        &CrossEntropy,
        &z,
        &[Class::of(class)],
        T::ONE,
        &mut gradient,
    );
    let what = format!("class {class} of {logits:?}");
    assert_exact(found, loss, &format!("the loss of {what}"));
    assert_exact(gradient[0][class], own, &format!("the gradient of {what}"));
    assert_exact(gradient[0][usize::from(class == 0)], first_other, &format!("the gradient beside {what}"));
}

/// One large logit and nine smaller ones.
fn one_above(large: f64, small: f64) -> [f64; 10] {
    std::array::from_fn(|i| if i == 0 { large } else { small })
}

fn cross_entropy_cases<T: Scalar>() {
    for large in [1e4, 1e6, 1e8, -1e8] {
        cross_entropy::<T, 10>([large; 10], 3, std::f64::consts::LN_10, -0.9, 0.1);
    }
    let right = (2.753_117_094_686_085_6e-6, -2.753_113_304_862_695e-6, 3.059_014_783_180_772_5e-7);
    cross_entropy::<T, 10>(one_above(100.0, 85.0), 0, right.0, right.1, right.2);
    let wrong = (15.000_002_753_117_094, -0.999_999_694_098_521_6, 0.999_997_246_886_695_1);
    cross_entropy::<T, 10>(one_above(100.0, 85.0), 1, wrong.0, wrong.1, wrong.2);
    let (loss, slope) = (2.061_153_620_314_381e-9, 2.061_153_618_190_203_7e-9);
    cross_entropy::<T, 2>([20.0, 0.0], 0, loss, -slope, slope);
    cross_entropy::<T, 2>([0.0, 20.0], 0, 20.0 + loss, slope - 1.0, 1.0 - slope);
    let tiny = 1.624_366_249_060_873_6e-34;
    cross_entropy::<T, 10>(one_above(0.0, -80.0), 0, tiny, -tiny, tiny / 9.0);
}

#[test]
fn cross_entropy_is_exact_for_large_and_for_certain_logits() {
    cross_entropy_cases::<f32>();
    cross_entropy_cases::<f64>();
}

#[test]
fn a_logit_that_is_not_finite_gives_no_finite_loss() {
    for logits in
        [[f32::NAN, 0.0, 0.0], [0.0, f32::NAN, 0.0], [f32::INFINITY, 0.0, 0.0], [f32::NEG_INFINITY; 3]]
    {
        for class in 0..3 {
            let (mut gradient, z) = ([SVector::<f32, 3>::zeros()], [SVector::from(logits)]);
            let targets = [Class::of(class)];
            let loss = Loss::<Softmax<3>>::loss_and_gradient(&CrossEntropy, &z, &targets, 1.0, &mut gradient);
            assert!(!loss.is_finite(), "class {class} of {logits:?}: {loss}");
            let mut outputs = z;
            <Softmax<3> as monograd::head::Head>::activate(&mut outputs);
            assert!(outputs[0].iter().all(|p| p.is_nan()), "{logits:?}: {outputs:?}");
        }
    }
}

fn binary_cross_entropy<T: Scalar>(z: f64, target: bool, loss: f64, slope: f64) {
    let mut gradient = [SVector::<T, 1>::zeroed()];
    let logits = [SVector::from([T::from_f64(z)])];
    let found = Loss::<Sigmoid<1, T>>::loss_and_gradient(
        &BinaryCrossEntropy,
        &logits,
        &[[target]],
        T::ONE,
        &mut gradient,
    );
    assert_exact(found, loss, &format!("the loss of {z}, {target}"));
    assert_exact(
        bytemuck::cast::<_, [T; 1]>(gradient[0])[0],
        slope,
        &format!("the gradient of {z}, {target}"),
    );
}

#[test]
fn binary_cross_entropy_is_exact_on_both_sides() {
    // The logit on the wrong side, its loss, and the size of its gradient.
    for (wrong, loss, slope) in [
        (-16.0, 1.125_351_683_871_768_1e-7, 1.125_351_620_550_95e-7),
        (-10.0, 4.539_889_921_686_465e-5, 4.539_786_870_243_439_5e-5),
        (-30.0, 9.357_622_968_839_737e-14, 9.357_622_968_839_299e-14),
        (-80.0, 1.804_851_387_845_415_3e-35, 1.804_851_387_845_415_3e-35),
        (-0.5, 0.474_076_984_180_106_7, 0.377_540_668_798_145_46),
        (0.5, 0.974_076_984_180_106_7, 0.622_459_331_201_854_6),
        (16.0, 16.000_000_112_535_17, 0.999_999_887_464_837_9),
    ] {
        binary_cross_entropy::<f32>(wrong, false, loss, slope);
        binary_cross_entropy::<f64>(wrong, false, loss, slope);
        binary_cross_entropy::<f32>(-wrong, true, loss, -slope);
        binary_cross_entropy::<f64>(-wrong, true, loss, -slope);
    }
}

/// `dx` of an `ELU` is `alpha · eˣ`, which `y + alpha` rounds to nothing.
#[test]
fn the_slope_of_an_elu_does_not_vanish_before_its_time() {
    type Elu = monograd::layers::ELU<1, { 2.0_f64.to_bits() }>;
    for (x, slope) in [(-16.0_f32, 2.250_703_494_851_221_6e-7), (-30.0, 1.871_524_593_768_034_6e-13)] {
        let (x, dy) = ([SVector::from([x])], [SVector::from([1.0])]);
        let elu: Elu = bytemuck::Zeroable::zeroed();
        let (mut y, mut dx) = ([SVector::zeros()], [SVector::zeros()]);
        infer(&elu, &x, &mut y);
        let nothing = &mut ();
        elu.backward::<1>(Backward::new(&x, &y, &dy, nothing, Round::alone(1)).to(&mut dx));
        assert_exact(dx[0][0], slope, "the slope");
    }
}
