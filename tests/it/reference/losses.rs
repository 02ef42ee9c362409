//! Each loss alone: its value and the gradient of the logits.

use monograd::bytemuck::cast_slice;
use monograd::layers::{Sigmoid, Softmax};
use monograd::loss::Loss;
use monograd::nalgebra::SVector;
use monograd::prelude::*;
use monograd::{Scalar, network};

use super::{assert_matches, file::File};

/// A batch of seven samples with four outputs each.
type Logits<T> = SVector<T, 4>;

network! { struct Single<f32; 4 => Linear(4)>; }
network! { struct Double<f64; 4 => Linear(4)>; }

/// The head of a network that ends in no head.
type Values<N> = <N as Network>::Head;

/// Compares mean loss and gradient. `run` is the loss, which says the sum of the samples' losses.
fn check<T: Scalar>(case: &str, run: impl FnOnce(&File, &[Logits<T>], T, &mut [Logits<T>]) -> T) {
    let file = File::open::<T>("losses");
    let logits: Vec<Logits<T>> = file.samples(&format!("{case}/logits"));
    let mut d_logits = vec![Logits::zeroed(); logits.len()];
    let scale = T::from_f64(1.0 / logits.len() as f64);
    let sum = run(&file, &logits, scale, &mut d_logits);
    let name = |tensor: &str| format!("{case}/{tensor}");
    assert_matches(&name("loss"), &[sum * scale], &file.scalars(&name("loss")));
    assert_matches::<T>(&name("d_logits"), cast_slice(&d_logits), &file.scalars(&name("d_logits")));
}

fn cross_entropy_case<T: Scalar>(case: &str) {
    check::<T>(case, |file, logits, scale, d_logits| {
        let targets = file.classes(&format!("{case}/targets"));
        Loss::<Softmax<4, T>>::loss_and_gradient(&CrossEntropy, logits, &targets, scale, d_logits)
    });
}

fn binary_cross_entropy_case<T: Scalar>(case: &str) {
    check::<T>(case, |file, logits, scale, d_logits| {
        let targets = file.answers::<T, 4>(&format!("{case}/targets"));
        Loss::<Sigmoid<4, T>>::loss_and_gradient(&BinaryCrossEntropy, logits, &targets, scale, d_logits)
    });
}

#[test]
fn cross_entropy() {
    for case in ["cross_entropy", "cross_entropy_large"] {
        cross_entropy_case::<f32>(case);
        cross_entropy_case::<f64>(case);
    }
}

#[test]
fn binary_cross_entropy() {
    for case in ["binary_cross_entropy", "binary_cross_entropy_large"] {
        binary_cross_entropy_case::<f32>(case);
        binary_cross_entropy_case::<f64>(case);
    }
}

/// Each regression loss in both precisions, on values and on what a sigmoid makes of them.
macro_rules! regression {
    ($($name:ident: $case:literal, $loss:expr;)*) => {$(
        #[test]
        fn $name() {
            regression!(@ $case, $loss, f32, Values<Single>);
            regression!(@ $case, $loss, f64, Values<Double>);
            regression!(@ concat!($case, "_sigmoid"), $loss, f32, Sigmoid<4, f32>);
            regression!(@ concat!($case, "_sigmoid"), $loss, f64, Sigmoid<4, f64>);
        }
    )*};
    (@ $case:expr, $loss:expr, $scalar:ident, $head:ty) => {
        check::<$scalar>($case, |file, logits, scale, d_logits| {
            let targets: Vec<Logits<$scalar>> = file.samples(concat!($case, "/targets"));
            Loss::<$head>::loss_and_gradient(&$loss, logits, &targets, scale, d_logits)
        });
    };
}

regression! {
    mean_squared_error: "mean_squared_error", MeanSquaredError;
    mean_absolute_error: "mean_absolute_error", MeanAbsoluteError;
    huber: "huber_1.0", Huber { delta: 1.0 };
    huber_of_another_delta: "huber_0.5", Huber { delta: 0.5 };
}
