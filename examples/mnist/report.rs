//! What the example prints: tables for people and log files alike, and a last line for scripts.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use monograd::metrics::classify;
use monograd::prelude::*;
use shared::digits::{Image, Source};

use crate::terminal;

/// How many misread digits are drawn.
const SHOWN: usize = 12;

/// What is known after an epoch.
pub(crate) struct Epoch {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// The number of the last one.
    pub(crate) last: usize,
    pub(crate) loss: f64,
    pub(crate) training_accuracy: f64,
    pub(crate) test_accuracy: f64,
    pub(crate) samples_per_second: f64,
}

/// The heading of the epochs' lines.
pub(crate) fn print_heading() {
    println!(
        "{:>7}  {:>7}  {:>17}  {:>13}  {:>9}",
        "epoch", "loss", "training accuracy", "test accuracy", "samples/s"
    );
}

impl Epoch {
    /// Prints its line.
    pub(crate) fn print(&self, source: Source) {
        let number = format!("{}/{}", self.number, self.last);
        let (training, test) = (100.0 * self.training_accuracy, 100.0 * self.test_accuracy);
        println!(
            "{number:>7}  {:>7.4}  {training:>15.2} %  {test:>11.2} %  {:>9}  {source}",
            self.loss,
            thousands(self.samples_per_second),
        );
    }
}

/// A progress bar for one epoch. It is drawn on the error stream, and only where that is a terminal.
pub(crate) fn progress_bar(epoch: usize, last: usize, samples: usize) -> ProgressBar {
    let bar = ProgressBar::new(samples as u64).with_message(format!("{epoch}/{last}"));
    match ProgressStyle::with_template("{msg:>7}  [{bar:40}] {human_pos} of {human_len} digits") {
        Ok(style) => bar.with_style(style.progress_chars("=> ")),
        Err(_) => bar,
    }
}

/// Prints who was taken for whom.
pub(crate) fn print_confusion(matrix: &ConfusionMatrix<10>, source: Source) {
    println!("\nWhat the network takes the test digits for ({source}):\n\n{matrix}");
}

/// Draws the first digits that the network gets wrong.
pub(crate) fn print_misread<N>(net: &N, data: Dataset<'_, Image, Class<10>>, source: Source)
where
    N: Network<Scalar = f32, Input = Image, Head = Softmax<10>>,
{
    let mut pairs = data.samples().iter().zip(data.targets());
    let mut misread = Vec::new();
    classify(net, data.samples(), |label| {
        if let Some((image, &target)) = pairs.next()
            && label != Some(target)
        {
            let label = label.map_or("nothing".into(), |label| format!("a {label}"));
            misread.push((image, format!("a {target}, taken for {label}")));
        }
    });
    let (shown, total) = (misread.len().min(SHOWN), misread.len());
    println!("The first {shown} of {total} test digits that it gets wrong ({source}):\n");
    print!("{}", terminal::gallery(&misread[..shown]));
}

/// Writes the curves, the confusion matrix and the first layer's weights into a folder.
#[cfg(feature = "plot")]
pub(crate) fn save_pictures(
    folder: &std::path::Path,
    history: &History,
    matrix: &ConfusionMatrix<10>,
    first_weights: monograd::plot::Picture,
    source: Source,
) -> Result<(), Box<dyn std::error::Error>> {
    use monograd::plot;

    std::fs::create_dir_all(folder)?;
    let title = format!("{} on {source}; for validation, the test digits", history.network);
    plot::learning_curves(history)?.title(title).save(folder.join("mnist_curves.png"))?;
    plot::confusion_matrix(matrix)?
        .title(format!("{:.2} % of the test digits read ({source})", 100.0 * matrix.accuracy()))
        .axes("read as", "the digit is")
        .save(folder.join("mnist_confusion.png"))?;
    let title = "The first layer: ink on orange speaks for a neuron, ink on blue against it";
    first_weights.title(title).save(folder.join("mnist_weights.png"))?;
    println!("The pictures are in `{}`.\n", folder.display());
    Ok(())
}

/// Prints where the time went.
pub(crate) fn print_times(source: Source, [data, train, evaluate]: [Duration; 3]) {
    let data_from = match source {
        Source::Mnist => "reading",
        Source::Drawn => "drawing",
    };
    let total = (data + train + evaluate).as_secs_f64();
    println!("Where the time went:\n");
    for (name, time) in [(data_from, data), ("training", train), ("evaluating", evaluate)] {
        let seconds = time.as_secs_f64();
        println!("{name:>10}  {seconds:>7.3} s  {:>3.0} %", 100.0 * seconds / total);
    }
    println!();
}

/// Prints the result, on the last line, in a form that scripts may rely on.
pub(crate) fn print_result(accuracy: f64, source: Source) {
    println!("{}", result(accuracy, source));
}

fn result(accuracy: f64, source: Source) -> String {
    let percent = 100.0 * accuracy;
    match source {
        Source::Mnist => format!("test accuracy: {percent:.2} %"),
        Source::Drawn => format!("test accuracy on drawn digits: {percent:.2} %"),
    }
}

/// A whole number with a comma before each three digits.
fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_says_what_it_is_about() {
        assert_eq!(result(0.9783, Source::Mnist), "test accuracy: 97.83 %");
        assert_eq!(result(0.9912, Source::Drawn), "test accuracy on drawn digits: 99.12 %");
    }

    #[test]
    fn large_numbers_can_be_read() {
        assert_eq!([0.4, 999.0, 1000.0, 480_123.4].map(thousands), ["0", "999", "1,000", "480,123"]);
    }
}
