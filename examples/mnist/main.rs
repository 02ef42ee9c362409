//! Handwritten digits: the library's main job, from the data to the accuracy.
//!
//! ```text
//! cargo run --release --example mnist -- --download
//! ```
//!
//! Declaring the network and training it is this file. Beside it stand [`options`], the command line; [`data`],
//! where the digits come from, which is MNIST (fetched by [`download`]) or the drawings of [`drawn`]; and
//! [`report`], what is printed.

mod data;
mod download;
mod drawn;
mod options;
mod report;
mod strokes;
mod terminal;

use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

use crate::data::Data;
use crate::drawn::Image;
use crate::options::{Kind, Options};

network! {
    /// Handwritten digits: 28×28 grey pixels in, 10 class probabilities out.
    pub struct Digits<784 => Linear(128) => ReLU => Linear(10) => Softmax>;
}

network! {
    /// The same by convolutions, after Y. `LeCun` et al., "Gradient-based learning applied to document recognition", 1998.
    pub struct LeNet<
        [1, 28, 28]
        => Conv2d(6, kernel = 5, padding = 2) => ReLU => MaxPool2d(2)
        => Conv2d(16, kernel = 5)             => ReLU => MaxPool2d(2)
        => Flatten
        => hidden: Linear(120) => ReLU
        => Linear(10) => Softmax
    >;
}

fn main() -> ExitCode {
    let options = Options::parse();
    let result = match options.network {
        Kind::Mlp => run::<Digits>(&options),
        Kind::Lenet => run::<LeNet>(&options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run<N>(options: &Options) -> Result<(), Box<dyn Error>>
where
    N: Network<Scalar = f32, Input = Image, Head = Softmax<10>>,
{
    // Every random number of the program comes from here, so that a seed decides every figure.
    let mut rng = StdRng::seed_from_u64(options.seed);

    let mut start = Instant::now();
    let data = Data::load(options, &mut rng)?;
    let (training, test, source) = (data.training()?, data.test()?, data.source);
    let reading = lap(&mut start);
    println!(
        "{} digits to train on, {} to test on ({source}).\n\n{}",
        training.len(),
        test.len(),
        N::SUMMARY
    );

    let mut net = N::init(&mut rng);
    let mut trainer = Trainer::new(&*net, CrossEntropy, Sgd::new(options.learning_rate()));
    let (mut learning, mut evaluating) = (Duration::ZERO, Duration::ZERO);
    report::print_heading();
    for epoch in 0..options.epochs {
        // Long steps find the way, short ones settle: without this the last figures would jump up and down.
        trainer.optimizer.learning_rate =
            options.learning_rate() * (1.0 - epoch as f64 / options.epochs as f64);

        let bar = report::progress_bar(epoch + 1, options.epochs, training.len());
        start = Instant::now();
        let result = trainer.epoch_with(&mut net, training, options.batch_size, &mut rng, |samples| {
            bar.set_position(samples as u64);
        })?;
        let time = lap(&mut start);
        let accuracies = [training, test].map(|data| accuracy(&*net, data));
        learning += time;
        evaluating += lap(&mut start);
        bar.finish_and_clear();

        report::Epoch {
            number: epoch + 1,
            last: options.epochs,
            loss: result.loss,
            training_accuracy: accuracies[0],
            test_accuracy: accuracies[1],
            samples_per_second: result.samples as f64 / time.as_secs_f64(),
        }
        .print(source);
    }

    start = Instant::now();
    let matrix = ConfusionMatrix::of(&*net, test);
    evaluating += lap(&mut start);
    report::print_confusion(&matrix, source);
    report::print_misread(&*net, test, source);
    report::print_times(source, [reading, learning, evaluating]);
    report::print_result(matrix.accuracy(), source);
    Ok(())
}

/// The time since `start`, which becomes now.
fn lap(start: &mut Instant) -> Duration {
    let now = Instant::now();
    now.duration_since(std::mem::replace(start, now))
}
