//! The command line.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use shared::digits::Origin;

/// Train a small neural network to read handwritten digits.
///
/// The digits come from MNIST: 60,000 images to learn from, and 10,000 others to
/// be tested on. The four files are looked for in the folder of --data, else in
/// the one that the environment variable `MNIST_DIR` names, else in data/mnist.
/// With --download, files that are missing there are fetched first (11 MB).
///
/// Where there are none, the program draws digits itself and trains on those.
/// Without --download it never touches the network.
#[derive(Parser)]
#[command(
    name = "mnist",
    // The help shows the lines above as they are.
    verbatim_doc_comment,
    after_help = "\
Examples, after `cargo run --release --example mnist --`:
  --download                       fetch MNIST into data/mnist if it is not there, and train on it
  --network lenet                  convolutions: 99 of 100 digits right, in a few minutes
  --data ~/mnist --epochs 3        a short run on files that you already have
  --synthetic --seed 1             digits that the program draws, other ones than usual
  --plots target/plots             with `--features plot` before the `--`: pictures of the run"
)]
pub(crate) struct Options {
    /// Which network to train: one hidden layer, or one with convolutions, which reads better and takes
    /// longer
    #[arg(long, value_enum, value_name = "NAME", default_value = "mlp")]
    pub(crate) network: Kind,

    /// How many times to go through all training digits
    #[arg(long, value_name = "COUNT", default_value = "10", value_parser = count, allow_negative_numbers = true)]
    pub(crate) epochs: usize,

    /// How many digits to look at before each small change of the network
    #[arg(long, value_name = "COUNT", default_value = "64", value_parser = count, allow_negative_numbers = true)]
    pub(crate) batch_size: usize,

    /// How large these changes are at first; they shrink to nothing towards the last epoch [default: 0.3,
    /// lenet 0.1]
    #[arg(long, value_name = "RATE", value_parser = rate, allow_negative_numbers = true)]
    learning_rate: Option<f64>,

    /// Where all random numbers start: the same seed gives the same figures again
    #[arg(long, value_name = "NUMBER", default_value = "0")]
    pub(crate) seed: u64,

    /// Write pictures into this folder: curves, confusion matrix, first weights (needs `--features plot`)
    #[arg(long, value_name = "FOLDER")]
    pub(crate) plots: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) origin: Origin,
}

/// A network of this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Mlp,
    Lenet,
}

impl Options {
    /// The learning rate at first.
    pub(crate) fn learning_rate(&self) -> f64 {
        self.learning_rate.unwrap_or(match self.network {
            Kind::Mlp => 0.3,
            Kind::Lenet => 0.1,
        })
    }
}

/// A whole number from 1.
fn count(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count) if count > 0 => Ok(count),
        _ => Err("a whole number from 1 was wanted".into()),
    }
}

/// A number above 0.
fn rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if rate > 0.0 && rate.is_finite() => Ok(rate),
        _ => Err("a number above 0 was wanted".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(options: &[&str]) -> Result<Options, clap::Error> {
        Options::try_parse_from([&["mnist"], options].concat())
    }

    #[test]
    fn values_without_sense_are_refused_with_what_was_wanted() {
        for (option, values, wanted) in [
            ("--epochs", ["0", "-1", "2.5", "many"], "a whole number from 1 was wanted"),
            ("--batch-size", ["0", "-1", "2.5", ""], "a whole number from 1 was wanted"),
            ("--learning-rate", ["0", "-0.1", "NaN", "inf"], "a number above 0 was wanted"),
        ] {
            for value in values {
                let text = parse(&[option, value]).err().map(|error| error.to_string()).unwrap_or_default();
                assert!(text.contains(&format!("'{value}' for '{option} ")), "{option} {value}: {text}");
                assert!(text.contains(wanted), "{option} {value}: {text}");
            }
        }
    }
}
