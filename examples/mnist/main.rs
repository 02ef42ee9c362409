//! Handwritten digits: the library's main job, from the data to the accuracy.
//!
//! ```text
//! cargo run --release --example mnist -- --download
//! cargo run --release --features plot --example mnist -- --download --plots target/plots
//! ```
//!
//! The second command also writes pictures into the folder: `mnist_curves.png`, losses and accuracies over
//! the epochs; `mnist_confusion.png`, which digit was taken for which; `mnist_weights.png`, what the neurons
//! of the first layer look for. Ctrl-C ends the run after the current epoch, with what was learned.
//!
//! Declaring the network and training it is this file. The rest is in [`options`], the command line;
//! [`shared::digits`], where the digits come from; [`report`], what is printed and drawn; and [`meter`], the
//! clock.

mod options;
mod terminal;
mod report;
mod meter;

use std::cell::RefCell;
use std::error::Error;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use monograd::prelude::*;
use monograd::train::Ended;
use rand::{SeedableRng, rngs::StdRng};
use shared::digits::{Data, Image};
use shared::interrupt;

use crate::meter::{Meter, lap};
use crate::options::{Kind, Options};

network! {
    /// Handwritten digits: 28×28 grey pixels in, 10 class probabilities out.
    pub struct Digits<784 => Linear(128) => ReLU => Linear(10) => Softmax>;
}

network! {
    /// The same by convolutions, after Y. `LeCun` et al., "Gradient-based learning
    /// applied to document recognition", 1998.
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

/// A network of this example.
trait Reader: Network<Scalar = f32, Input = Image, Head = Softmax<10>> {
    /// What its first layer looks for.
    #[cfg(feature = "plot")]
    fn first_weights(&self) -> Result<monograd::plot::Picture, monograd::plot::Error>;
}

impl Reader for Digits {
    #[cfg(feature = "plot")]
    fn first_weights(&self) -> Result<monograd::plot::Picture, monograd::plot::Error> {
        monograd::plot::weights(&self.linear1.weight, [28, 28])
    }
}

impl Reader for LeNet {
    #[cfg(feature = "plot")]
    fn first_weights(&self) -> Result<monograd::plot::Picture, monograd::plot::Error> {
        monograd::plot::kernels(&self.conv2d1.weight)
    }
}

fn run<N: Reader>(options: &Options) -> Result<(), Box<dyn Error>> {
    if options.plots.is_some() && !cfg!(feature = "plot") {
        return Err("this program was built without pictures; build it with `--features plot`".into());
    }
    // Every random number of the program comes from here, so that a seed decides every figure.
    let mut rng = StdRng::seed_from_u64(options.seed);

    let mut start = Instant::now();
    let data = Data::load(&options.origin, &mut rng)?;
    let (training, test, source) = (data.training()?, data.test()?, data.source);
    let reading = lap(&mut start);
    println!(
        "{} digits to train on, {} to test on ({source}).\n\n{}",
        training.len(),
        test.len(),
        N::SUMMARY
    );

    let mut net = N::init(&mut rng);
    report::print_heading();
    let meter = RefCell::new(Meter::new(training.len(), options.epochs));
    let history = net
        .fit(CrossEntropy, Sgd::new(options.learning_rate()))
        .batch_size(options.batch_size)
        .epochs(options.epochs)
        // Long steps find the way, short ones settle: without this the last figures would jump up and down.
        .schedule(|epoch| 1.0 - epoch as f64 / options.epochs as f64)
        .validation(test)
        .training_metric("training accuracy", accuracy)
        .metric("test accuracy", accuracy)
        .on_step(|_, step| meter.borrow_mut().step(step))
        .on_epoch(|_, record| meter.borrow_mut().epoch(record, source))
        .stop_flag(interrupt::flag())
        .run(&mut net, training, &mut rng)?;

    if history.ended == Ended::Stopped {
        println!("\nStopped after {} of {} epochs.", history.epochs.len(), options.epochs);
    }

    start = Instant::now();
    let matrix = ConfusionMatrix::of(&*net, test)?;
    let [learning, evaluating] = meter.into_inner().times();
    let times = [reading, learning, evaluating + lap(&mut start)];
    report::print_confusion(&matrix, source);
    report::print_misread(&*net, test, source);
    report::print_times(source, times);
    #[cfg(feature = "plot")]
    if let Some(folder) = &options.plots {
        report::save_pictures(folder, &history, &matrix, net.first_weights()?, source)?;
    }
    report::print_result(matrix.accuracy(), source);
    Ok(())
}
