//! Training as a whole: it learns, it repeats, and it stops at what is not a number.

use monograd::bytemuck::bytes_of;
use monograd::nalgebra::SVector;
use monograd::optim::Optimizer;
use monograd::prelude::*;
use monograd::train::{Cause, Error, Place};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use crate::support::draw::normal;

network! { struct Xor<2 => Linear(8) => Tanh => Linear(1) => Sigmoid>; }
network! { struct TwoClassXor<2 => Linear(8) => ReLU => Linear(2) => Softmax>; }

const CORNERS: [[f32; 2]; 4] = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
const ANSWERS: [bool; 4] = [false, true, true, false];

#[test]
fn xor_reaches_zero_errors() {
    let (x, t) = (CORNERS.map(SVector::from), ANSWERS.map(|answer| [answer]));
    let mut network = Xor::init(&mut StdRng::seed_from_u64(1));
    let mut trainer = Trainer::new(&*network, BinaryCrossEntropy, Sgd::new(1.0));
    let losses: Vec<f32> = (0..500).map(|_| trainer.step(&mut network, &x, &t).expect("finite")).collect();
    assert!(accuracy(&*network, Dataset::new(&x, &t).unwrap()) >= 1.0);
    assert!(losses[499] < 0.05 && losses[0] > 0.4, "from {} to {}", losses[0], losses[499]);
}

#[test]
fn xor_of_two_classes_reaches_zero_errors_with_momentum() {
    let (x, t) = (CORNERS.map(SVector::from), ANSWERS.map(|answer| Class::<2>::of(answer.into())));
    let mut network = TwoClassXor::init(&mut StdRng::seed_from_u64(1));
    let mut trainer = Trainer::new(&*network, CrossEntropy, Sgd::new(0.1).momentum(0.9));
    for _ in 0..500 {
        trainer.step(&mut network, &x, &t).expect("a finite loss");
    }
    assert!(accuracy(&*network, Dataset::new(&x, &t).unwrap()) >= 1.0);
}

network! { struct Net<4 => Linear(9) => GELU => Linear(3) => Softmax>; }

fn data(samples: usize) -> (Vec<SVector<f32, 4>>, Vec<Class<3>>) {
    let rng = &mut StdRng::seed_from_u64(5);
    let sample = |_| (normal::<4>(rng).cast(), Class::new(rng.random_range(0..3)).expect("below 3"));
    (0..samples).map(sample).unzip()
}

/// Three epochs, initialisation and order from one seed.
fn train(seed: u64) -> (Vec<u64>, Boxed<Net>) {
    let (x, t) = data(200);
    let rng = &mut StdRng::seed_from_u64(seed);
    let mut network = Net::init(rng);
    let mut trainer = Trainer::new(&*network, CrossEntropy, Sgd::new(0.1).momentum(0.9));
    let data = Dataset::new(&x, &t).expect("as many samples as targets");
    let epoch = |_| trainer.epoch(&mut network, data, 32, rng).expect("finite losses").loss.to_bits();
    ((0..3).map(epoch).collect(), network)
}

#[test]
fn one_seed_gives_the_same_bits() {
    let ((losses, network), (again, twin)) = (train(3), train(3));
    assert_eq!(losses, again);
    assert_eq!(bytes_of(&*network), bytes_of(&*twin));
    assert_ne!(bytes_of(&*network), bytes_of(&*train(4).1), "another seed gives another network");
}

/// A step on a batch with a NaN in it fails and leaves network and optimiser as if it had never been.
fn check_nan<O: Optimizer<f32>>(samples: usize, optimizer: O) {
    let (x, t) = data(samples);
    let mut spoilt = x.clone();
    spoilt[samples / 2][1] = f32::NAN;
    let initial = Net::init(&mut StdRng::seed_from_u64(1));
    let trained = |with_nan: bool| {
        let (mut network, mut trainer) = (initial.clone(), Trainer::new(&*initial, CrossEntropy, optimizer));
        trainer.step(&mut network, &x, &t).expect("a finite loss");
        if with_nan {
            let before = network.clone();
            let error = trainer.step(&mut network, &spoilt, &t).expect_err("a NaN");
            assert!(
                matches!(error, Error::NotFinite {
                    place: Place::Step,
                    what: Cause::Feature { sample, feature: 1, .. },
                } if sample == samples / 2),
                "{error:?}"
            );
            assert_eq!(bytes_of(&*network), bytes_of(&*before), "{samples} samples");
        }
        trainer.step(&mut network, &x, &t).expect("a finite loss");
        network
    };
    assert_eq!(bytes_of(&*trained(true)), bytes_of(&*trained(false)), "{samples} samples, afterwards");
}

#[test]
fn a_nan_in_the_samples_changes_nothing() {
    // In one tile and in several.
    for samples in [1, 10, 64, 200] {
        check_nan(samples, Sgd::new(0.1));
        check_nan(samples, Sgd::new(0.1).weight_decay(0.01));
        check_nan(samples, Sgd::new(0.1).momentum(0.9));
        check_nan(samples, Sgd::new(0.1).momentum(0.9).nesterov().weight_decay(0.01));
    }
}

network! { struct Line<1 => Linear(1)>; }

#[test]
fn a_loss_that_is_not_finite_is_an_error_whatever_makes_it_so() {
    for (x, target) in
        [(f32::NAN, 1.0), (f32::INFINITY, 1.0), (1.0, f32::NAN), (1.0, f32::NEG_INFINITY), (1.0, 1e30)]
    {
        let mut network = Line::zeros();
        let mut trainer = Trainer::new(&*network, MeanSquaredError, Sgd::new(0.1));
        let result = trainer.step(&mut network, &[[x].into()], &[[target].into()]);
        assert!(matches!(result, Err(Error::NotFinite { .. })), "{x} and {target}: {result:?}");
        assert_eq!(network, Line::zeros(), "{x} and {target}");
    }
}

#[test]
fn a_nan_in_an_epoch_is_reported_with_epoch_and_batch() {
    let (mut x, t) = data(100);
    let rng = &mut StdRng::seed_from_u64(1);
    let mut network = Net::init(rng);
    let mut trainer = Trainer::new(&*network, CrossEntropy, Sgd::new(0.1));
    trainer.epoch(&mut network, Dataset::new(&x, &t).unwrap(), 100, rng).expect("finite losses");

    x[42][0] = f32::NAN;
    let before = network.clone();
    let error = trainer.epoch(&mut network, Dataset::new(&x, &t).unwrap(), 100, rng).expect_err("a NaN");
    assert!(
        matches!(error, Error::NotFinite {
            place: Place::Batch { epoch: 1, batch: 0 },
            what: Cause::Feature { sample: 42, feature: 0, found },
        } if found.is_nan()),
        "{error:?}"
    );
    assert_eq!(bytes_of(&*network), bytes_of(&*before));

    // In small batches, those before the NaN are learned from: as many as the error says.
    let mut learned = 0;
    let data = Dataset::new(&x, &t).unwrap();
    let error = trainer.epoch_with(&mut network, data, 7, rng, |_| learned += 1).expect_err("a NaN");
    assert!(
        matches!(error, Error::NotFinite { place: Place::Batch { epoch: 1, batch }, .. } if batch == learned),
        "{error:?} after {learned} batches"
    );
    assert!(network.parameters().iter().all(|w| w.is_finite()));
}
