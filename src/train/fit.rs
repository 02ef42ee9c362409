//! A whole training run, described in one place and then started.

mod best;
mod callback;
mod progress;
mod run;

use alloc::{boxed::Box, string::String, vec::Vec};
use core::sync::atomic::AtomicBool;

use crate::data::Dataset;
use crate::loss::Loss;
use crate::network::Network;
use crate::optim::Optimizer;
use crate::optim::schedule::Schedule;
use crate::setting::{Range, demand};

use best::Yardstick;
use callback::{EpochCallback, Metric, Pace, StepCallback};

pub use callback::{Step, Verdict};

use crate::train::history::EpochRecord;

/// The settings of a training run: network, loss, optimiser and all options. [`run`](Self::run) starts it.
///
/// ```
/// use monograd::optim::schedule::Cosine;
/// use monograd::prelude::*;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// network! { struct Sign<1 => Linear(4) => Tanh => Linear(2) => Softmax>; }
///
/// let x: Vec<_> = (0..100).map(|i| SVector::from([(i % 20) as f32 - 9.5])).collect();
/// let t: Vec<_> = x.iter().map(|x| Class::<2>::of((x[0] > 0.0) as usize)).collect();
/// let training = Dataset::new(&x[..80], &t[..80])?;
/// let validation = Dataset::new(&x[80..], &t[80..])?;
///
/// let mut rng = StdRng::seed_from_u64(0);
/// let mut net = Sign::init(&mut rng);
/// let history = net
///     .fit(CrossEntropy, Adam::new(0.03))
///     .batch_size(16)
///     .epochs(30)
///     .schedule(Cosine::over(30))
///     .validation(validation)
///     .metric("accuracy", accuracy)
///     .patience(5)
///     .run(&mut net, training, &mut rng)?;
///
/// assert_eq!(history.best().unwrap().metrics, [1.0]);
/// # Ok::<(), monograd::Error>(())
/// ```
///
/// Its steps are those of [`Trainer`](crate::train::Trainer), and without further settings an epoch gives the
/// same bits as [`Trainer::epoch`](crate::train::Trainer::epoch). A step allocates nothing; the cost of what
/// follows an epoch depends on the settings.
#[must_use = "nothing is trained before `run`"]
pub struct Fit<'a, N, L, O>
where
    N: Network,
    L: Loss<N::Head>,
    O: Optimizer<N::Scalar>,
{
    loss: L,
    optimizer: O,
    batch_size: usize,
    epochs: usize,
    schedule: Option<(Pace, Box<dyn Schedule + 'a>)>,
    validation: Option<Dataset<'a, N::Input, L::Target>>,
    metrics: Vec<Metric<'a, N, L::Target>>,
    patience: Option<usize>,
    min_delta: f64,
    yardstick: Yardstick,
    divergence: f64,
    layer_figures: bool,
    on_step: Vec<StepCallback<'a, N>>,
    on_epoch: Vec<EpochCallback<'a, N>>,
    stop: Option<&'a AtomicBool>,
    progress: bool,
    #[cfg(feature = "rayon")]
    in_parallel: bool,
}

impl<'a, N, L, O> Fit<'a, N, L, O>
where
    N: Network,
    L: Loss<N::Head>,
    O: Optimizer<N::Scalar>,
{
    /// A training run for networks of this type, over 10 epochs in batches of 64; `net.fit(loss, optimizer)`
    /// is the same.
    pub fn new(_network: &N, loss: L, optimizer: O) -> Self {
        Self {
            loss,
            optimizer,
            batch_size: 64,
            epochs: 10,
            schedule: None,
            validation: None,
            metrics: Vec::new(),
            patience: None,
            min_delta: 0.0,
            yardstick: Yardstick::Loss,
            divergence: 100.0,
            layer_figures: true,
            on_step: Vec::new(),
            on_epoch: Vec::new(),
            stop: None,
            progress: false,
            #[cfg(feature = "rayon")]
            in_parallel: false,
        }
    }

    /// Takes the steps on all threads of the rayon pool in which [`run`](Self::run) is called; see
    /// [`Trainer::in_parallel`](crate::train::Trainer::in_parallel).
    #[cfg(feature = "rayon")]
    pub fn in_parallel(mut self) -> Self {
        self.in_parallel = true;
        self
    }

    /// How many samples a step learns from. The last batch of an epoch may be shorter.
    pub fn batch_size(mut self, batch_size: usize) -> Self {
        self.batch_size = batch_size;
        self
    }

    /// How many times to go through the data, at most.
    pub fn epochs(mut self, epochs: usize) -> Self {
        self.epochs = epochs;
        self
    }

    /// Moves the learning rate from epoch to epoch.
    pub fn schedule(mut self, schedule: impl Schedule + 'a) -> Self {
        self.schedule = Some((Pace::Epoch, Box::new(schedule)));
        self
    }

    /// Moves the learning rate from step to step, counted through all epochs. An epoch has
    /// `data.len().div_ceil(batch_size)` steps.
    pub fn schedule_by_step(mut self, schedule: impl Schedule + 'a) -> Self {
        self.schedule = Some((Pace::Step, Box::new(schedule)));
        self
    }

    /// Measures the loss and the metrics after each epoch on data that the network does not learn from.
    pub fn validation(mut self, data: Dataset<'a, N::Input, L::Target>) -> Self {
        self.validation = Some(data);
        self
    }

    /// Adds a metric that is measured after each epoch, on the validation data, or on the training data where
    /// there are none.
    pub fn metric(
        mut self,
        name: impl Into<String>,
        metric: impl Fn(&N, Dataset<'_, N::Input, L::Target>) -> f64 + 'a,
    ) -> Self {
        self.metrics.push(Metric { name: name.into(), on_training: false, measure: Box::new(metric) });
        self
    }

    /// Adds a metric that is measured after each epoch on the training data.
    pub fn training_metric(
        mut self,
        name: impl Into<String>,
        metric: impl Fn(&N, Dataset<'_, N::Input, L::Target>) -> f64 + 'a,
    ) -> Self {
        self.metrics.push(Metric { name: name.into(), on_training: true, measure: Box::new(metric) });
        self
    }

    /// Stops when this number of epochs in a row brought no improvement, and gives the network the parameters
    /// of the best epoch, even if all epochs were run. The best is the one with the lowest validation loss,
    /// or training loss where there are no validation data; see [`judge_by_highest`](Self::judge_by_highest).
    ///
    /// L. Prechelt, "Early Stopping – But When?", 1998.
    ///
    /// # Panics
    ///
    /// When the number of epochs is 0.
    #[track_caller]
    pub fn patience(mut self, epochs: usize) -> Self {
        assert!(epochs > 0, "the patience of `Fit` is at least 1 epoch, found 0");
        self.patience = Some(epochs);
        self
    }

    /// By how much an epoch must be better than the best before it to count as better. 0 by default.
    ///
    /// # Panics
    ///
    /// When it is negative or not finite.
    #[track_caller]
    pub fn min_delta(mut self, min_delta: f64) -> Self {
        demand("Fit", "min_delta", min_delta, Range::NotNegative);
        self.min_delta = min_delta;
        self
    }

    /// The best epoch is the one where this metric is highest. An epoch where it is NaN is never the best,
    /// and a training run without any other is [`Error::NeverJudged`](crate::train::Error::NeverJudged).
    pub fn judge_by_highest(mut self, metric: impl Into<String>) -> Self {
        self.yardstick = Yardstick::Highest(metric.into());
        self
    }

    /// The best epoch is the one where this metric is lowest; NaN as for
    /// [`judge_by_highest`](Self::judge_by_highest).
    pub fn judge_by_lowest(mut self, metric: impl Into<String>) -> Self {
        self.yardstick = Yardstick::Lowest(metric.into());
        self
    }

    /// When a loss that is still finite counts as diverged: when the moving mean of the steps' losses is more
    /// than `factor` times the first loss, or than `factor` where that is below 1. 100 by default; infinity
    /// leaves only losses that are not finite.
    ///
    /// # Panics
    ///
    /// When the factor is not above 0.
    #[track_caller]
    pub fn divergence(mut self, factor: f64) -> Self {
        assert!(factor > 0.0, "the divergence of `Fit` is above 0, found {factor}");
        self.divergence = factor;
        self
    }

    /// Whether the history gets the largest weight and the norm of the gradient of each layer, which costs as
    /// much as one more batch for each epoch. It does by default.
    pub fn layer_figures(mut self, wanted: bool) -> Self {
        self.layer_figures = wanted;
        self
    }

    /// Calls `callback` after each step. It may return nothing, or a [`ControlFlow`](core::ops::ControlFlow),
    /// whose `Break` ends the epoch, and with it the run, after this step.
    pub fn on_step<V: Verdict>(mut self, mut callback: impl FnMut(&N, &Step) -> V + 'a) -> Self {
        self.on_step.push(Box::new(move |network, step| callback(network, step).flow()));
        self
    }

    /// Calls `callback` after each epoch, when everything about it has been measured. It may return nothing,
    /// or a [`ControlFlow`](core::ops::ControlFlow), whose `Break` ends the run.
    pub fn on_epoch<V: Verdict>(mut self, mut callback: impl FnMut(&N, &EpochRecord) -> V + 'a) -> Self {
        self.on_epoch.push(Box::new(move |network, record| callback(network, record).flow()));
        self
    }

    /// Ends the run after the epoch in which the flag becomes true, for instance by Ctrl-C.
    pub fn stop_flag(mut self, flag: &'a AtomicBool) -> Self {
        self.stop = Some(flag);
        self
    }

    /// Shows the progress of the run on standard error: a bar in a terminal, and a line for each epoch.
    #[cfg(feature = "progress")]
    pub fn progress(mut self) -> Self {
        self.progress = true;
        self
    }
}

impl<N, L, O> core::fmt::Debug for Fit<'_, N, L, O>
where
    N: Network,
    L: Loss<N::Head> + core::fmt::Debug,
    O: Optimizer<N::Scalar> + core::fmt::Debug,
{
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Fit")
            .field("loss", &self.loss)
            .field("optimizer", &self.optimizer)
            .field("batch_size", &self.batch_size)
            .field("epochs", &self.epochs)
            .finish_non_exhaustive()
    }
}
