//! Whole training steps, the batch picked from all over a shuffled data set included.
//!
//! `cargo bench -p monograd-benches --bench step`; each line ends in its share of the peak measured in the
//! same run. One iteration is an epoch.

mod peak;
mod share;

use criterion::Criterion;
use monograd::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng};

use share::bench;

network! { struct Digits<784 => Linear(128) => ReLU => Linear(10) => Softmax>; }
network! { struct Wide<784 => Linear(512) => ReLU => Linear(256) => ReLU => Linear(10) => Softmax>; }
network! { struct Plane<2 => Linear(16) => Tanh => Linear(16) => Tanh => Linear(3) => Softmax>; }
network! {
    struct LeNet<[1, 28, 28]
        => Conv2d(6, kernel = 5, padding = 2) => ReLU => MaxPool2d(2)
        => Conv2d(16, kernel = 5) => ReLU => MaxPool2d(2)
        => Flatten => Linear(120) => ReLU => Linear(84) => ReLU => Linear(10) => Softmax>;
}

/// The samples of an epoch.
const SAMPLES: usize = 2560;

fn main() {
    let mut criterion = share::criterion();
    let digits = 2 * 784 * 128 + 3 * 128 * 10;
    for batch in [32, 64, 256] {
        step::<Digits, 784, 10>(&mut criterion, "784-128-10", batch, digits);
    }
    let wide = 2 * 784 * 512 + 3 * (512 * 256 + 256 * 10);
    step::<Wide, 784, 10>(&mut criterion, "784-512-256-10", 64, wide);
    step::<Plane, 2, 3>(&mut criterion, "2-16-16-3", 32, 2 * 2 * 16 + 3 * (16 * 16 + 16 * 3));
    let first = 28 * 28 * 6 * 25;
    step::<LeNet, 784, 10>(&mut criterion, "LeNet", 64, 3 * LeNet::MULTIPLY_ADDS - first);
    criterion.final_summary();
}

/// An epoch of random samples. `multiply_adds` is the cost of a sample: forward, weight gradients, and the
/// input gradients of all layers but the first.
fn step<N, const IN: usize, const CLASSES: usize>(
    criterion: &mut Criterion,
    name: &str,
    batch: usize,
    multiply_adds: usize,
) where
    N: Network<Scalar = f32, Input = SVector<f32, IN>, Head = Softmax<CLASSES>>,
{
    let mut rng = StdRng::seed_from_u64(0);
    let x: Vec<_> = (0..SAMPLES).map(|_| SVector::from_fn(|_, _| rng.random_range(-1.0..1.0))).collect();
    let t: Vec<_> = (0..SAMPLES).map(|i| Class::of(i % CLASSES)).collect();
    let data = Dataset::new(&x, &t).expect("as many samples as targets");
    let mut net = N::init(&mut rng);
    let mut trainer = net.trainer(CrossEntropy, Sgd::new(0.01));
    bench(criterion, &format!("{name} batch {batch}"), multiply_adds * SAMPLES, || {
        trainer.epoch(&mut net, data, batch, &mut rng).expect("a finite loss");
    });
}
