//! What `Fit` costs beside the epochs of a `Trainer` when nothing is asked of it: no metrics, callbacks,
//! early stopping or figures of layers. Runs of both take turns, so that what else the machine does meets
//! both alike.
//!
//! ```text
//! cargo bench -p monograd-benches --bench fit
//! ```

use std::time::{Duration, Instant};

use monograd::data::{OwnedDataset, make};
use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

network! { struct Digits<784 => Linear(128) => ReLU => Linear(10) => Softmax>; }
network! { struct Small<2 => Linear(16) => Tanh => Linear(16) => Tanh => Linear(3) => Softmax>; }
network! { struct Tiny<2 => Linear(3) => Softmax>; }

const PAIRS: usize = 41;

fn main() {
    let rng = &mut StdRng::seed_from_u64(0);
    let settings = make::Classification { informative: 8, ..make::Classification::default() };
    let digits = make::classification(4096, settings, rng);
    let spirals = make::spirals(16_384, 1.0, 0.05, rng);
    println!("{:<28} {:>14} {:>14} {:>9}", "an epoch of", "Trainer", "Fit", "ratio");
    measure::<Digits, 784, 10>("784-128-10, batch 64", 64, 4, &digits);
    measure::<Small, 2, 3>("2-16-16-3 (tanh), batch 32", 32, 10, &spirals);
    measure::<Tiny, 2, 3>("2-3, batch 1", 1, 5, &spirals);
}

/// Prints the medians of both over all pairs, and the median of the ratios.
fn measure<N, const IN: usize, const OUT: usize>(
    name: &str,
    batch_size: usize,
    epochs: usize,
    data: &OwnedDataset<SVector<f32, IN>, Class<OUT>>,
) where
    N: Network<Scalar = f32, Input = SVector<f32, IN>, Head = Softmax<OUT>>,
{
    let by_trainer = || {
        let mut rng = StdRng::seed_from_u64(1);
        let mut net = N::init(&mut rng);
        let start = Instant::now();
        let mut trainer = net.trainer(CrossEntropy, Sgd::new(0.01));
        for _ in 0..epochs {
            trainer.epoch(&mut net, data.as_dataset(), batch_size, &mut rng).expect("finite losses");
        }
        start.elapsed()
    };
    let by_fit = || {
        let mut rng = StdRng::seed_from_u64(1);
        let mut net = N::init(&mut rng);
        let start = Instant::now();
        let fit = net.fit(CrossEntropy, Sgd::new(0.01)).epochs(epochs).batch_size(batch_size);
        fit.layer_figures(false).run(&mut net, data.as_dataset(), &mut rng).expect("finite losses");
        start.elapsed()
    };
    let mut pairs: Vec<[Duration; 2]> = Vec::new();
    for pair in 0..=PAIRS {
        // Whichever comes first may find colder caches.
        let times = if pair % 2 == 0 {
            let trainer = by_trainer();
            [trainer, by_fit()]
        } else {
            let fit = by_fit();
            [by_trainer(), fit]
        };
        // The first pair warms up.
        if pair > 0 {
            pairs.push(times);
        }
    }
    let median = |mut numbers: Vec<f64>| {
        numbers.sort_by(f64::total_cmp);
        numbers[numbers.len() / 2]
    };
    let of =
        |which: usize| median(pairs.iter().map(|pair| pair[which].as_secs_f64()).collect()) / epochs as f64;
    let ratio =
        median(pairs.iter().map(|[trainer, fit]| fit.as_secs_f64() / trainer.as_secs_f64()).collect());
    println!("{name:<28} {:>11.1} µs {:>11.1} µs {ratio:>9.4}", 1e6 * of(0), 1e6 * of(1));
}
