//! Batches have any length: tiles add up, short ones are exact, an epoch uses every sample once.

use std::collections::BTreeSet;

use monograd::Scalar;
use monograd::bytemuck::{bytes_of, zeroed_box};
use monograd::data::LengthMismatch;
use monograd::nalgebra::SVector;
use monograd::optim::Optimizer;
use monograd::prelude::*;
use monograd::train::Error;
use monograd::train::{Epoch, TILE};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use crate::support::compare::{Tolerance, assert_close};
use crate::support::draw::normal;

network! { struct Single<5 => Linear(7) => Tanh => Linear(3) => Softmax>; }
network! { struct Double<f64; 5 => Linear(7) => Tanh => Linear(3) => Softmax>; }

/// A reproducible network and batch.
fn draw<N, const IN: usize>(samples: usize) -> (Boxed<N>, Vec<N::Input>, Vec<Class<3>>)
where
    N: Network<Input = SVector<<N as Layer>::Scalar, IN>>,
{
    let rng = &mut StdRng::seed_from_u64(11);
    let network = N::init(rng);
    let x = (0..samples).map(|_| normal::<IN>(rng).map(N::Scalar::from_f64)).collect();
    let targets = (0..samples).map(|_| Class::new(rng.random_range(0..3)).expect("below 3")).collect();
    (network, x, targets)
}

/// The loss and the gradient of a batch, as `f64`s, through tiles of `TILE` samples.
fn gradient<N, const TILE: usize>(network: &N, x: &[N::Input], targets: &[Class<3>]) -> (f64, Vec<f64>)
where
    N: Network,
    CrossEntropy: monograd::loss::Loss<N::Head, Target = Class<3>>,
{
    let (mut workspace, mut gradient) = (zeroed_box::<Workspace<N, TILE>>(), N::zeros());
    let data = Dataset::new(x, targets).expect("as many samples as targets");
    let loss = workspace.loss_and_gradient(network, &CrossEntropy, data, &mut gradient);
    let gradient = gradient.parameters().iter().map(|dw| dw.to_f64()).collect();
    (loss.expect("a finite loss").to_f64(), gradient)
}

/// The gradient of a batch is the mean of its samples' gradients, each taken alone.
fn check_length<N, const IN: usize>(samples: usize, share: f64)
where
    N: Network<Input = SVector<<N as Layer>::Scalar, IN>>,
    CrossEntropy: monograd::loss::Loss<N::Head, Target = Class<3>>,
{
    let (network, x, targets) = draw::<N, IN>(samples);
    let (mut mean_loss, mut mean) = (0.0, vec![0.0; N::PARAMETERS]);
    for (x, target) in x.iter().zip(&targets) {
        let (loss, one) = gradient::<N, 1>(&network, std::slice::from_ref(x), &[*target]);
        mean_loss += loss / samples as f64;
        mean.iter_mut().zip(one).for_each(|(mean, dw)| *mean += dw / samples as f64);
    }
    let (loss, whole) = gradient::<N, TILE>(&network, &x, &targets);
    let name = |what| format!("{what} of {samples} samples in {}", N::Scalar::NAME);
    assert_close(&name("loss"), &[loss], &[mean_loss], Tolerance::of_largest(share, &[mean_loss]));
    assert_close(&name("gradient"), &whole, &mean, Tolerance::of_largest(share, &mean));
}

#[test]
fn gradient_of_a_batch_is_the_mean_over_its_samples() {
    for samples in [1, 7, 63, 64, 65, 100, 128, 60_000] {
        check_length::<Double, 5>(samples, 1e-11);
    }
    for samples in [1, 7, 64, 100] {
        check_length::<Single, 5>(samples, 1e-5);
    }
    // Sixty thousand roundings of single precision in one sum.
    check_length::<Single, 5>(60_000, 1e-3);
}

#[test]
fn gradient_does_not_depend_on_the_tile() {
    let (network, x, targets) = draw::<Double, 5>(100);
    let (loss, whole) = gradient::<Double, 100>(&network, &x, &targets);
    for (tile, (tiled_loss, tiled)) in [
        (1, gradient::<Double, 1>(&network, &x, &targets)),
        (3, gradient::<Double, 3>(&network, &x, &targets)),
        (64, gradient::<Double, 64>(&network, &x, &targets)),
        (200, gradient::<Double, 200>(&network, &x, &targets)),
    ] {
        let tolerance = Tolerance::of_largest(1e-12, &whole);
        assert_close(&format!("loss in tiles of {tile}"), &[tiled_loss], &[loss], tolerance);
        assert_close(&format!("gradient in tiles of {tile}"), &tiled, &whole, tolerance);
    }
}

/// Plain SGD on one tile subtracts from the parameters without a gradient buffer.
#[test]
fn fused_step_equals_a_step_by_the_gradient() {
    let (initial, x, targets) = draw::<Double, 5>(50);
    let (_, gradient) = gradient::<Double, TILE>(&initial, &x, &targets);
    let stepped: Vec<f64> = initial.parameters().iter().zip(gradient).map(|(w, dw)| w - 0.3 * dw).collect();

    let (mut fused, mut buffered) = (initial.clone(), initial.clone());
    let fused_loss = Trainer::new(&*initial, CrossEntropy, Sgd::new(0.3)).step(&mut fused, &x, &targets);
    let buffered_loss =
        Trainer::<Double, _, _, 8>::boxed(CrossEntropy, Sgd::new(0.3)).step(&mut buffered, &x, &targets);
    let tolerance = Tolerance::of_largest(1e-13, &stepped);
    assert_close("fused step", fused.parameters(), &stepped, tolerance);
    assert_close("buffered step", buffered.parameters(), &stepped, tolerance);
    assert_close("loss", &[fused_loss.unwrap()], &[buffered_loss.unwrap()], tolerance);
}

network! { struct OneForEach<1003 => each: Linear(1, bias = false)>; }

/// Sample `i` is the unit vector `i` and its target 1, so that from zero weights and with a learning rate of
/// 1/2 a batch of `n` samples sets the weights of its samples to `1/n`; a second visit would move them on.
fn one_epoch(batch_size: usize, seed: u64) -> (Epoch, Boxed<OneForEach>) {
    let unit = |i| SVector::from_fn(|row, _| if row == i { 1.0 } else { 0.0 });
    let (x, t): (Vec<_>, Vec<_>) = (0..1003).map(|i| (unit(i), SVector::from([1.0]))).unzip();
    let mut network = OneForEach::zeros();
    let mut trainer = Trainer::new(&*network, MeanSquaredError, Sgd::new(0.5));
    let data = Dataset::new(&x, &t).expect("as many samples as targets");
    let epoch = trainer.epoch(&mut network, data, batch_size, &mut StdRng::seed_from_u64(seed));
    (epoch.expect("finite losses"), network)
}

#[test]
fn an_epoch_uses_every_sample_once() {
    for (batch_size, batches) in [(1, 1003), (64, 16), (100, 11), (1003, 1), (5000, 1)] {
        let (epoch, network) = one_epoch(batch_size, 1);
        assert_eq!((epoch.samples, epoch.batches), (1003, batches));
        assert_close("mean loss", &[epoch.loss], &[1.0], Tolerance { absolute: 1e-6, relative: 0.0 });

        let visited_with = |n: usize| {
            let near = |w: &&f32| (**w * n as f32 - 1.0).abs() < 1e-5;
            network.each.weight.iter().filter(near).count()
        };
        let (full, last) = (batch_size.min(1003), 1003 % batch_size);
        let all_full = 1003 / full * full;
        assert_eq!(visited_with(full), all_full, "weights of samples in batches of {full}");
        assert!(batch_size > 1003 || last == 0 || visited_with(last) == last, "weights of the last {last}");
    }
}

#[test]
fn an_epoch_draws_its_order() {
    let last_batch = |seed| -> BTreeSet<usize> {
        let (_, network) = one_epoch(64, seed);
        (0..1003).filter(|&i| network.each.weight[i] > 1.0 / 50.0).collect()
    };
    let (one, again, other) = (last_batch(1), last_batch(1), last_batch(2));
    assert_eq!(one.len(), 1003 % 64);
    assert_eq!(one, again);
    assert_ne!(one, other);
}

/// Nothing to learn from is an error, and changes nothing.
fn check_empty<O: Optimizer<f32>>(optimizer: O) {
    let (initial, x, targets) = draw::<Single, 5>(3);
    let (mut network, mut trainer) = (initial.clone(), Trainer::new(&*initial, CrossEntropy, optimizer));
    let (nothing, data) = (Dataset::new(&[], &[]).unwrap(), Dataset::new(&x, &targets).unwrap());
    let rng = &mut StdRng::seed_from_u64(1);
    let step = trainer.step(&mut network, &[], &[]).map(f64::from);
    let epoch = trainer.epoch(&mut network, nothing, 64, rng).map(|epoch| epoch.loss);
    let batches_of_none = trainer.epoch(&mut network, data, 0, rng).map(|epoch| epoch.loss);
    for result in [step, epoch, batches_of_none] {
        assert!(matches!(result, Err(Error::EmptyBatch)), "{result:?}");
    }
    assert_eq!(bytes_of(&*network), bytes_of(&*initial));
}

#[test]
fn an_empty_batch_is_an_error() {
    check_empty(Sgd::new(0.1));
    check_empty(Sgd::new(0.1).momentum(0.9));
    let (network, ..) = draw::<Single, 5>(0);
    let (mut workspace, mut gradient) = (Workspace::new(&*network), Single::zeros());
    let nothing = Dataset::new(&[], &[]).expect("none of both");
    let loss = workspace.loss_and_gradient(&network, &CrossEntropy, nothing, &mut gradient);
    assert!(matches!(loss, Err(Error::EmptyBatch)), "{loss:?}");
}

#[test]
fn samples_and_targets_must_pair_up() {
    let (initial, x, targets) = draw::<Single, 5>(5);
    let mut network = initial.clone();
    let mut trainer = Trainer::new(&*initial, CrossEntropy, Sgd::new(0.1));
    for (samples, labels) in [(5, 4), (4, 5), (0, 1), (1, 0)] {
        let error = trainer.step(&mut network, &x[..samples], &targets[..labels]).expect_err("a mismatch");
        assert!(
            matches!(error, Error::LengthMismatch(LengthMismatch { samples: s, targets: t }) if (s, t) == (samples, labels)),
            "{error:?}"
        );
    }
    assert_eq!(bytes_of(&*network), bytes_of(&*initial));
}
