//! Every layer under every loss that fits, and networks that nobody chose: see `finite_differences`.

use monograd::prelude::*;
use random_networks::random_networks;

use crate::finite_differences::check_gradient;

/// For each layer, in the middle of a network, a test with every loss that there is.
macro_rules! layers {
    ($($name:ident: [$($layer:tt)*];)*) => {$(
        #[test]
        fn $name() {
            network! { #[allow(linear_after_linear)] struct Classes<f64; 3 => Linear(4) => $($layer)* => Linear(3) => Softmax>; }
            network! { #[allow(linear_after_linear)] struct Answers<f64; 3 => Linear(4) => $($layer)* => Linear(2) => Sigmoid>; }
            network! { #[allow(linear_after_linear)] struct Numbers<f64; 3 => Linear(4) => $($layer)*>; }

            let case = |loss| format!("{} under {loss}", stringify!($($layer)*));
            check_gradient::<Classes, _, 3>(&case("cross-entropy"), CrossEntropy);
            check_gradient::<Answers, _, 3>(&case("binary cross-entropy"), BinaryCrossEntropy);
            check_gradient::<Answers, _, 3>(&case("squared error of a sigmoid"), MeanSquaredError);
            check_gradient::<Answers, _, 3>(&case("absolute error of a sigmoid"), MeanAbsoluteError);
            check_gradient::<Answers, _, 3>(&case("Huber's loss of a sigmoid"), Huber { delta: 0.3 });
            check_gradient::<Numbers, _, 3>(&case("squared error"), MeanSquaredError);
            check_gradient::<Numbers, _, 3>(&case("absolute error"), MeanAbsoluteError);
            check_gradient::<Numbers, _, 3>(&case("Huber's loss"), Huber { delta: 0.7 });
        }
    )*};
}

layers! {
    linear: [Linear(5)];
    linear_without_bias: [Linear(5, bias = false)];
    relu: [ReLU];
    leaky_relu: [LeakyReLU(0.2)];
    leaky_relu_of_the_default_slope: [LeakyReLU];
    elu: [ELU(0.5)];
    elu_of_the_default_alpha: [ELU];
    gelu: [GELU];
    silu: [SiLU];
    // In the middle: with a `Linear` behind it where it would be the head.
    sigmoid: [Sigmoid => Linear(3)];
    tanh: [Tanh];
    softplus: [Softplus];
}

random_networks! { count = 40, seed = 7 }
