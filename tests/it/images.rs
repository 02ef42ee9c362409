//! Networks of images: what the macro makes of them.

use monograd::layers;
use monograd::prelude::*;
use monograd::{Shape, Summary};

network! {
    pub struct LeNet<
        [1, 28, 28]
        => Conv2d(6, kernel = 5, padding = 2) => ReLU => MaxPool2d(2)
        => Conv2d(16, kernel = 5)             => ReLU => MaxPool2d(2)
        => [16, 5, 5]
        => Flatten
        => hidden: Linear(120) => ReLU
        => Linear(10) => Softmax
    >;
}

const CHANNELS: usize = 3;
const SIDE: usize = 9;
const KERNEL: usize = 3;

network! {
    struct Consts<f64;
        [CHANNELS, SIDE, { SIDE - 2 }]
        => Conv2d(CHANNELS, kernel = (KERNEL, 2), stride = (2, 1), padding = (1, 0), bias = false)
        => [CHANNELS, 5, 6]
        => Conv2d({ 2 * CHANNELS }, kernel = { KERNEL + 1 }, padding = "same")
        => [6, 5, 6]
        => AvgPool2d((KERNEL, 2), stride = 1) => LayerNorm
        => MaxPool2d(2)
        => GlobalAvgPool2d => 6
        => Linear(2)
    >;
}

#[test]
fn sizes_flow_through_the_chain() {
    let Summary { rows, .. } = LeNet::SUMMARY;
    let image = |channels, height, width| Shape::Image { channels, height, width };
    assert_eq!((rows[0].input, rows[0].output), (image(1, 28, 28), image(6, 28, 28)));
    assert_eq!((rows[3].input, rows[3].output), (image(6, 14, 14), image(16, 10, 10)));
    assert_eq!((rows[6].input, rows[6].output), (image(16, 5, 5), Shape::Vector(400)));
    assert_eq!(rows[6].name, "flatten1");
    assert_eq!(LeNet::PARAMETERS, 6 * 26 + 16 * 151 + 401 * 120 + 121 * 10);
    assert_eq!(LeNet::MULTIPLY_ADDS, 25 * 6 * 784 + 150 * 16 * 100 + 400 * 120 + 1200);
    let _: &layers::Conv2d<1, 28, 28, 6, 28, 28, 5, 5, layers::Stride<1, 1>, layers::Padding<2, 2>> =
        &LeNet::zeros().conv2d1;
}

#[test]
fn sizes_flow_through_consts() {
    let Summary { rows, .. } = Consts::SUMMARY;
    let image = |channels, height, width| Shape::Image { channels, height, width };
    assert_eq!(rows[0].output, image(3, 5, 6));
    assert_eq!(rows[1].output, image(6, 5, 6));
    assert_eq!(rows[2].output, image(6, 3, 5));
    assert_eq!(rows[4].output, image(6, 1, 2));
    assert_eq!(rows[5].output, Shape::Vector(6));
    assert_eq!(Consts::PARAMETERS, 3 * 3 * 6 + 6 * (3 * 16 + 1) + 2 * 90 + 14);
}

#[test]
fn an_image_is_as_large_as_its_vector() {
    network! { struct Wide<[3, 129, 129] => MaxPool2d(2) => Flatten => 12288 => Linear(2)>; }
    network! { struct Many<[1_000_003, 1, 1] => GlobalAvgPool2d => Linear(1)>; }
    network! { struct Deep<[5, 4, 4] => Conv2d(21632, kernel = 4) => Flatten => Linear(1)>; }
    assert_eq!(Wide::PARAMETERS, 12288 * 2 + 2);
    assert_eq!(Many::PARAMETERS, 1_000_004);
    assert_eq!(Deep::PARAMETERS, 21632 * 81 + 21633);
}
