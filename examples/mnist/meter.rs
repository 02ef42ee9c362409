//! The clock: how long learning takes, and how long measuring, epoch by epoch.

use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use monograd::train::{EpochRecord, Step};
use shared::digits::Source;

use crate::report;

/// What a training run tells its callbacks, as lines and bars.
pub(crate) struct Meter {
    samples: usize,
    epochs: usize,
    bar: ProgressBar,
    start: Instant,
    /// Of this epoch.
    learning: Duration,
    /// Of all epochs: learning, and measuring.
    total: [Duration; 2],
}

impl Meter {
    pub(crate) fn new(samples: usize, epochs: usize) -> Self {
        Self {
            samples,
            epochs,
            bar: report::progress_bar(1, epochs, samples),
            start: Instant::now(),
            learning: Duration::ZERO,
            total: [Duration::ZERO; 2],
        }
    }

    /// After a step.
    pub(crate) fn step(&mut self, step: &Step) {
        let share = step.step as f64 / step.steps as f64;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of the samples")]
        self.bar.set_position((share * self.samples as f64) as u64);
        if step.step == step.steps {
            self.learning = lap(&mut self.start);
        }
    }

    /// After an epoch and everything that was measured about it.
    pub(crate) fn epoch(&mut self, record: &EpochRecord, source: Source) {
        self.total[0] += self.learning;
        self.total[1] += lap(&mut self.start);
        self.bar.finish_and_clear();
        report::Epoch {
            number: record.epoch,
            last: self.epochs,
            loss: record.loss,
            training_accuracy: record.metrics[0],
            test_accuracy: record.metrics[1],
            samples_per_second: record.samples as f64 / self.learning.as_secs_f64(),
        }
        .print(source);
        if record.epoch < self.epochs {
            self.bar = report::progress_bar(record.epoch + 1, self.epochs, self.samples);
        }
        self.start = Instant::now();
    }

    /// How long learning and measuring took.
    pub(crate) fn times(self) -> [Duration; 2] {
        // Ctrl-C leaves the bar of an epoch that never began.
        self.bar.finish_and_clear();
        self.total
    }
}

/// The time since `start`, which becomes now.
pub(crate) fn lap(start: &mut Instant) -> Duration {
    let now = Instant::now();
    now.duration_since(std::mem::replace(start, now))
}
