//! The loop over epochs and steps.

use alloc::{boxed::Box, vec, vec::Vec};
use core::ops::ControlFlow;
use core::sync::atomic::Ordering;
use std::time::Instant;

use super::Fit;
use super::best::Best;
use super::callback::{Pace, Step};
use super::progress::Progress;
use crate::data::Dataset;
use crate::loss::Loss;
use crate::network::Network;
use crate::optim::Optimizer;
use crate::random::Rng;
use crate::scalar::Scalar;
use crate::train::batch::Batch;
use crate::train::cause::Cause;
use crate::train::diverged::{Diverged, Watch};
use crate::train::error::Error;
use crate::train::history::{Ended, EpochRecord, History, Layers};
use crate::train::trainer::{Trainer, check_batches, shuffle};

/// What a training run keeps beside the network while it runs.
struct Session<'d, N, L, O>
where
    N: Network,
    L: Loss<N::Head>,
    O: Optimizer<N::Scalar>,
{
    trainer: Box<Trainer<N, L, O>>,
    data: Dataset<'d, N::Input, L::Target>,
    /// The order of the samples in this epoch.
    order: Vec<u32>,
    /// Room for the targets of a batch.
    targets: Vec<L::Target>,
    /// Samples spread evenly over the data, on which the gradient is measured: the same ones after each
    /// epoch.
    probe: Vec<u32>,
    layers: Layers,
    /// The learning rate that the optimiser came with.
    learning_rate: f64,
    /// The steps taken in all epochs.
    steps: usize,
    watch: Watch,
    best: Best<N>,
    progress: Progress,
}

/// Why a training run does not go on.
enum Fault {
    /// A loss went wrong, or a step could not be taken.
    Diverged { step: usize, loss: f64, not_finite: Option<Cause>, in_validation: bool },
    /// A schedule worked out a setting that makes no sense.
    Refused(Error),
}

impl Fault {
    fn of_loss(step: usize, loss: f64, in_validation: bool) -> Self {
        Self::Diverged { step, loss, not_finite: None, in_validation }
    }

    fn of_step(step: usize, error: Error) -> Self {
        match error {
            Error::NotFinite { what: Cause::Loss(loss), .. } => Self::of_loss(step, loss, false),
            Error::NotFinite { what, .. } => {
                Self::Diverged { step, loss: f64::NAN, not_finite: Some(what), in_validation: false }
            }
            error => Self::Refused(error),
        }
    }
}

impl<N, L, O> Fit<'_, N, L, O>
where
    N: Network,
    L: Loss<N::Head>,
    O: Optimizer<N::Scalar>,
{
    /// Trains the network on the data, which go through in an order drawn from `rng`.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyBatch`] when there are no data, no validation data in the set that was given, or the
    /// batch size is 0; [`Error::BatchTooShort`] when a `BatchNorm` could make nothing of the last batch.
    /// [`Error::Diverged`], which carries the history, when a loss became infinite, NaN, or far larger than
    /// the first, a sample is not finite, or a step would make a parameter so; the network then has the best
    /// parameters so far. [`Error::NeverJudged`], which carries the history as well, when the metric to judge
    /// by was finite in no epoch; the network then has the parameters of the last one. [`Error::Setting`]
    /// when a setting makes no sense, or becomes so by a schedule.
    ///
    /// # Panics
    ///
    /// When the metric to judge by was not named.
    pub fn run<R: Rng + ?Sized>(
        mut self,
        network: &mut N,
        data: Dataset<'_, N::Input, L::Target>,
        rng: &mut R,
    ) -> Result<History, Error> {
        check_batches::<N>(data.len(), self.batch_size)?;
        self.loss.check()?;
        self.optimizer.check()?;
        if self.validation.is_some_and(|data| data.is_empty()) {
            return Err(Error::EmptyBatch);
        }
        let mut session = self.session(network, data);
        let names = self.metrics.iter().map(|metric| metric.name.clone()).collect();
        let mut history = History::new::<N>(names, &session.layers);
        self.yardstick.check(&history.metrics);

        for epoch in 1..=self.epochs {
            match self.epoch(&mut session, network, epoch, &mut history, rng) {
                Ok(None) => {}
                Ok(Some(ended)) => {
                    history.ended = ended;
                    break;
                }
                Err(Fault::Refused(error)) => return Err(error),
                Err(Fault::Diverged { step, loss, not_finite, in_validation }) => {
                    session.best.restore(network);
                    history.ended = Ended::Diverged;
                    let diverged = Diverged { epoch, step, loss, not_finite, in_validation, history };
                    return Err(Error::Diverged(Box::new(diverged)));
                }
            }
        }
        if session.best.epoch == 0
            && !history.epochs.is_empty()
            && let Some(metric) = self.yardstick.metric()
        {
            return Err(Error::NeverJudged { metric: metric.into(), history: Box::new(history) });
        }
        if self.patience.is_some() && session.best.epoch > 0 {
            session.best.restore(network);
        }
        Ok(history)
    }

    fn session<'d>(&self, network: &N, data: Dataset<'d, N::Input, L::Target>) -> Session<'d, N, L, O> {
        let probe = if self.layer_figures { self.batch_size.min(data.len()) } else { 0 };
        let spread = |i: usize| u32::try_from(i * data.len() / probe).expect("fewer than 2^32 samples");
        let trainer = Trainer::new(network, self.loss, self.optimizer);
        #[cfg(feature = "rayon")]
        let trainer = if self.in_parallel { trainer.in_parallel() } else { trainer };
        Session {
            trainer,
            data,
            order: Vec::with_capacity(data.len()),
            targets: bytemuck::zeroed_vec(self.batch_size.min(data.len())),
            probe: (0..probe).map(spread).collect(),
            layers: if self.layer_figures { Layers::of::<N>() } else { Layers::default() },
            learning_rate: self.optimizer.learning_rate(),
            steps: 0,
            watch: Watch::new(self.divergence),
            best: Best::new(network),
            progress: Progress::new(self.progress, self.epochs, data.len()),
        }
    }

    /// One epoch with everything around it. Says how the run ended, if it did.
    fn epoch<R: Rng + ?Sized>(
        &mut self,
        session: &mut Session<'_, N, L, O>,
        network: &mut N,
        epoch: usize,
        history: &mut History,
        rng: &mut R,
    ) -> Result<Option<Ended>, Fault> {
        let start = Instant::now();
        session.progress.begin(epoch);
        let (mut record, mut flow) = self.steps(session, network, epoch, rng)?;
        self.measure(session, network, &mut record)?;
        record.time = start.elapsed();

        let badness = self.yardstick.badness(&record, &history.metrics);
        session.best.update(network, epoch, badness, self.min_delta);
        history.best = session.best.epoch.checked_sub(1);
        session.progress.end(&record, &history.metrics);
        for callback in &mut self.on_epoch {
            // All of them are told, whatever one of them says.
            if callback(network, &record).is_break() {
                flow = ControlFlow::Break(());
            }
        }
        history.epochs.push(record);

        let stop = self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed));
        let waited = epoch - session.best.epoch;
        Ok(match self.patience {
            _ if flow.is_break() || stop => Some(Ended::Stopped),
            Some(patience) if waited >= patience => Some(Ended::Early),
            _ => None,
        })
    }

    /// The steps of an epoch, up to its end or to where a callback breaks it off. Nothing in here allocates.
    fn steps<R: Rng + ?Sized>(
        &mut self,
        session: &mut Session<'_, N, L, O>,
        network: &mut N,
        epoch: usize,
        rng: &mut R,
    ) -> Result<(EpochRecord, ControlFlow<()>), Fault> {
        let Session { trainer, data, order, targets, steps: taken, watch, progress, .. } = session;
        let mut record = EpochRecord::new(epoch);
        if N::NEEDS.draws {
            trainer.seed(rng);
        }
        shuffle(order, data.len(), rng);
        let steps = data.len().div_ceil(self.batch_size);
        let mut flow = ControlFlow::Continue(());
        for (step, indices) in order.chunks(self.batch_size).enumerate() {
            if let Some((pace, schedule)) = &self.schedule
                && (*pace == Pace::Step || step == 0)
            {
                let at = if *pace == Pace::Step { *taken } else { epoch - 1 };
                trainer.optimizer.set_learning_rate(session.learning_rate * schedule.factor(at));
                if let Some(momentum) = schedule.momentum_at(at) {
                    trainer.optimizer.set_momentum(momentum);
                }
            }
            let step = step + 1;
            let loss = trainer.batch_step(network, &Batch::Picked(*data, indices), targets);
            let loss = loss.map_err(|error| Fault::of_step(step, error))?.to_f64();
            if !watch.accepts(loss) {
                return Err(Fault::of_loss(step, loss, false));
            }
            *taken += 1;
            record.loss += loss * indices.len() as f64;
            record.samples += indices.len();
            record.steps = step;
            progress.advance(record.samples, loss);
            if !self.on_step.is_empty() {
                let learning_rate = trainer.optimizer.learning_rate();
                let step = Step { epoch, step, steps, loss, learning_rate };
                for callback in &mut self.on_step {
                    if callback(network, &step).is_break() {
                        flow = ControlFlow::Break(());
                    }
                }
                if flow.is_break() {
                    break;
                }
            }
        }
        record.loss /= record.samples as f64;
        record.learning_rate = trainer.optimizer.learning_rate();
        Ok((record, flow))
    }

    /// What is measured after an epoch.
    fn measure(
        &self,
        session: &mut Session<'_, N, L, O>,
        network: &N,
        record: &mut EpochRecord,
    ) -> Result<(), Fault> {
        let Session { trainer, data, targets, probe, layers, .. } = session;
        if let Some(validation) = self.validation {
            let loss = trainer.evaluate(network, validation);
            record.validation_loss = Some(loss);
            if !loss.is_finite() {
                return Err(Fault::of_loss(record.steps, loss, true));
            }
        }
        record.metrics = self
            .metrics
            .iter()
            .map(|metric| {
                let data = if metric.on_training { *data } else { self.validation.unwrap_or(*data) };
                (metric.measure)(network, data)
            })
            .collect();
        if self.layer_figures {
            record.largest_weight = layers.largest(network.parameters());
            let gradient = trainer.batch_gradient(network, &Batch::Picked(*data, probe), targets);
            record.gradient_norm = match gradient {
                Ok(gradient) => layers.norms(gradient.parameters()),
                Err(_) => vec![f64::NAN; layers.len()],
            };
        }
        Ok(())
    }
}
