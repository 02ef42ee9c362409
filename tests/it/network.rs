//! A network is plain data: a flat view of its fields in their order, and nothing beside them.

use monograd::bytemuck::{bytes_of, cast_slice, zeroed};
use monograd::nalgebra::{SMatrix, SVector};
use monograd::prelude::*;
use monograd::train::TILE;
use rand::{SeedableRng, rngs::StdRng};

network! { struct Part<2 => Linear(3, bias = false)>; }
network! { struct Whole<3 => first: Linear(2) => Tanh => part: Part => Linear(4) => Softmax>; }

/// Parameter `i` is `i`.
fn numbered() -> Whole {
    let mut network: Whole = zeroed();
    for (i, parameter) in (0_u16..).zip(network.parameters_mut()) {
        *parameter = f32::from(i);
    }
    network
}

#[test]
fn parameters_are_the_fields_in_their_order_column_by_column() {
    let network = numbered();
    assert_eq!(network.first.weight, SMatrix::<f32, 2, 3>::new(0.0, 2.0, 4.0, 1.0, 3.0, 5.0));
    assert_eq!(network.first.bias, SVector::from([6.0, 7.0]));
    assert_eq!(network.part.linear1.weight, SMatrix::<f32, 3, 2>::new(8.0, 11.0, 9.0, 12.0, 10.0, 13.0));
    assert_eq!(network.linear1.weight.column(2), SVector::from([22.0, 23.0, 24.0, 25.0]));
    assert_eq!(network.linear1.bias, SVector::from([26.0, 27.0, 28.0, 29.0]));
}

#[test]
fn a_relu_between_two_linears_keeps_half_of_what_another_activation_does() {
    network! { struct Rectified<4 => Linear(16) => ReLU => Linear(2)>; }
    network! { struct Tangent<4 => Linear(16) => Tanh => Linear(2)>; }
    let bytes = |numbers| TILE * numbers * size_of::<f32>();
    let outputs_and_their_gradients = 2 * 2;
    assert_eq!(Tangent::TRAINING_BYTES, bytes(4 * 16 + outputs_and_their_gradients));
    assert_eq!(Rectified::TRAINING_BYTES, bytes(2 * 16 + outputs_and_their_gradients));
}

#[test]
fn parameters_are_all_there_is() {
    assert_eq!((Whole::PARAMETERS, Whole::SUMMARY.parameters()), (30, 30));
    assert_eq!((Whole::INPUTS, Whole::OUTPUTS), (3, 4));
    assert_eq!((size_of::<Whole>(), Whole::PARAMETER_BYTES), (120, 120));
    let network = numbered();
    assert_eq!(network.parameters().len(), 30);
    assert_eq!(bytes_of(&network), cast_slice::<f32, u8>(network.parameters()));
}

#[test]
fn writing_a_field_shows_in_the_parameters() {
    let mut network = numbered();
    network.part.linear1.weight[(1, 1)] = -1.0;
    assert_eq!(network.parameters()[11..14], [11.0, -1.0, 13.0]);
    assert_ne!(network, numbered());
    network.parameters_mut()[12] = 12.0;
    assert_eq!(network, numbered());
}

#[test]
fn a_network_begins_with_random_weights_and_biases() {
    let network = Whole::init(&mut StdRng::seed_from_u64(1));
    for (parameters, fan_in) in [
        (network.first.weight.as_slice(), 3.0_f32),
        (network.first.bias.as_slice(), 3.0),
        (network.part.linear1.weight.as_slice(), 2.0),
        (network.linear1.weight.as_slice(), 3.0),
        (network.linear1.bias.as_slice(), 3.0),
    ] {
        let bound = 1.0 / fan_in.sqrt();
        let (mut least, mut most) = (f32::MAX, 0.0_f32);
        for w in parameters {
            (least, most) = (least.min(w.abs()), most.max(w.abs()));
        }
        assert!(0.0 < least && least < most && most <= bound, "{parameters:?} of bound {bound}");
    }
}

#[test]
fn a_batch_gives_what_its_samples_give() {
    let network = Whole::init(&mut StdRng::seed_from_u64(2));
    for samples in [0, 1, 2, 15, 16, 17, 100] {
        let x: Vec<_> = (0..samples).map(|i| SVector::from([i as f32 / 50.0, 1.0, -0.5])).collect();
        let mut y = vec![SVector::zeros(); samples];
        network.predict_batch(&x, &mut y);
        for (x, y) in x.iter().zip(&y) {
            assert!((network.predict(x) - y).amax() < 1e-6, "{samples} samples");
            assert!((y.sum() - 1.0).abs() < 1e-6 && y.min() > 0.0, "probabilities: {y}");
        }
    }
}

#[test]
fn generic_code_predicts_what_the_type_itself_does() {
    fn predict<N: Network>(network: &N, x: &N::Input) -> N::Output {
        network.predict(x)
    }
    let (network, x) = (Whole::init(&mut StdRng::seed_from_u64(3)), SVector::from([0.3, -1.0, 2.0]));
    assert_eq!(predict(&*network, &x), network.predict(&x));
    assert!((predict(&*network, &x).sum() - 1.0).abs() < 1e-6, "probabilities, not logits");
}

#[test]
#[should_panic(expected = "there must be one output for each sample")]
fn a_batch_needs_as_many_outputs_as_samples() {
    numbered().predict_batch(&[SVector::zeros()], &mut []);
}
