//! `BatchNorm` around its numbers, which `reference` checks: short batches, running statistics, optimisers.

use monograd::nalgebra::SVector;
use monograd::optim::Optimizer;
use monograd::prelude::*;
use monograd::train::Error;
use rand::{SeedableRng, rngs::StdRng};

use crate::support::draw::pattern;

network! { struct Net<3 => Linear(4) => norm: BatchNorm => ReLU => Linear(2) => Softmax>; }
network! { struct Images<[1, 2, 2] => norm: BatchNorm => Flatten => Linear(2) => Softmax>; }

#[test]
fn a_batch_of_one_vector_is_an_error() {
    let (x, t) = pattern(1);
    let before = Net::init(&mut StdRng::seed_from_u64(0));
    let mut net = before.clone();
    for error in [
        net.trainer(CrossEntropy, Sgd::new(0.1)).step(&mut net, &x, &t).unwrap_err(),
        net.trainer(CrossEntropy, Adam::new(0.1)).step(&mut net, &x, &t).unwrap_err(),
    ] {
        assert!(matches!(error, Error::BatchTooShort { found: 1, least: 2 }), "{error}");
        assert_eq!(
            error.to_string(),
            "the batch has 1 sample, and a `BatchNorm` of vectors needs 2: choose a batch size that leaves more for the last \
             batch of an epoch"
        );
    }
    assert_eq!(net, before);
}

/// It is the last of an epoch that is short, and nothing has been done before that is noticed.
#[test]
fn a_short_last_batch_is_noticed_at_first() {
    let (x, t) = pattern(9);
    let before = Net::init(&mut StdRng::seed_from_u64(0));
    let (mut net, rng) = (before.clone(), &mut StdRng::seed_from_u64(0));
    let set = Dataset::new(&x, &t).unwrap();
    let epoch = net.trainer(CrossEntropy, Sgd::new(0.1)).epoch(&mut net, set, 4, rng);
    assert!(matches!(epoch, Err(Error::BatchTooShort { found: 1, least: 2 })), "{epoch:?}");
    let fit = net.fit(CrossEntropy, Sgd::new(0.1)).batch_size(4).epochs(1).run(&mut net, set, rng);
    assert!(matches!(fit, Err(Error::BatchTooShort { found: 1, least: 2 })), "{fit:?}");
    assert_eq!(net, before);
    net.trainer(CrossEntropy, Sgd::new(0.1)).epoch(&mut net, set, 3, rng).unwrap();
    assert_ne!(net, before);
}

#[test]
fn one_image_is_batch_enough() {
    let (x, t) = pattern(1);
    let mut net = Images::init(&mut StdRng::seed_from_u64(0));
    net.trainer(CrossEntropy, Sgd::new(0.1)).step(&mut net, &x, &t).unwrap();
    let mean = x[0].mean();
    assert!((net.norm.running_mean[0] - 0.1 * mean).abs() < 1e-6);
}

/// Whatever an optimiser does to parameters, it does not to the running statistics.
#[test]
fn optimisers_leave_the_running_statistics_alone() {
    fn running<O: Optimizer<f32>>(optimizer: O, batch: usize) -> [SVector<f32, 4>; 2] {
        let (x, t) = pattern(batch);
        let mut net = Net::init(&mut StdRng::seed_from_u64(0));
        let mut trainer = net.trainer(CrossEntropy, optimizer);
        for _ in 0..3 {
            trainer.step(&mut net, &x, &t).unwrap();
            // Each step sees the same activations.
            net.linear1 = Net::init(&mut StdRng::seed_from_u64(0)).linear1;
        }
        [net.norm.running_mean, net.norm.running_var]
    }
    for batch in [9, 100] {
        let plain = running(Sgd::new(0.5), batch);
        assert!(plain[0].amax() > 0.01);
        assert_eq!(plain, running(Sgd::new(0.5).weight_decay(0.9).l1_penalty(0.5), batch));
        assert_eq!(plain, running(Sgd::new(0.5).momentum(0.9).weight_decay(0.9), batch));
        assert_eq!(plain, running(AdamW::new(0.5).weight_decay(0.9).clip_norm(0.01), batch));
        assert_eq!(plain, running(RmsProp::new(0.5).weight_decay(0.9), batch));
    }
}

/// The same batch again and again: the running statistics become those of the batch, and inference what
/// training computes.
#[test]
fn inference_comes_to_what_training_computes() {
    let (x, t) = pattern(100);
    let mut net = Net::init(&mut StdRng::seed_from_u64(0));
    let mut trainer = net.trainer(CrossEntropy, Sgd::new(0.0));
    let loss = (0..300).map(|_| trainer.step(&mut net, &x, &t).unwrap()).last().unwrap();
    let inferred = trainer.evaluate(&net, Dataset::new(&x, &t).unwrap());
    // The running variance is unbiased, which is 1 % more at 100 samples.
    assert!((f64::from(loss) - inferred).abs() < 0.01, "{loss} {inferred}");
}

/// Batches of several tiles are those of one, but for the order of sums.
#[test]
fn tiles_make_no_difference() {
    let (x, t) = pattern(60);
    let mut net = Net::init(&mut StdRng::seed_from_u64(0));
    let mut tiled = net.clone();
    let mut whole_trainer = net.trainer(CrossEntropy, Sgd::new(0.1).momentum(0.9));
    let mut tiled_trainer = Trainer::<Net, _, _, 7>::boxed(CrossEntropy, Sgd::new(0.1).momentum(0.9));
    for _ in 0..10 {
        whole_trainer.step(&mut net, &x, &t).unwrap();
        tiled_trainer.step(&mut tiled, &x, &t).unwrap();
    }
    let difference = net.parameters().iter().zip(tiled.parameters()).map(|(a, b)| (a - b).abs());
    assert!(difference.fold(0.0, f32::max) < 1e-5);
}

/// A gradient for a loop of the user's own: the buffers are no parameters, and are updated on request.
#[test]
fn a_loop_of_ones_own() {
    let (x, t) = pattern(20);
    let data = Dataset::new(&x, &t).unwrap();
    let mut net = Net::init(&mut StdRng::seed_from_u64(0));
    let (mut gradient, mut workspace) = (Net::zeros(), Workspace::new(&*net));
    assert_eq!(Net::PARAMETERS + 8, net.parameters().len());
    workspace.loss_and_gradient(&net, &CrossEntropy, data, &mut gradient).unwrap();
    assert!(gradient.norm.running_mean.iter().chain(&gradient.norm.running_var).all(|&g| g == 0.0));
    let before = net.clone();
    for (w, g) in net.parameters_mut().iter_mut().zip(gradient.parameters()) {
        *w -= 0.1 * g;
    }
    assert_eq!(net.norm.running_var, before.norm.running_var);
    workspace.update_buffers(&mut net);
    assert_ne!(net.norm.running_var, before.norm.running_var);

    let mut other = before;
    other.trainer(CrossEntropy, Sgd::new(0.1)).step(&mut other, &x, &t).unwrap();
    assert_eq!(net.norm, other.norm);
}
