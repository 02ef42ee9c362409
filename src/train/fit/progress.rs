//! Progress on standard error: a bar where that is a terminal, and a line for each epoch.

#[cfg(feature = "progress")]
pub(super) use shown::Progress;

/// Without the feature nothing is printed.
#[cfg(not(feature = "progress"))]
pub(super) struct Progress;

#[cfg(not(feature = "progress"))]
#[allow(clippy::unused_self, reason = "they are those of the feature")]
impl Progress {
    pub(super) fn new(_wanted: bool, _epochs: usize, _samples: usize) -> Self {
        Self
    }

    pub(super) fn begin(&mut self, _epoch: usize) {}

    #[inline]
    pub(super) fn advance(&mut self, _samples: usize, _loss: f64) {}

    pub(super) fn end(
        &mut self,
        _record: &crate::train::history::EpochRecord,
        _metrics: &[alloc::string::String],
    ) {
    }
}

#[cfg(feature = "progress")]
mod shown {
    use alloc::{format, string::String};
    use std::eprintln;
    use std::io::{IsTerminal, stderr};

    use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

    use crate::train::history::{EpochRecord, number};

    /// What is shown during a training run.
    pub(in super::super) struct Progress {
        wanted: bool,
        epochs: usize,
        samples: usize,
        /// In a terminal only: a log file would fill with bars.
        bar: Option<ProgressBar>,
        /// The number of samples at which the bar moves next: a hundred times in an epoch.
        next: usize,
    }

    impl Progress {
        pub(in super::super) fn new(wanted: bool, epochs: usize, samples: usize) -> Self {
            let bar = (wanted && stderr().is_terminal()).then(|| {
                let bar = ProgressBar::with_draw_target(Some(samples as u64), ProgressDrawTarget::stderr());
                let template = "{prefix} {bar:30} {pos}/{len} {msg}";
                bar.with_style(ProgressStyle::with_template(template).expect("a template"))
            });
            Self { wanted, epochs, samples, bar, next: usize::MAX }
        }

        pub(in super::super) fn begin(&mut self, epoch: usize) {
            if let Some(bar) = &self.bar {
                bar.reset();
                bar.set_prefix(self.epoch(epoch));
                self.next = 0;
            }
        }

        #[inline]
        pub(in super::super) fn advance(&mut self, samples: usize, loss: f64) {
            if samples >= self.next
                && let Some(bar) = &self.bar
            {
                bar.set_position(samples as u64);
                bar.set_message(format!("loss {}", number(loss)));
                self.next = samples + self.samples / 100;
            }
        }

        pub(in super::super) fn end(&mut self, record: &EpochRecord, metrics: &[String]) {
            if !self.wanted {
                return;
            }
            let line = format!("{}  {}", self.epoch(record.epoch), record.line(metrics));
            match &self.bar {
                Some(bar) => bar.suspend(|| eprintln!("{line}")),
                None => eprintln!("{line}"),
            }
        }

        /// "epoch  3/20"
        fn epoch(&self, epoch: usize) -> String {
            let width = format!("{}", self.epochs).len();
            format!("epoch {epoch:>width$}/{}", self.epochs)
        }
    }

    impl Drop for Progress {
        fn drop(&mut self) {
            if let Some(bar) = &self.bar {
                bar.finish_and_clear();
            }
        }
    }
}
