//! Every layer under every loss that fits, and random networks: see `finite_differences`.

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
    // In the middle: with a `Linear` after it where it would be the head.
    sigmoid: [Sigmoid => Linear(3)];
    tanh: [Tanh];
    softplus: [Softplus];
    softsign: [Softsign];
    batch_norm: [BatchNorm => Tanh];
    batch_norm_with_numbers: [Linear(3, bias = false) => BatchNorm(momentum = 0.5, eps = 0.1)];
    dropout: [Tanh => Dropout(0.3)];
    dropout_of_the_default_p: [Dropout => Linear(5)];
    residual: [Residual(Linear(3) => Tanh => Linear(4))];
    repeat: [Repeat(3, Linear(4) => Tanh)];
    concat: [Concat(Linear(2) => Tanh, Linear(3), Identity) => Tanh];
    blocks_in_blocks: [Repeat(2, Residual(Concat(Linear(3) => Tanh, Linear(1)) => Residual(Linear(4)))) => Linear(3)];
    rounds_in_blocks: [Repeat(2, Residual(Concat(Linear(3) => BatchNorm, Linear(1) => BatchNorm) => Tanh => Dropout(0.2)))];
    sigmoid_in_a_block: [Residual(Linear(4) => Sigmoid)];
}

#[test]
fn relus_at_both_ends_and_twice_in_a_row() {
    network! { #[allow(activation_first)] struct Numbers<f64; 3 => ReLU => ReLU => Linear(4) => ReLU => ReLU => Linear(4) => ReLU>; }
    check_gradient::<Numbers, _, 3>("ReLUs at both ends", MeanSquaredError);
}

/// For each chain that starts with an image of 2×5×4, a test with a loss for classes and one for numbers.
macro_rules! images {
    ($($name:ident: [$($layers:tt)*];)*) => {$(
        #[test]
        fn $name() {
            network! { struct Classes<f64; [2, 5, 4] => $($layers)* => Linear(3) => Softmax>; }
            network! { #[allow(linear_after_linear)] struct Numbers<f64; [2, 5, 4] => $($layers)* => Linear(2) => Linear(2)>; }

            let case = |loss| format!("{} under {loss}", stringify!($($layers)*));
            check_gradient::<Classes, _, 40>(&case("cross-entropy"), CrossEntropy);
            check_gradient::<Numbers, _, 40>(&case("squared error"), MeanSquaredError);
        }
    )*};
}

// A layer with parameters comes first, so that the gradient passes back through every other one.
images! {
    conv2d: [Conv2d(3, kernel = 3) => Flatten];
    conv2d_of_conv2d: [Conv2d(2, kernel = (3, 2), padding = (1, 0)) => Tanh => Conv2d(3, kernel = 2, stride = 2) => Flatten];
    conv2d_with_stride_3: [Conv2d(2, kernel = 1) => SiLU => Conv2d(2, kernel = 3, stride = 3, padding = 2, bias = false) => ReLU => Flatten];
    conv2d_of_the_same_size: [Conv2d(2, kernel = (2, 4), padding = "same") => Tanh => Conv2d(2, kernel = (4, 3), padding = "same") => Flatten];
    conv2d_wider_than_the_image: [Conv2d(2, kernel = 1) => Conv2d(2, kernel = (3, 5), padding = (0, 1)) => Flatten];
    max_pool2d: [Conv2d(3, kernel = 2, padding = 1) => MaxPool2d(2) => Flatten];
    max_pool2d_of_overlapping_windows: [Conv2d(3, kernel = 2) => MaxPool2d((3, 2), stride = (1, 1)) => Flatten];
    avg_pool2d: [Conv2d(3, kernel = 2) => AvgPool2d((2, 3), stride = 1) => Flatten];
    global_avg_pool2d: [Conv2d(4, kernel = 2) => Tanh => GlobalAvgPool2d];
    layer_norm_of_images: [Conv2d(2, kernel = 3) => LayerNorm => Tanh => Flatten];
    layer_norm_of_vectors: [Flatten => Linear(5) => LayerNorm => Tanh];
    sigmoid_of_images: [Conv2d(2, kernel = 3) => Sigmoid => Flatten];
    batch_norm_of_images: [BatchNorm => Conv2d(2, kernel = 3) => BatchNorm => Tanh => Flatten];
    batch_norm_behind_flatten: [Conv2d(2, kernel = 3) => Flatten => BatchNorm];
    dropout_of_images: [Dropout(0.1) => Conv2d(2, kernel = 3) => Dropout(0.2) => MaxPool2d(2) => Dropout(0.1) => Flatten];
    residual_of_images: [Residual(Conv2d(2, kernel = 3, padding = "same") => Tanh) => MaxPool2d(2) => Flatten];
    concat_of_images: [Concat(Conv2d(1, kernel = 1), AvgPool2d(3, stride = 1) => Conv2d(2, kernel = 3, padding = 2), Identity) => [5, 5, 4] => Tanh => Flatten];
    concat_of_flat_images: [Concat(Flatten, GlobalAvgPool2d, Conv2d(1, kernel = 2) => BatchNorm => Flatten) => Tanh];
    repeat_of_images: [Conv2d(3, kernel = 2) => Repeat(2, Conv2d(3, kernel = 3, padding = 1) => BatchNorm => ReLU) => Flatten];
}

/// A network whose outputs are images, and one with such a network inside.
#[test]
fn images_at_the_end_and_nested() {
    network! { struct Features<f64; [1, 4, 3] => Conv2d(2, kernel = 2) => Tanh => Conv2d(2, kernel = 2)>; }
    network! { struct Answers<f64; [1, 4, 3] => Conv2d(2, kernel = (3, 2)) => Sigmoid>; }
    network! { struct Whole<f64; 12 => inner: Features => Tanh => Linear(2)>; }
    check_gradient::<Features, _, 12>("images at the end", MeanSquaredError);
    check_gradient::<Answers, _, 12>("images of answers", BinaryCrossEntropy);
    check_gradient::<Whole, _, 12>("a network of images inside", MeanSquaredError);
}

/// Networks that look at whole batches and draw masks, inside of others.
#[test]
fn rounds_nested() {
    network! { struct Encoder<f64; 3 => Linear(4) => BatchNorm => Tanh => Dropout(0.2)>; }
    network! { struct Gate<f64; 4 => Linear(4) => BatchNorm => Linear(4) => Sigmoid>; }
    network! { struct Whole<f64; 3 => Encoder => Residual(Gate) => Concat(Gate, Linear(2) => BatchNorm) => Linear(2)>; }
    network! { struct Ends<f64; 3 => Linear(4) => Gate>; }
    check_gradient::<Encoder, _, 3>("rounds at the end", MeanSquaredError);
    check_gradient::<Whole, _, 3>("networks with rounds inside", MeanSquaredError);
    network! { struct Split<f64; 4 => Linear(4) => Concat(Linear(2) => BatchNorm, Linear(2) => BatchNorm) => Sigmoid>; }
    network! { struct Splits<f64; 3 => Linear(4) => Split => Concat(Linear(1) => BatchNorm, Linear(2) => BatchNorm, Identity)>; }
    check_gradient::<Splits, _, 3>("heads between layers of several rounds", MeanSquaredError);
    check_gradient::<Ends, _, 3>("a network with rounds and a head at the end", BinaryCrossEntropy);
}

random_networks! { count = 40, seed = 7 }
