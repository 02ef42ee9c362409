//! A history as a table.

use alloc::{format, string::String, vec::Vec};
use core::fmt;

use crate::train::history::{Ended, EpochRecord, History};

/// A number in a table: four decimals, or the exponent where they would not show it.
pub(crate) fn number(x: f64) -> String {
    let size = x.abs();
    if size.is_finite() && size > 0.0 && !(1e-3..1e6).contains(&size) {
        format!("{x:.3e}")
    } else {
        format!("{x:.4}")
    }
}

/// The largest of the layers' figures; `None` where there are none.
fn largest(figures: &[f64]) -> Option<f64> {
    figures.iter().copied().reduce(|a, b| if b <= a { a } else { b })
}

/// The norm of all from the norms of the layers.
fn total(norms: &[f64]) -> Option<f64> {
    (!norms.is_empty()).then(|| libm::sqrt(norms.iter().map(|norm| norm * norm).sum()))
}

impl EpochRecord {
    /// The figures shown in a table and in a line of progress, each with its name.
    fn figures<'a>(&self, metrics: &'a [String]) -> Vec<(&'a str, Option<f64>)> {
        let mut figures = Vec::with_capacity(metrics.len() + 2);
        figures.push(("loss", Some(self.loss)));
        figures.push(("validation loss", self.validation_loss));
        figures.extend(metrics.iter().zip(&self.metrics).map(|(name, &value)| (name.as_str(), Some(value))));
        figures
    }

    /// "loss 0.3120  validation loss 0.2900  accuracy 0.9100  130.1ms"
    #[cfg(feature = "progress")]
    pub(crate) fn line(&self, metrics: &[String]) -> String {
        let figures = self.figures(metrics).into_iter();
        let figure = |(name, value): (&str, Option<f64>)| Some(format!("{name} {}", number(value?)));
        let mut parts: Vec<String> = figures.filter_map(figure).collect();
        parts.push(format!("{:.1?}", self.time));
        parts.join("  ")
    }

    /// All columns of the table, each under its heading.
    fn columns<'a>(&self, metrics: &'a [String]) -> Vec<(&'a str, Option<String>)> {
        let mut columns = Vec::with_capacity(metrics.len() + 7);
        columns.push(("epoch", Some(format!("{}", self.epoch))));
        let figures = self.figures(metrics).into_iter();
        columns.extend(figures.map(|(name, value)| (name, value.map(number))));
        columns.push(("learning rate", Some(number(self.learning_rate))));
        columns.push(("max |w|", largest(&self.largest_weight).map(number)));
        columns.push(("gradient norm", total(&self.gradient_norm).map(number)));
        columns.push(("time", Some(format!("{:.1?}", self.time))));
        columns
    }
}

impl fmt::Display for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<_> = self.epochs.iter().map(|epoch| epoch.columns(&self.metrics)).collect();
        let Some(first) = rows.first() else {
            return writeln!(f, "no epoch was finished");
        };
        // A column that every epoch leaves empty is not shown.
        let mut shown = Vec::new();
        for (column, (heading, _)) in first.iter().enumerate() {
            let cells = rows.iter().filter_map(|row| row[column].1.as_deref());
            if let Some(width) = cells.map(|cell| cell.chars().count()).max() {
                shown.push((column, width.max(heading.chars().count())));
            }
        }
        line(f, &shown, |column| first[column].0)?;
        for row in &rows {
            line(f, &shown, |column| row[column].1.as_deref().unwrap_or("-"))?;
        }
        self.write_end(f)
    }
}

/// Writes one line of the table.
fn line<'a>(
    f: &mut fmt::Formatter<'_>,
    shown: &[(usize, usize)],
    cell: impl Fn(usize) -> &'a str,
) -> fmt::Result {
    for (place, &(column, width)) in shown.iter().enumerate() {
        let between = if place == 0 { "" } else { " | " };
        write!(f, "{between}{:>width$}", cell(column))?;
    }
    writeln!(f)
}

impl History {
    /// How it ended, where that is worth a line.
    fn write_end(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.ended {
            Ended::Finished => return Ok(()),
            Ended::Early => "stopped early",
            Ended::Stopped => "stopped from outside",
            Ended::Diverged => "diverged",
        };
        match self.best() {
            Some(best) => writeln!(f, "{how}; the best epoch is {}", best.epoch),
            None => writeln!(f, "{how}"),
        }
    }
}
