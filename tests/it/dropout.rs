//! `Dropout`: what the masks keep, where they come from, and that inference knows nothing of them.

use monograd::Needs;
use monograd::bytemuck::zeroed_box;
use monograd::nalgebra::SVector;
use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

use crate::support::draw::pattern;

const FEATURES: usize = 1000;

network! { struct Sum<f64; FEATURES => Dropout(0.2) => sum: Linear(1, bias = false)>; }
network! { struct Deep<8 => Linear(16) => ReLU => Dropout(0.5) => Linear(16) => ReLU => Dropout(0.5) => Linear(2) => Softmax>; }

fn ones() -> Boxed<Sum> {
    let mut net = Sum::zeros();
    net.sum.weight.fill(1.0);
    net
}

/// A sample as its mask leaves it: the gradient of the weight, since the loss is the sum of what is left and
/// a constant.
fn masked(workspace: &mut Workspace<Sum>, net: &Sum, x: f64) -> SVector<f64, FEATURES> {
    let mut gradient = Sum::zeros();
    let (x, targets) = ([SVector::from([x; FEATURES])], [[-1e9].into()]);
    let data = Dataset::new(&x, &targets).unwrap();
    workspace.loss_and_gradient(net, &MeanAbsoluteError, data, &mut gradient).unwrap();
    gradient.sum.weight.transpose()
}

#[test]
fn the_expected_value_is_kept() {
    let (net, rng) = (ones(), &mut StdRng::seed_from_u64(3));
    let mut workspace = Workspace::new(&*net);
    let mut sum = 0.0;
    for _ in 0..200 {
        workspace.seed(rng);
        let left = masked(&mut workspace, &net, 3.0);
        assert!(left.iter().all(|&x| x == 0.0 || (x - 3.0 / 0.8).abs() < 1e-12));
        sum += left.sum();
    }
    // 200,000 features of variance 3² · 0.2 / 0.8: five standard deviations.
    let (mean, deviation) = (sum / 2e5, (9.0 * 0.25 / 2e5_f64).sqrt());
    assert!((mean - 3.0).abs() < 5.0 * deviation, "{mean}");
}

#[test]
fn one_seed_gives_one_mask() {
    let net = ones();
    let mut workspace = Workspace::new(&*net);
    let mut mask = |seed| {
        workspace.seed(&mut StdRng::seed_from_u64(seed));
        masked(&mut workspace, &net, 1.0)
    };
    let (first, other, again) = (mask(1), mask(2), mask(1));
    assert_eq!(first, again);
    let agreeing = first.iter().zip(&other).filter(|(a, b)| a.to_bits() == b.to_bits()).count();
    // They agree with probability 0.8² + 0.2² in each of 1000 places.
    assert!((600..760).contains(&agreeing), "{agreeing}");
}

#[test]
fn each_step_draws_anew_and_a_seed_repeats_all_of_them() {
    let (x, t) = pattern(20);
    let losses = |seed: Option<u64>| {
        let mut net = Deep::init(&mut StdRng::seed_from_u64(0));
        let mut trainer = net.trainer(CrossEntropy, Sgd::new(0.0));
        if let Some(seed) = seed {
            trainer.seed(&mut StdRng::seed_from_u64(seed));
        }
        (0..5).map(|_| trainer.step(&mut net, &x, &t).unwrap().to_bits()).collect::<Vec<_>>()
    };
    let first = losses(Some(1));
    assert_eq!(first, losses(Some(1)));
    assert_ne!(first, losses(Some(2)));
    assert_eq!(losses(None), losses(None));
    // Without a step the parameters stay: only the masks differ.
    assert!(first.windows(2).all(|pair| pair[0] != pair[1]), "{first:?}");
}

#[test]
fn an_epoch_draws_from_its_generator() {
    let (x, t) = pattern(20);
    let train = |seed| {
        let mut net = Deep::init(&mut StdRng::seed_from_u64(0));
        let (mut trainer, rng) = (net.trainer(CrossEntropy, Sgd::new(0.1)), &mut StdRng::seed_from_u64(seed));
        for _ in 0..3 {
            trainer.epoch(&mut net, Dataset::new(&x, &t).unwrap(), 20, rng).unwrap();
        }
        net
    };
    assert_eq!(train(1), train(1));
    // One batch holds all samples, in whatever order: the masks make the difference.
    let distance = train(1).linear1.weight - train(2).linear1.weight;
    assert!(distance.amax() > 1e-3, "{distance}");
}

/// A mask belongs to the place in the batch, not to that in a tile.
#[test]
fn tiles_make_no_difference() {
    let (x, t) = pattern(20);
    let data = Dataset::new(&x, &t).unwrap();
    let net = Deep::init(&mut StdRng::seed_from_u64(0));
    let (mut whole, mut tiled) = (Deep::zeros(), Deep::zeros());
    Workspace::new(&*net).loss_and_gradient(&net, &CrossEntropy, data, &mut whole).unwrap();
    let mut workspace = zeroed_box::<Workspace<Deep, 7>>();
    workspace.loss_and_gradient(&net, &CrossEntropy, data, &mut tiled).unwrap();
    let differences = whole.parameters().iter().zip(tiled.parameters()).map(|(a, b)| (a - b).abs());
    assert!(differences.fold(0.0, f32::max) < 1e-6);
    assert!(whole.parameters().iter().any(|g| g.abs() > 1e-3));
}

#[test]
fn inference_is_the_identity() {
    let (net, x) = (ones(), SVector::from([1.5; FEATURES]));
    assert!((net.predict(&x)[0] - 1500.0).abs() < 1e-9);
    let mut outputs = vec![SVector::zeros(); 40];
    net.predict_batch(&vec![x; 40], &mut outputs);
    assert!(outputs.iter().all(|y| (y[0] - 1500.0).abs() < 1e-9));

    network! { struct Around<4 => Dropout(0.9) => Identity => Residual(Dropout(0.9)) => half: Linear(4) => Dropout>; }
    let mut around = Around::zeros();
    around.half.weight.fill_diagonal(0.5);
    let x = SVector::from([1.0, 2.0, 3.0, 4.0]);
    assert_eq!(around.predict(&x), x);
}

/// A layer of the user's own that draws numbers, and draws the same ones again on the way back and for its
/// gradient.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(transparent)]
#[bytemuck(crate = "monograd::bytemuck")]
struct DrawsAgain {
    gain: SVector<f32, 4>,
}

impl Layer for DrawsAgain {
    type Scalar = f32;
    type Input = SVector<f32, 4>;
    type Output = SVector<f32, 4>;
    /// Where the numbers started on the way forward.
    type Workspace<const TILE: usize> = u64;
    type Learns = Parameters;

    const NEEDS: Needs = Needs::NOTHING.draws();

    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        pass.y.copy_from_slice(pass.x);
    }

    fn forward_training<const TILE: usize>(&self, pass: Training<'_, Self, TILE>) {
        *pass.workspace = pass.round.key();
        pass.y.copy_from_slice(pass.x);
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        assert_eq!(*pass.workspace, pass.round.key());
        if let Some(dx) = pass.dx {
            dx.copy_from_slice(pass.dy);
        }
    }
}

impl Learn for DrawsAgain {
    fn gradient<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>, gradient: &mut Self) {
        assert_eq!(*pass.workspace, pass.round.key());
        gradient.gain.add_scalar_mut(1.0);
    }
}

network! {
    struct Noisy<4 => DrawsAgain => Linear(4) => DrawsAgain => Residual(Linear(4) => DrawsAgain)
        => Repeat(2, DrawsAgain => ReLU) => Concat(DrawsAgain, Identity) => Linear(2) => Softmax>;
}

/// In whatever a layer is, it finds the key of its random numbers in each of its functions.
#[test]
fn a_layer_finds_its_key_in_every_function() {
    let (x, t) = (vec![SVector::from([1.0, 2.0, 3.0, 4.0]); 20], vec![Class::ALL[1]; 20]);
    let mut net = Noisy::zeros();
    let mut trainer = net.trainer(CrossEntropy, Sgd::new(0.1));
    trainer.seed(&mut StdRng::seed_from_u64(5));
    trainer.step(&mut net, &x, &t).unwrap();
    assert!(net.draws_again1.gain.iter().all(|&gain| gain < 0.0), "its gradient was asked for");
    let mut trainer = net.trainer(CrossEntropy, Adam::new(0.1));
    trainer.seed(&mut StdRng::seed_from_u64(6));
    trainer.step(&mut net, &x, &t).unwrap();
}
