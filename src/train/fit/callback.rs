//! What a training run calls: metrics, and callbacks that may end it.

use alloc::{boxed::Box, string::String};
use core::ops::ControlFlow;

use crate::data::Dataset;
use crate::network::Network;
use crate::train::history::EpochRecord;

/// What the callback after a step is told.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Step {
    /// The epoch, counted from 1.
    pub epoch: usize,
    /// The step in the epoch, counted from 1.
    pub step: usize,
    /// How many steps an epoch has.
    pub steps: usize,
    /// The mean loss of the batch, before the step.
    pub loss: f64,
    /// The learning rate of the step.
    pub learning_rate: f64,
}

/// What a callback may return: nothing, or a [`ControlFlow`], whose `Break` ends the run.
pub trait Verdict {
    /// Whether to go on.
    fn flow(self) -> ControlFlow<()>;
}

impl Verdict for () {
    fn flow(self) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

impl Verdict for ControlFlow<()> {
    fn flow(self) -> ControlFlow<()> {
        self
    }
}

pub(super) type StepCallback<'a, N> = Box<dyn FnMut(&N, &Step) -> ControlFlow<()> + 'a>;
pub(super) type EpochCallback<'a, N> = Box<dyn FnMut(&N, &EpochRecord) -> ControlFlow<()> + 'a>;
type Measure<'a, N, Y> = Box<dyn Fn(&N, Dataset<'_, <N as crate::Layer>::Input, Y>) -> f64 + 'a>;

/// A metric under its name.
pub(super) struct Metric<'a, N: Network, Y> {
    pub(super) name: String,
    /// On the training data, even where there are others.
    pub(super) on_training: bool,
    pub(super) measure: Measure<'a, N, Y>,
}

/// What a schedule counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    Epoch,
    Step,
}
