//! The best parameters so far.

use alloc::string::String;

use crate::aligned::Boxed;
use crate::network::Network;
use crate::train::history::EpochRecord;

/// What tells a good epoch from a bad one.
pub(super) enum Yardstick {
    /// The validation loss, or the training loss where there is none.
    Loss,
    /// A metric.
    Highest(String),
    /// A metric.
    Lowest(String),
}

impl Yardstick {
    /// The metric that tells.
    pub(super) fn metric(&self) -> Option<&str> {
        match self {
            Self::Loss => None,
            Self::Highest(name) | Self::Lowest(name) => Some(name),
        }
    }

    /// How bad an epoch is; NaN, which is no better than anything, where the metric is.
    ///
    /// # Panics
    ///
    /// When no metric has the name.
    pub(super) fn badness(&self, record: &EpochRecord, names: &[String]) -> f64 {
        match self {
            Self::Loss => record.validation_loss.unwrap_or(record.loss),
            Self::Highest(name) => -record.metrics[position(name, names)],
            Self::Lowest(name) => record.metrics[position(name, names)],
        }
    }

    /// Panics when no metric has the name.
    pub(super) fn check(&self, names: &[String]) {
        if let Some(name) = self.metric() {
            position(name, names);
        }
    }
}

fn position(wanted: &str, names: &[String]) -> usize {
    let position = names.iter().position(|name| name == wanted);
    position.unwrap_or_else(|| panic!("there is no metric `{wanted}` to judge by; there are {names:?}"))
}

/// The parameters of the best epoch; before the first, those that the network came with.
pub(super) struct Best<N> {
    parameters: Boxed<N>,
    badness: f64,
    /// The number of the epoch, counted from 1; 0 before the first.
    pub(super) epoch: usize,
}

impl<N: Network> Best<N> {
    pub(super) fn new(network: &N) -> Self {
        let mut parameters = N::zeros();
        parameters.parameters_mut().copy_from_slice(network.parameters());
        Self { parameters, badness: f64::INFINITY, epoch: 0 }
    }

    /// Keeps the parameters where they are better than the best by more than `min_delta`.
    pub(super) fn update(&mut self, network: &N, epoch: usize, badness: f64, min_delta: f64) {
        if badness < self.badness - min_delta {
            self.badness = badness;
            self.epoch = epoch;
            self.parameters.parameters_mut().copy_from_slice(network.parameters());
        }
    }

    /// Gives the parameters back.
    pub(super) fn restore(&self, network: &mut N) {
        network.parameters_mut().copy_from_slice(self.parameters.parameters());
    }
}
