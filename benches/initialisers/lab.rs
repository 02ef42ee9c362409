//! One network on one problem: trained from many seeds by each optimiser, once for each rule.

use monograd::data::OwnedDataset;
use monograd::loss::Loss;
use monograd::optim::{Momentum, Optimizer};
use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

use crate::rules::RULES;
use crate::table::{self, Record};

/// The optimisers, and what the tables call them.
const OPTIMISERS: [(&str, Kind); 4] = [
    ("Adam 0.001", Kind::Adam(Adam::new(0.001))),
    ("Adam 0.005", Kind::Adam(Adam::new(0.005))),
    ("SGD 0.02, momentum 0.9", Kind::Sgd(Sgd::new(0.02).momentum(0.9))),
    ("SGD 0.1", Kind::Sgd(Sgd::new(0.1).momentum(0.0))),
];

enum Kind {
    Adam(Adam),
    Sgd(Sgd<Momentum>),
}

/// A data set, and how it is divided for a seed.
pub(crate) struct Problem<X, Y> {
    pub(crate) name: &'static str,
    pub(crate) divide: Box<dyn Fn(u64) -> Parts<X, Y>>,
    pub(crate) epochs: usize,
    pub(crate) seeds: u64,
}

/// What a network is trained on, what ends its run early if there is any, and what it is judged by.
pub(crate) struct Parts<X, Y> {
    pub(crate) training: OwnedDataset<X, Y>,
    pub(crate) validation: Option<OwnedDataset<X, Y>>,
    pub(crate) test: OwnedDataset<X, Y>,
}

/// What is to be measured, and what was.
pub(crate) struct Lab {
    /// The name of a problem, a network and an optimiser must contain this.
    pub(crate) only: String,
    pub(crate) records: Vec<Record>,
}

/// Judges a network by data that it has not seen.
type Score<N, L> = fn(&N, Dataset<'_, <N as Layer>::Input, <L as Loss<<N as Network>::Head>>::Target>) -> f64;

impl Lab {
    /// Trains and judges a network, by each optimiser, from each seed, once for each rule. What a seed
    /// decides besides the weights is the same for all rules: the parts of the data, and the order of the
    /// samples.
    pub(crate) fn compare<N, L>(
        &mut self,
        network: &'static str,
        problem: &Problem<N::Input, L::Target>,
        loss: L,
        score: Score<N, L>,
    ) where
        N: Network<Scalar = f32>,
        L: Loss<N::Head>,
    {
        for (optimiser, kind) in OPTIMISERS {
            if !format!("{} {network} {optimiser}", problem.name).contains(&self.only) {
                continue;
            }
            let scores = (0..problem.seeds).map(|seed| {
                let parts = (problem.divide)(seed);
                RULES.each_ref().map(|rule| {
                    let mut net = N::zeros();
                    rule.draw(&mut *net, &mut StdRng::seed_from_u64(seed));
                    match &kind {
                        Kind::Adam(adam) => train(&mut *net, *adam, loss, problem.epochs, &parts, seed),
                        Kind::Sgd(sgd) => train(&mut *net, *sgd, loss, problem.epochs, &parts, seed),
                    }
                    // However bad it is, a network is worth no less than one that always answers the mean.
                    100.0 * score(&net, parts.test.as_dataset()).max(0.0)
                })
            });
            let record = Record { problem: problem.name, network, optimiser, scores: scores.collect() };
            table::print_record(&record);
            self.records.push(record);
        }
    }
}

fn train<N, L, O>(
    net: &mut N,
    optimiser: O,
    loss: L,
    epochs: usize,
    parts: &Parts<N::Input, L::Target>,
    seed: u64,
) where
    N: Network<Scalar = f32>,
    L: Loss<N::Head>,
    O: Optimizer<f32>,
{
    let mut fit = net.fit(loss, optimiser).epochs(epochs).batch_size(32).layer_figures(false);
    if let Some(validation) = &parts.validation {
        fit = fit.validation(validation.as_dataset()).patience(25);
    }
    match fit.run(net, parts.training.as_dataset(), &mut StdRng::seed_from_u64(seed)) {
        // Training that diverges leaves its best parameters, which are judged.
        Ok(_) | Err(monograd::train::Error::Diverged(_)) => {}
        Err(error) => panic!("{error}"),
    }
}

/// The same three parts for the same seed, here and in `pytorch.py`: 60 % to train on, 20 % that end the run,
/// 20 % to judge by.
pub(crate) fn divide<X: Copy, Y: Copy>(data: &OwnedDataset<X, Y>, seed: u64) -> Parts<X, Y> {
    let mut order: Vec<usize> = (0..data.len()).collect();
    order.sort_by_key(|&row| mixed(seed << 32 | row as u64));
    let (training, rest) = order.split_at(data.len() * 6 / 10);
    let (validation, test) = rest.split_at(data.len() * 2 / 10);
    let part = |rows: &[usize]| {
        let (x, t) = rows.iter().map(|&row| (data.samples()[row], data.targets()[row])).unzip();
        OwnedDataset::new(x, t).expect("as many samples as targets")
    };
    Parts { training: part(training), validation: Some(part(validation)), test: part(test) }
}

/// `SplitMix64` (G. Steele et al., "Fast splittable pseudorandom number generators", 2014).
fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ z >> 31
}
