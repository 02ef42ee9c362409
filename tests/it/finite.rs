//! Nothing that is not finite is learned: a step either leaves everything finite, or is an error and changes
//! nothing.
//!
//! Networks of every kind of layer, with few parameters and with many, are trained on samples, targets,
//! parameters and settings among which are NaN, infinities and numbers whose squares, products or sums
//! overflow. A twin that never sees the steps that were refused must stay equal to the bit, and so must what
//! its optimiser remembers, which later steps show.

use monograd::bytemuck::{Pod, Zeroable, bytes_of};
use monograd::loss::Loss;
use monograd::nalgebra::SVector;
use monograd::optim::NotFinite;
use monograd::optim::Optimizer;
use monograd::prelude::*;
use monograd::train::{Cause, Error};
use monograd::{Sample, Scalar};
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};

network! { struct Few<3 => Linear(8) => ReLU => Linear(2) => Softmax>; }
network! { struct Many<64 => Linear(40) => ReLU => Linear(20) => Tanh => Linear(3)>; }
network! { struct Double<f64; 32 => Linear(32) => ReLU => Linear(8) => Sigmoid => Linear(2) => Sigmoid>; }
network! {
    struct Normal<48
        => Linear(48) => BatchNorm => ReLU => LayerNorm => Dropout(0.2) => Linear(2) => BatchNorm(momentum = 1.0)
    >;
}
network! {
    struct Images<[2, 6, 6]
        => Conv2d(4, kernel = 3, padding = 1) => BatchNorm => ReLU => MaxPool2d(2)
        => Conv2d(2, kernel = 3, padding = 2) => LayerNorm => Softplus => Flatten
        => Linear(48) => ReLU => Linear(3) => Softmax
    >;
}
network! {
    struct Blocks<32
        => Residual(Linear(32) => ReLU => Linear(32)) => Concat(Linear(8) => Tanh, Identity)
        => Repeat(2, Linear(40) => SiLU) => Gain => Linear(2)
    >;
}
network! { struct Squashed<3 => Linear(4) => Sigmoid => Linear(4) => ReLU => Linear(1) => Sigmoid>; }

/// A layer of the user's own.
#[repr(transparent)]
#[derive(Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
struct Gain {
    gain: SVector<f32, 40>,
}

impl Layer for Gain {
    type Scalar = f32;
    type Input = SVector<f32, 40>;
    type Output = SVector<f32, 40>;
    type Workspace<const TILE: usize> = ();
    type Learns = Parameters;

    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        let Forward { x, y, .. } = pass;
        for (x, y) in x.iter().zip(y) {
            *y = self.gain.component_mul(x);
        }
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Some(dx) = pass.dx else { return };
        for (dy, dx) in pass.dy.iter().zip(dx) {
            *dx = self.gain.component_mul(dy);
        }
    }
}

impl Learn for Gain {
    fn initialize<R: Rng + ?Sized>(&mut self, _init: Init, _rng: &mut R) {
        self.gain.fill(1.0);
    }

    fn gradient<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>, gradient: &mut Self) {
        for (x, dy) in pass.x.iter().zip(pass.dy) {
            gradient.gain += x.component_mul(dy);
        }
    }
}

/// A number that spoils things, near the largest of the scalar or beyond.
fn bad<T: Scalar>(rng: &mut StdRng) -> T {
    let (nan, infinite) = (f64::NAN, f64::INFINITY);
    let (largest, huge, square) =
        if T::NAME == "f32" { (3.4e38, 1e36, 1e19) } else { (1.7e308, 1e300, 1e154) };
    let sizes = [nan, infinite, largest, huge, square, square * 10.0, square.sqrt(), 1e10];
    let size = sizes[rng.random_range(0..sizes.len())];
    T::from_f64(if rng.random() { size } else { -size })
}

/// Numbers of an ordinary size; one time in three, one of them is bad.
fn numbers<T: Scalar>(count: usize, rng: &mut StdRng) -> Vec<T> {
    let mut numbers: Vec<T> = (0..count).map(|_| T::from_f64(rng.random_range(-1.0..1.0))).collect();
    for _ in 0..[0, 0, 0, 0, 1, 2][rng.random_range(0..6)] {
        let place = rng.random_range(0..count);
        numbers[place] = bad(rng);
    }
    numbers
}

fn samples<X: Sample>(count: usize, rng: &mut StdRng) -> Vec<X> {
    let mut samples = vec![X::zeroed(); count];
    for (place, x) in numbers(count * X::SHAPE.len(), rng).into_iter().enumerate() {
        samples[place / X::SHAPE.len()].scalars_mut()[place % X::SHAPE.len()] = x;
    }
    samples
}

fn classes<const N: usize>(count: usize, rng: &mut StdRng) -> Vec<Class<N>> {
    (0..count).map(|_| Class::of(rng.random_range(0..N))).collect()
}

fn answers<const N: usize>(count: usize, rng: &mut StdRng) -> Vec<[bool; N]> {
    (0..count).map(|_| rng.random()).collect()
}

/// How often each end was seen.
#[derive(Debug, Default)]
struct Seen {
    taken: usize,
    parameter: usize,
    feature: usize,
    loss: usize,
    gradient: usize,
    update: usize,
}

impl Seen {
    fn count(&mut self, what: Cause) {
        *match what {
            Cause::Parameter { .. } => &mut self.parameter,
            Cause::Feature { .. } => &mut self.feature,
            Cause::Loss(_) => &mut self.loss,
            Cause::Optimizer(NotFinite::Gradient { .. }) => &mut self.gradient,
            _ => &mut self.update,
        } += 1;
    }
}

/// A few steps of two twins, of which one is spared the steps that are refused.
fn train<N: Network, L: Loss<N::Head>>(
    seed: u64,
    loss: L,
    optimizer: impl Optimizer<N::Scalar>,
    targets: impl Fn(usize, &mut StdRng) -> Vec<L::Target>,
    seen: &mut Seen,
) {
    let rng = &mut StdRng::seed_from_u64(seed);
    let mut network = N::init(rng);
    if rng.random_range(0..6) == 0 {
        let place = rng.random_range(0..network.parameters().len());
        network.parameters_mut()[place] = bad(rng);
    }
    let mut twin = network.clone();
    let (mut trainer, mut twins) = (network.trainer(loss, optimizer), network.trainer(loss, optimizer));
    for step in 0..5 {
        let most = if rng.random_range(0..6) == 0 { 80 } else { 12 };
        let count = rng.random_range(2..most);
        let (x, t) = (samples::<N::Input>(count, rng), targets(count, rng));
        let before = network.clone();
        let result = trainer.step(&mut network, &x, &t);
        let what = format!("{} seed {seed} step {step}: {result:?}", N::SUMMARY.name);
        match result {
            Ok(mean) => {
                seen.taken += 1;
                assert!(mean.is_finite() && network.parameters().iter().all(|w| w.is_finite()), "{what}");
                assert_eq!(twins.step(&mut twin, &x, &t).ok(), Some(mean), "{what}");
            }
            Err(Error::NotFinite { what: cause, .. }) => {
                seen.count(cause);
                assert_eq!(bytes_of(&*network), bytes_of(&*before), "{what}");
                let is_finite = before.parameters().iter().all(|w| w.is_finite());
                assert_eq!(is_finite, !matches!(cause, Cause::Parameter { .. }), "{what}");
                if !is_finite {
                    return;
                }
            }
            Err(error) => panic!("{what}: {error}"),
        }
        assert_eq!(bytes_of(&*network), bytes_of(&*twin), "{what}");
    }
}

/// A learning rate from small to far too large.
fn rate<T: Scalar>(rng: &mut StdRng) -> f64 {
    match rng.random_range(0..4) {
        0 => 10_f64.powi(rng.random_range(0..if T::NAME == "f32" { 38 } else { 300 })),
        1 => 10.0,
        _ => 0.05,
    }
}

/// Runs all optimisers over one network.
macro_rules! cases {
    ($($name:ident: $network:ident, $loss:expr, $targets:expr;)*) => {$(
        #[test]
        fn $name() {
            type T = <$network as Layer>::Scalar;
            let mut seen = Seen::default();
            for seed in 0..40 {
                let rate = rate::<T>(&mut StdRng::seed_from_u64(seed));
                let sgd = Sgd::new(rate);
                train::<$network, _>(seed + 0, $loss, sgd, $targets, &mut seen);
                train::<$network, _>(seed + 1000, $loss, sgd.weight_decay(0.1).l1_penalty(0.1), $targets, &mut seen);
                train::<$network, _>(seed + 2000, $loss, sgd.momentum(0.9).nesterov().weight_decay(3.0), $targets, &mut seen);
                train::<$network, _>(seed + 3000, $loss, Adam::new(rate).weight_decay(0.1), $targets, &mut seen);
                train::<$network, _>(seed + 4000, $loss, AdamW::new(rate).betas(0.99, 0.0), $targets, &mut seen);
                train::<$network, _>(seed + 5000, $loss, RmsProp::new(rate).momentum(0.5), $targets, &mut seen);
                train::<$network, _>(seed + 6000, $loss, Adam::new(rate).clip_norm(1.0), $targets, &mut seen);
                train::<$network, _>(seed + 7000, $loss, sgd.clip_value(0.5), $targets, &mut seen);
            }
            assert!(seen.taken > 300 && seen.feature > 100 && seen.parameter > 2, "{seen:?}");
            assert!(seen.loss + seen.gradient + seen.update > 10, "{seen:?}");
        }
    )*};
}

cases! {
    few_parameters: Few, CrossEntropy, classes;
    many_parameters: Many, MeanSquaredError, samples;
    double_precision: Double, BinaryCrossEntropy, answers;
    normalisation: Normal, Huber::new(1e9), samples;
    images: Images, CrossEntropy, classes;
    blocks_and_a_layer_of_ones_own: Blocks, MeanAbsoluteError, samples;
    activations_that_hide_infinities: Squashed, MeanSquaredError, samples;
}

/// A weight of −∞ before a `ReLU`, and of ±∞ before what squashes it, is seen although the outputs are
/// finite.
#[test]
fn a_parameter_that_hides_is_found() {
    fn check<N: Network<Scalar = f32>, L: Loss<N::Head>>(
        loss: L,
        optimizer: impl Optimizer<f32>,
        targets: impl Fn(usize, &mut StdRng) -> Vec<L::Target>,
    ) {
        let rng = &mut StdRng::seed_from_u64(1);
        let (mut x, t) = (vec![N::Input::zeroed(); 5], targets(5, rng));
        for x in &mut x {
            x.scalars_mut().fill(0.5);
        }
        for place in 0..20 {
            let mut network = N::init(rng);
            network.parameters_mut()[place] = f32::NEG_INFINITY;
            let error = network.trainer(loss, optimizer).step(&mut network, &x, &t).unwrap_err();
            let wanted = Cause::Parameter { index: place, found: f64::NEG_INFINITY };
            assert!(matches!(error, Error::NotFinite { what, .. } if what == wanted), "{error}");
        }
    }
    check::<Many, _>(MeanSquaredError, Sgd::new(0.1), |count, _| vec![SVector::zeros(); count]);
    check::<Many, _>(MeanSquaredError, Adam::new(0.1), |count, _| vec![SVector::zeros(); count]);
    check::<Squashed, _>(BinaryCrossEntropy, Sgd::new(0.1), answers);
    check::<Images, _>(CrossEntropy, Sgd::new(0.1), classes);
    check::<Normal, _>(MeanSquaredError, Sgd::new(0.1), |count, _| vec![SVector::zeros(); count]);
}

/// The variance of such a batch overflows, although its outputs and its loss would be finite.
#[test]
fn statistics_that_overflow_are_not_learned() {
    network! { struct Norm<1 => norm: BatchNorm>; }
    let mut network = Norm::init(&mut StdRng::seed_from_u64(1));
    let before = network.clone();
    let (x, t) = ([[1e25].into(), [-1e25].into()], [[0.0].into(), [0.0].into()]);
    let result = network.trainer(MeanSquaredError, Sgd::new(0.1)).step(&mut network, &x, &t);
    assert!(matches!(result, Err(Error::NotFinite { what: Cause::Loss(_), .. })), "{result:?}");
    assert_eq!(network, before);
}
