//! The nine training runs as curves: a panel for each number of layers, a line for each activation.

use std::error::Error;
use std::fs;
use std::path::Path;

use monograd::plot::{self, Chart, Picture};
use monograd::train::EpochRecord;
use shared::digits::Source;

use crate::Run;
use crate::findings::reach;

/// Writes all pictures into a folder.
pub(crate) fn save(folder: &Path, runs: &[Run], source: Source) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let file = |name: &str| folder.join(format!("mnist_lab_{name}.png"));
    let title = format!("Test digits that are misread ({source})");
    curves(runs, "share of the test digits", |epoch| 1.0 - epoch.metrics[0])?
        .title(title)
        .save(file("errors"))?;
    let title = format!("Loss on the training digits ({source})");
    curves(runs, "loss", |epoch| epoch.loss)?.title(title).save(file("loss"))?;
    let title = "How much gradient reaches the first layer: its norm over that of the last layer";
    curves(runs, "first layer / last layer", reach)?.title(title).save(file("gradients"))?;

    let mut weights = Vec::new();
    for run in runs {
        let title = format!("{}, {}", run.activation, layers(run.layers));
        weights.push(plot::largest_weights(&run.history)?.title(title));
    }
    Picture::grid(3, weights).same_axes().title("The largest weight of each layer").save(file("weights"))?;
    println!("The pictures are in `{}`.", folder.display());
    Ok(())
}

/// A figure of all training runs over the epochs.
fn curves(
    runs: &[Run],
    name: &str,
    figure: impl Fn(&EpochRecord) -> f64,
) -> Result<Picture, monograd::Error> {
    let mut panels = Vec::new();
    for count in 1..=3 {
        let mut chart = Chart::new(layers(count), "epoch", name).logarithmic();
        for run in runs.iter().filter(|run| run.layers == count) {
            chart = chart.line(
                run.activation,
                run.history.epochs.iter().map(|epoch| (epoch.epoch as f64, figure(epoch))),
            );
        }
        panels.push(chart.picture()?);
    }
    Ok(Picture::grid(3, panels).same_axes())
}

fn layers(count: usize) -> String {
    if count == 1 { "1 hidden layer".into() } else { format!("{count} hidden layers") }
}
