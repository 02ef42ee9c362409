//! The search for a learning rate.

use alloc::{boxed::Box, vec::Vec};
use core::fmt;

use crate::data::Dataset;
use crate::loss::Loss;
use crate::network::Network;
use crate::optim::Optimizer;
use crate::random::Rng;
use crate::scalar::Scalar;
use crate::setting::{Range, SettingError, check};
use crate::train::batch::Batch;
use crate::train::cause::Cause;
use crate::train::error::Error;
use crate::train::trainer::{Trainer, check_batches, shuffle};

/// Tries learning rates from far too small to far too large, one for each step, and looks where the loss
/// falls fastest.
///
/// L. N. Smith, "Cyclical Learning Rates for Training Neural Networks", 2017, section 3.3. The rates grow by
/// the same factor from step to step. It stops when the smoothed loss is more than four times the least.
///
/// ```
/// use monograd::prelude::*;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// network! { struct Line<1 => line: Linear(1)>; }
///
/// let x: Vec<_> = (0..64).map(|i| SVector::from([(i % 8) as f32 - 3.5])).collect();
/// let y: Vec<_> = x.iter().map(|x| SVector::from([2.0 * x[0] + 1.0])).collect();
/// let net = Line::zeros();
/// let finder = RateFinder::new(MeanSquaredError, Sgd::new(0.1)).batch_size(16);
/// let curve = finder.run(&*net, Dataset::new(&x, &y)?, &mut StdRng::seed_from_u64(0))?;
///
/// let rate = curve.suggestion().unwrap();
/// assert!(rate > 1e-4 && rate < 0.5, "{rate}");
/// assert_eq!(net, Line::zeros());
/// # Ok::<(), monograd::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[must_use = "nothing is tried before `run`"]
pub struct RateFinder<L, O> {
    /// The loss.
    pub loss: L,
    /// The optimiser; its own learning rate does not matter.
    pub optimizer: O,
    /// The first learning rate. 10⁻⁷ by default.
    pub from: f64,
    /// The last learning rate. 10 by default.
    pub to: f64,
    /// The number of steps. 100 by default.
    pub steps: usize,
    /// How many samples a step learns from. 64 by default.
    pub batch_size: usize,
    /// The weight of the past in the smoothed loss. 0.9 by default.
    pub smoothing: f64,
}

/// One step of a [`RateFinder`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct RatePoint {
    /// The learning rate of the step.
    pub learning_rate: f64,
    /// The loss of its batch, before the step.
    pub loss: f64,
    /// The moving mean of the losses so far.
    pub smoothed: f64,
}

/// What a [`RateFinder`] found. Printed, it is a table of a few of the points with the suggestion.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RateCurve {
    /// The steps, by rising learning rate.
    pub points: Vec<RatePoint>,
}

impl<L, O> RateFinder<L, O> {
    /// Tries 100 learning rates from 10⁻⁷ to 10.
    pub const fn new(loss: L, optimizer: O) -> Self {
        Self { loss, optimizer, from: 1e-7, to: 10.0, steps: 100, batch_size: 64, smoothing: 0.9 }
    }

    /// The same with other learning rates.
    ///
    /// # Panics
    ///
    /// When they are not positive, or the first is not the smaller.
    #[track_caller]
    pub fn range(mut self, from: f64, to: f64) -> Self {
        assert!(
            0.0 < from && from < to && to < f64::INFINITY,
            "learning rates rise from a positive one, not from {from} to {to}"
        );
        (self.from, self.to) = (from, to);
        self
    }

    /// The same with another number of steps.
    pub fn steps(mut self, steps: usize) -> Self {
        self.steps = steps;
        self
    }

    /// The same with another number of samples for a step.
    pub fn batch_size(mut self, batch_size: usize) -> Self {
        self.batch_size = batch_size;
        self
    }

    /// Trains a copy of the network; the network itself stays as it is.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyBatch`] when there are no data or the batch size is 0, [`Error::BatchTooShort`] when a
    /// `BatchNorm` could make nothing of the last batch, [`Error::Setting`] when a setting makes no sense,
    /// and [`Error::NotFinite`] when a sample is not finite, or the loss from the first step.
    pub fn run<N, R>(
        &self,
        network: &N,
        data: Dataset<'_, N::Input, L::Target>,
        rng: &mut R,
    ) -> Result<RateCurve, Error>
    where
        N: Network,
        L: Loss<N::Head>,
        O: Optimizer<N::Scalar>,
        R: Rng + ?Sized,
    {
        check_batches::<N>(data.len(), self.batch_size)?;
        self.check::<N::Scalar>()?;
        let mut copy = N::zeros();
        copy.parameters_mut().copy_from_slice(network.parameters());
        let mut trainer: Box<Trainer<N, L, O>> = Trainer::new(network, self.loss, self.optimizer);
        let mut targets = bytemuck::zeroed_vec(self.batch_size.min(data.len()));
        let (mut order, mut next) = (Vec::new(), 0);
        let mut curve = RateCurve { points: Vec::with_capacity(self.steps) };
        for step in 0..self.steps {
            if next >= order.len() {
                shuffle(&mut order, data.len(), rng);
                next = 0;
            }
            let indices = &order[next..order.len().min(next + self.batch_size)];
            next += indices.len();
            let learning_rate = self.rate(step);
            trainer.optimizer.set_learning_rate(learning_rate);
            match trainer.batch_step(&mut copy, &Batch::Picked(data, indices), &mut targets) {
                Ok(loss) => curve.push(learning_rate, loss.to_f64(), self.smoothing),
                Err(error) if curve.points.is_empty() => return Err(error),
                // The last rate was too large.
                Err(Error::NotFinite { what: Cause::Loss(_) | Cause::Optimizer(_), .. }) => break,
                Err(error) => return Err(error),
            }
            if curve.is_over() {
                break;
            }
        }
        Ok(curve)
    }

    fn check<T: Scalar>(&self) -> Result<(), SettingError> {
        const NAME: &str = "RateFinder";
        check::<T>(NAME, "first learning rate", self.from, Range::Positive)?;
        check::<T>(NAME, "last learning rate", self.to, Range::Positive)?;
        check::<T>(NAME, "smoothing", self.smoothing, Range::Fraction)?;
        if self.from < self.to {
            return Ok(());
        }
        Err(SettingError::OutOfRange {
            of: NAME,
            name: "last learning rate",
            found: self.to,
            wanted: "above the first",
        })
    }

    /// The learning rate of a step.
    fn rate(&self, step: usize) -> f64 {
        let share = step as f64 / self.steps.saturating_sub(1).max(1) as f64;
        self.from * libm::pow(self.to / self.from, share)
    }
}

impl RateCurve {
    fn push(&mut self, learning_rate: f64, loss: f64, smoothing: f64) {
        // The mean of few losses leans on the first one, which is the untrained network's.
        let smoothed = match self.points.last() {
            Some(last) => smoothing * last.smoothed + (1.0 - smoothing) * loss,
            None => loss,
        };
        self.points.push(RatePoint { learning_rate, loss, smoothed });
    }

    fn lowest(&self) -> Option<usize> {
        let points = self.points.iter().enumerate();
        points.min_by(|(_, a), (_, b)| a.smoothed.total_cmp(&b.smoothed)).map(|(index, _)| index)
    }

    /// Whether the loss rises so far that larger rates tell nothing more.
    fn is_over(&self) -> bool {
        let (Some(last), Some(lowest)) = (self.points.last(), self.lowest()) else {
            return false;
        };
        last.smoothed > 4.0 * self.points[lowest].smoothed
    }

    /// The learning rate at which the smoothed loss fell fastest on a logarithmic scale of rates, before its
    /// lowest point; `None` where it never fell. A good start for a constant rate; a one-cycle schedule can
    /// go higher.
    #[must_use]
    pub fn suggestion(&self) -> Option<f64> {
        let before = self.points.get(..=self.lowest()?)?;
        let fall = |pair: &[RatePoint]| pair[0].smoothed - pair[1].smoothed;
        let steepest = before.windows(2).max_by(|a, b| fall(a).total_cmp(&fall(b)))?;
        (fall(steepest) > 0.0).then_some(steepest[1].learning_rate)
    }
}

impl fmt::Display for RateCurve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "learning rate |       loss |   smoothed")?;
        for point in self.points.iter().step_by(self.points.len().div_ceil(20).max(1)) {
            let RatePoint { learning_rate, loss, smoothed } = point;
            writeln!(f, "{learning_rate:>13.2e} | {loss:>10.4} | {smoothed:>10.4}")?;
        }
        match self.suggestion() {
            Some(rate) => writeln!(f, "suggestion: {rate:.2e}"),
            None => writeln!(f, "no suggestion: the loss never fell"),
        }
    }
}
