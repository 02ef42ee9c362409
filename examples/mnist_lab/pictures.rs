//! The nine trainings as curves: a panel for each number of layers, a line for each activation.

use std::error::Error;
use std::fs;
use std::path::Path;

use monograd::plot::{self, Chart, Picture};
use monograd::train::EpochRecord;

use crate::Run;
use crate::digits::data::Source;
use crate::findings::reach;

/// Writes all pictures into a folder.
pub(crate) fn save(folder: &Path, runs: &[Run], source: Source) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let file = |name: &str| folder.join(format!("mnist_lab_{name}.png"));
    let title = format!("Accuracy on the test digits ({source})");
    curves(runs, "accuracy", |epoch| epoch.metrics[0])?.title(title).save(file("accuracy"))?;
    let title = format!("Loss on the training digits ({source})");
    curves(runs, "loss", |epoch| epoch.loss)?.title(title).save(file("loss"))?;
    let title = "How much gradient reaches the first layer: its norm, as a share of the last layer's";
    curves(runs, "share", reach)?.title(title).save(file("gradients"))?;

    let mut weights = Vec::new();
    for run in runs {
        let title = format!("{}, {}", run.activation, layers(run.layers));
        weights.push(plot::largest_weights(&run.history)?.title(title));
    }
    Picture::grid(3, weights).title("The largest weight of each layer").save(file("weights"))?;
    println!("The pictures are in `{}`.", folder.display());
    Ok(())
}

/// A figure of all trainings over the epochs.
fn curves(
    runs: &[Run],
    name: &str,
    figure: impl Fn(&EpochRecord) -> f64,
) -> Result<Picture, monograd::Error> {
    let mut panels = Vec::new();
    for count in 1..=3 {
        let mut chart = Chart::new(layers(count), "epoch", name);
        for run in runs.iter().filter(|run| run.layers == count) {
            chart = chart.line(
                run.activation,
                run.history.epochs.iter().map(|epoch| (epoch.epoch as f64, figure(epoch))),
            );
        }
        panels.push(chart.picture()?);
    }
    Ok(Picture::grid(3, panels))
}

fn layers(count: usize) -> String {
    if count == 1 { "1 hidden layer".into() } else { format!("{count} hidden layers") }
}
