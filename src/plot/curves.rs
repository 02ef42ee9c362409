//! What a history says, as curves over the epochs.

use alloc::{string::String, vec::Vec};

use super::chart::Chart;
use super::error::Error;
use super::picture::Picture;
use crate::train::{EpochRecord, History};

/// The losses of a training run epoch by epoch, and beside them the metrics where there are some. A dashed
/// line marks the best epoch where it is not the last.
///
/// ```
/// use monograd::plot;
/// use monograd::prelude::*;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// network! { struct Line<1 => Linear(1)>; }
///
/// let (x, y) = ([[0.0].into(), [1.0].into()], [[1.0].into(), [3.0].into()]);
/// let mut net = Line::zeros();
/// let fit = net.fit(MeanSquaredError, Sgd::new(0.3)).epochs(20);
/// let history = fit.run(&mut net, Dataset::new(&x, &y)?, &mut StdRng::seed_from_u64(0))?;
///
/// let picture = plot::learning_curves(&history)?.title("A line");
/// assert!(picture.svg()?.contains("training"));
/// # Ok::<(), monograd::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::NothingToDraw`] when no epoch was finished, or when no figure is finite.
pub fn learning_curves(history: &History) -> Result<Picture, Error> {
    check(history)?;
    let mut losses = Chart::new("Loss", "epoch", "loss").line("training", over(history, |epoch| epoch.loss));
    if history.epochs.iter().any(|epoch| epoch.validation_loss.is_some()) {
        let validation = over(history, |epoch| epoch.validation_loss.unwrap_or(f64::NAN));
        losses = losses.dashed("validation", validation);
    }
    let losses = with_best(losses, history).picture()?;
    if history.metrics.is_empty() {
        return Ok(losses.title("Learning curve"));
    }
    let mut metrics = Chart::new("Metrics", "epoch", axis(&history.metrics));
    for (place, name) in history.metrics.iter().enumerate() {
        metrics = metrics.line(name, over(history, |epoch| epoch.metrics[place]));
    }
    let metrics = with_best(metrics, history).picture()?;
    Ok(Picture::grid(2, [losses, metrics]).title("Learning curves"))
}

/// The size of the largest parameter of each layer, epoch by epoch: whether weights grow without end, and
/// which.
///
/// ```
/// use monograd::plot;
/// use monograd::prelude::*;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// network! { struct Line<1 => slope: Linear(1)>; }
///
/// let (x, y) = ([[0.0].into(), [1.0].into()], [[1.0].into(), [3.0].into()]);
/// let mut net = Line::zeros();
/// let fit = net.fit(MeanSquaredError, Sgd::new(0.3));
/// let history = fit.run(&mut net, Dataset::new(&x, &y)?, &mut StdRng::seed_from_u64(0))?;
/// assert!(plot::largest_weights(&history)?.svg()?.contains("slope"));
/// # Ok::<(), monograd::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::NothingToDraw`] when no epoch was finished, when no figure is finite, or when the run was told to
/// leave out [`layer_figures`](crate::train::Fit::layer_figures).
pub fn largest_weights(history: &History) -> Result<Picture, Error> {
    check(history)?;
    if history.layers.is_empty() {
        return Err(Error::NothingToDraw {
            found: "the history has no figures of layers",
            wanted: "layer with parameters",
        });
    }
    let mut chart = Chart::new("Largest weight of each layer", "epoch", "max |w|");
    for (place, layer) in history.layers.iter().enumerate() {
        chart = chart.line(*layer, over(history, |epoch| epoch.largest_weight[place]));
    }
    chart.picture()
}

/// The last word of a name.
fn last(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}

/// What all metrics are: the name of the only one, or the last word that "training accuracy" and "test
/// accuracy" share.
fn axis(metrics: &[String]) -> &str {
    match metrics {
        [metric] => metric,
        [first, others @ ..] if others.iter().all(|other| last(other) == last(first)) => last(first),
        _ => "metric",
    }
}

fn check(history: &History) -> Result<(), Error> {
    if history.epochs.is_empty() {
        return Err(Error::NothingToDraw { found: "no epoch was finished", wanted: "epoch" });
    }
    Ok(())
}

/// A figure of each epoch over its number.
fn over(history: &History, figure: impl Fn(&EpochRecord) -> f64) -> Vec<(f64, f64)> {
    history.epochs.iter().map(|epoch| (epoch.epoch as f64, figure(epoch))).collect()
}

/// Marks the best epoch, where it is another than the last.
fn with_best(chart: Chart, history: &History) -> Chart {
    match (history.best(), history.last()) {
        (Some(best), Some(last)) if best.epoch != last.epoch => chart.mark(best.epoch as f64, "best"),
        _ => chart,
    }
}
