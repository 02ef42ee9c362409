//! A laboratory on MNIST: perceptrons with one, two and three hidden layers, each with `ReLU`, tanh and the
//! sigmoid.
//!
//! ```text
//! cargo run --release --example mnist_lab -- --download
//! cargo run --release --features plot --example mnist_lab -- --download --plots target/plots
//! ```
//!
//! It trains nine networks that differ in nothing else and prints a table of their accuracies on the test
//! digits, and three sentences that answer from these very numbers: does the activation matter? Are two or
//! three layers needed? What goes wrong as layers are added? It takes half a minute on one core. Ctrl-C ends
//! each training run after its current epoch.
//!
//! The second command also writes pictures: `mnist_lab_errors.png`, the misread test digits over the epochs;
//! `mnist_lab_loss.png`, the training loss; `mnist_lab_weights.png`, the largest weight of each layer;
//! `mnist_lab_gradients.png`, how much of the gradient reaches the first layer.
//!
//! ```text
//! accuracy on the test digits
//!              1 layer  2 layers  3 layers
//!       ReLU   97.58 %   97.97 %   97.83 %
//!       tanh   97.38 %   97.85 %   97.89 %
//!    sigmoid   96.07 %   96.53 %   95.76 %
//!
//! Does the activation matter? Yes, and the more so the deeper the network: from the best to the worst of the
//! three it is 1.51 points with one hidden layer, and that grows to 2.13 points with three, where tanh reads
//! 97.89 % and sigmoid 95.76 %.
//!
//! Are two or three layers needed? No: the best networks with one, two and three hidden layers read 97.58, 97.97
//! and 97.89 % of the test digits, and the gain of 0.39 points is within the 0.40 that chance alone may make of
//! this number of digits.
//!
//! What goes wrong as layers are added? The gradient fades on its way back: after one epoch with three hidden
//! layers, the norm of the first layer's gradient is 4.50 times that of the last layer's with tanh, but 0.02
//! times with sigmoid (with one hidden layer 1.77), which so learns late: it reads 10.10 % of the test digits
//! after that epoch with three hidden layers, 90.65 % with one, and 95.76 % and 96.07 % in the end.
//! ```

mod findings;
#[cfg(feature = "plot")]
mod pictures;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};
use shared::digits::{Data, Image, Origin, Source};
use shared::interrupt;

use crate::findings::Findings;

/// Declares the networks of one activation.
macro_rules! perceptrons {
    ($activation:ident: $one:ident, $two:ident, $three:ident) => {
        network! {
            struct $one<784 => Linear(64) => $activation => Linear(10) => Softmax>;
        }
        network! {
            struct $two<784 => Linear(64) => $activation => Linear(64) => $activation => Linear(10) => Softmax>;
        }
        network! {
            struct $three<
                784
                => Linear(64) => $activation
                => Linear(64) => $activation
                => Linear(64) => $activation
                => Linear(10) => Softmax
            >;
        }
    };
}

perceptrons!(ReLU: OneReLU, TwoReLU, ThreeReLU);
perceptrons!(Tanh: OneTanh, TwoTanh, ThreeTanh);
perceptrons!(Sigmoid: OneSigmoid, TwoSigmoid, ThreeSigmoid);

/// Train nine perceptrons to read handwritten digits, and compare them.
///
/// The digits come from MNIST, found as by the example `mnist`; without it, the
/// program draws digits itself.
#[derive(Parser)]
#[command(name = "mnist_lab", verbatim_doc_comment)]
struct Options {
    /// How many times each network goes through all training digits
    #[arg(long, value_name = "COUNT", default_value = "20", value_parser = clap::value_parser!(u16).range(1..))]
    epochs: u16,

    /// Where all random numbers start: the same seed gives the same figures again
    #[arg(long, value_name = "NUMBER", default_value = "0")]
    seed: u64,

    /// Write pictures into this folder (needs `--features plot`)
    #[arg(long, value_name = "FOLDER")]
    plots: Option<PathBuf>,

    #[command(flatten)]
    origin: Origin,
}

type Digits<'a> = Dataset<'a, Image, Class<10>>;

/// A training run, and its subject.
pub(crate) struct Run {
    pub(crate) activation: &'static str,
    /// The number of hidden layers.
    pub(crate) layers: usize,
    pub(crate) history: History,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    if options.plots.is_some() && !cfg!(feature = "plot") {
        return Err("this program was built without pictures; build it with `--features plot`".into());
    }
    let data = Data::load(&options.origin, &mut StdRng::seed_from_u64(options.seed))?;
    let (training, test) = (data.training()?, data.test()?);
    let lab = Lab { options, training, test };
    println!("{} digits to learn from, {} to be tested on ({}).\n", training.len(), test.len(), data.source);
    println!("{:>10} {:>7} {:>10} {:>10} {:>9}", "activation", "layers", "train loss", "accuracy", "time");
    let runs = [
        lab.train::<OneReLU>("ReLU", 1)?,
        lab.train::<TwoReLU>("ReLU", 2)?,
        lab.train::<ThreeReLU>("ReLU", 3)?,
        lab.train::<OneTanh>("tanh", 1)?,
        lab.train::<TwoTanh>("tanh", 2)?,
        lab.train::<ThreeTanh>("tanh", 3)?,
        lab.train::<OneSigmoid>("sigmoid", 1)?,
        lab.train::<TwoSigmoid>("sigmoid", 2)?,
        lab.train::<ThreeSigmoid>("sigmoid", 3)?,
    ];
    if runs.iter().all(|run| run.history.epochs.len() == usize::from(options.epochs)) {
        println!("\n{}", Findings::of(&runs, test.len()));
    } else {
        println!("\nNot all networks had all their epochs, so nothing is said about their differences.\n");
    }
    #[cfg(feature = "plot")]
    if let Some(folder) = &options.plots {
        pictures::save(folder, &runs, data.source)?;
    }
    if data.source == Source::Drawn {
        println!("None of this is about MNIST: the digits were drawn by the program.");
    }
    Ok(())
}

/// What all training runs have in common.
struct Lab<'a> {
    options: &'a Options,
    training: Digits<'a>,
    test: Digits<'a>,
}

impl Lab<'_> {
    fn train<N>(&self, activation: &'static str, layers: usize) -> Result<Run, monograd::Error>
    where
        N: Network<Scalar = f32, Input = Image, Head = Softmax<10>>,
    {
        let epochs = self.options.epochs;
        let mut rng = StdRng::seed_from_u64(self.options.seed);
        let mut net = N::init(&mut rng);
        let history = net
            .fit(CrossEntropy, Sgd::new(0.2))
            .epochs(epochs.into())
            // Steps that shrink to nothing: without this the last accuracies would jump up and down.
            .schedule(|epoch| 1.0 - epoch as f64 / f64::from(epochs))
            .validation(self.test)
            .metric("accuracy", accuracy)
            .stop_flag(interrupt::flag())
            .run(&mut net, self.training, &mut rng)?;
        if let Some(last) = history.last() {
            let time = history.epochs.iter().map(|epoch| epoch.time).sum::<std::time::Duration>();
            println!(
                "{activation:>10} {layers:>7} {:>10.4} {:>8.2} % {:>7.1} s",
                last.loss,
                100.0 * last.metrics[0],
                time.as_secs_f64()
            );
        }
        Ok(Run { activation, layers, history })
    }
}
