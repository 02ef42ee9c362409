//! The result of a training run: figures for each epoch.

mod table;
mod text;

use alloc::{string::String, vec::Vec};
use core::ops::Range;
use core::time::Duration;
use std::path::Path;

use crate::file::FileError;
use crate::file::write_whole;
use crate::network::Network;
use crate::optim::norm;
use crate::scalar::Scalar;
use crate::summary::Row;

#[cfg(feature = "progress")]
pub(crate) use table::number;

/// The figures of a training run, epoch by epoch. Printed, it is a table.
///
/// ```
/// use monograd::prelude::*;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// network! { struct Line<1 => line: Linear(1)>; }
///
/// let (x, y) = ([[1.0].into(), [2.0].into()], [[2.0].into(), [4.0].into()]);
/// let mut net = Line::zeros();
/// let fit = net.fit(MeanSquaredError, Sgd::new(0.1)).epochs(2);
/// let history = fit.run(&mut net, Dataset::new(&x, &y)?, &mut StdRng::seed_from_u64(0))?;
///
/// assert_eq!(history.layers, ["line"]);
/// assert!(history.epochs[1].loss < history.epochs[0].loss);
/// assert!(history.to_string().starts_with("epoch | "));
/// assert!(history.to_csv().starts_with("epoch,steps,samples,loss,"));
/// # Ok::<(), monograd::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct History {
    /// The network's name.
    pub network: &'static str,
    /// The names of the layers that have parameters, in their order.
    pub layers: Vec<&'static str>,
    /// The names of the metrics.
    pub metrics: Vec<String>,
    /// The epochs in their order.
    pub epochs: Vec<EpochRecord>,
    /// Which of the epochs is the best.
    pub(crate) best: Option<usize>,
    /// How the run ended.
    pub ended: Ended,
}

/// The figures of one epoch.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct EpochRecord {
    /// The number of the epoch, counted from 1.
    pub epoch: usize,
    /// The number of steps taken.
    pub steps: usize,
    /// The number of samples learned from.
    pub samples: usize,
    /// The mean loss of the samples, each taken before the step that learned from it.
    pub loss: f64,
    /// The mean loss of the validation data, where there are some.
    pub validation_loss: Option<f64>,
    /// The metrics, in the order of [`History::metrics`].
    pub metrics: Vec<f64>,
    /// The learning rate of the last step.
    pub learning_rate: f64,
    /// The size of the largest parameter of each layer, in the order of [`History::layers`].
    pub largest_weight: Vec<f64>,
    /// The norm of each layer's gradient after the epoch, in the order of [`History::layers`]: that of the
    /// mean loss of one batch, which is spread evenly over the training data and the same in all epochs.
    pub gradient_norm: Vec<f64>,
    /// How long it took, measurements included and callbacks after the epoch excluded.
    pub time: Duration,
}

/// How a training run ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ended {
    /// All epochs were run.
    #[default]
    Finished,
    /// The patience ran out: no epoch improved for too long.
    Early,
    /// A callback or the stop flag ended it.
    Stopped,
    /// The loss became infinite, NaN, or far larger than the first.
    Diverged,
}

impl History {
    pub(crate) fn new<N: Network>(metrics: Vec<String>, layers: &Layers) -> Self {
        let layers = layers.0.iter().map(|(name, _)| *name).collect();
        let network = N::SUMMARY.name;
        Self { network, layers, metrics, epochs: Vec::new(), best: None, ended: Ended::Finished }
    }

    /// The best epoch: the one with the lowest validation loss, or training loss where there are no
    /// validation data, or by the metric that the run was told to judge by.
    #[must_use]
    pub fn best(&self) -> Option<&EpochRecord> {
        self.epochs.get(self.best?)
    }

    /// The last epoch.
    #[must_use]
    pub fn last(&self) -> Option<&EpochRecord> {
        self.epochs.last()
    }

    /// The values of one metric, epoch by epoch; `None` where no metric has the name.
    #[must_use]
    pub fn metric(&self, name: &str) -> Option<Vec<f64>> {
        let position = self.metrics.iter().position(|metric| metric == name)?;
        Some(self.epochs.iter().map(|epoch| epoch.metrics[position]).collect())
    }

    /// Writes [`to_csv`](Self::to_csv) to a file, whole or not at all.
    ///
    /// # Errors
    ///
    /// [`FileError::Write`].
    pub fn write_csv(&self, path: impl AsRef<Path>) -> Result<(), FileError> {
        write_whole(path.as_ref(), self.to_csv().as_bytes())
    }

    /// Writes [`to_json`](Self::to_json) to a file, whole or not at all.
    ///
    /// # Errors
    ///
    /// [`FileError::Write`].
    pub fn write_json(&self, path: impl AsRef<Path>) -> Result<(), FileError> {
        write_whole(path.as_ref(), self.to_json().as_bytes())
    }
}

impl EpochRecord {
    pub(crate) fn new(epoch: usize) -> Self {
        Self { epoch, ..Self::default() }
    }
}

/// Where the parameters of each layer that has some lie in the flat slice of all: in one range, or in several
/// where a row of the table is made of layers with buffers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layers(Vec<(&'static str, Vec<Range<usize>>)>);

impl Layers {
    pub(crate) fn of<N: Network>() -> Self {
        let mut learned = Vec::new();
        N::learned(0, &mut |range| learned.push(range));
        let ranges = |row: &Row| {
            let end = row.start + row.parameters + row.buffers;
            let common = learned.iter().map(|range| range.start.max(row.start)..range.end.min(end));
            common.filter(|range| !range.is_empty()).collect()
        };
        let rows = N::SUMMARY.rows.iter().filter(|row| row.parameters > 0);
        Self(rows.map(|row| (row.name, ranges(row))).collect())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The largest size of a parameter of each layer.
    pub(crate) fn largest<T: Scalar>(&self, parameters: &[T]) -> Vec<f64> {
        let largest = |ranges: &[Range<usize>]| {
            let sizes = ranges.iter().flat_map(|range| &parameters[range.clone()]).map(|w| w.to_f64().abs());
            // NaN is the largest of all.
            sizes.fold(0.0, |largest: f64, size| if size <= largest { largest } else { size })
        };
        self.0.iter().map(|(_, ranges)| largest(ranges)).collect()
    }

    /// The norm of each layer's part of a gradient.
    pub(crate) fn norms<T: Scalar>(&self, gradient: &[T]) -> Vec<f64> {
        let norm = |ranges: &[Range<usize>]| {
            ranges.iter().map(|range| norm(&gradient[range.clone()])).fold(0.0, libm::hypot)
        };
        self.0.iter().map(|(_, ranges)| norm(ranges)).collect()
    }
}
