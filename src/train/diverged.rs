//! How a training run is recognised as diverging, and how it is reported.

use core::fmt;

use crate::train::cause::Cause;
use crate::train::history::History;

/// A training run that diverged. The network holds the parameters of the best epoch before that.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Diverged {
    /// The epoch, counted from 1.
    pub epoch: usize,
    /// The step in the epoch, counted from 1.
    pub step: usize,
    /// What the loss became; NaN where there is none.
    pub loss: f64,
    /// What became NaN or infinite in the step, or was so before; `None` where it was the loss alone, or grew
    /// too large.
    pub not_finite: Option<Cause>,
    /// Whether it is the loss of the validation data, after the epoch's last step.
    pub in_validation: bool,
    /// The epochs that were finished.
    pub history: History,
}

impl fmt::Display for Diverged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { epoch, step, loss, not_finite, in_validation, history } = self;
        let verb = if self.is_fault_of_data() { "stopped" } else { "diverged" };
        write!(f, "the training {verb} in epoch {epoch}, step {step}: ")?;
        let validation = if *in_validation { "validation " } else { "" };
        match not_finite {
            Some(what) => write!(f, "{what}")?,
            None if loss.abs() < 1e5 => write!(f, "the {validation}loss became {loss:.4}")?,
            None => write!(f, "the {validation}loss became {loss:e}")?,
        }
        f.write_str("; the network has the parameters ")?;
        match history.best() {
            Some(best) => write!(f, "of the best epoch, {}", best.epoch),
            None => f.write_str("that it began with"),
        }
    }
}

impl Diverged {
    /// Whether no training could have gone on from there.
    fn is_fault_of_data(&self) -> bool {
        matches!(self.not_finite, Some(Cause::Feature { .. } | Cause::Parameter { .. }))
    }
}

/// Watches the losses of the steps.
pub(super) struct Watch {
    factor: f64,
    limit: f64,
    smoothed: f64,
}

impl Watch {
    /// The weight of the past: about ten steps, so that a single bad batch is forgiven.
    const MEMORY: f64 = 0.9;

    pub(super) fn new(factor: f64) -> Self {
        Self { factor, limit: f64::NAN, smoothed: f64::NAN }
    }

    /// Whether training still makes sense after a finite loss.
    pub(super) fn accepts(&mut self, loss: f64) -> bool {
        if self.limit.is_nan() {
            // Small first losses belong to networks that were trained before, or to small targets; the
            // limit of either is not to be small.
            self.limit = self.factor * loss.max(1.0);
            self.smoothed = loss;
        }
        self.smoothed = Self::MEMORY * self.smoothed + (1.0 - Self::MEMORY) * loss;
        self.smoothed <= self.limit
    }
}
