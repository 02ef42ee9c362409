//! Which initialiser to start from when nothing is known: the table in the docs of `monograd::Init`.
//!
//! ```text
//! pip install scikit-learn torch
//! python3 benches/initialisers/data.py target/initialisers
//! MNIST_DIR=... cargo bench -p monograd-benches --bench initialisers -- "$PWD/target/initialisers"
//! python3 benches/initialisers/pytorch.py target/initialisers
//! ```
//!
//! Trains small networks on eight data sets by four optimisers, and for each of them from many seeds once by
//! each rule for the first weights. After the folder, two arguments may follow: the number of seeds (30), and
//! what the name of a problem, a network and an optimiser must contain. Prints a line for each of these, with
//! the score's mean and standard error for each rule, and in brackets those of its difference to the first
//! rule's score; then two tables of means. Without `MNIST_DIR`, MNIST is left out. The last command does the
//! same by PyTorch, as it initialises networks itself.

mod rules;
mod table;
mod lab;

use std::path::{Path, PathBuf};

use monograd::data::csv::{Columns, Csv, class_number, numbers};
use monograd::data::{OwnedDataset, idx};
use monograd::prelude::*;

use crate::lab::{Lab, Parts, Problem, divide};

type Failure = Box<dyn std::error::Error>;
type Classes<const IN: usize, const OUT: usize> = Problem<SVector<f32, IN>, Class<OUT>>;
type Values<const IN: usize> = Problem<SVector<f32, IN>, SVector<f32, 1>>;

/// Runs the perceptrons on a problem with this number of inputs and this end.
macro_rules! perceptrons {
    ($lab:ident, $problem:expr, $loss:expr, $score:expr, $in:tt => $($end:tt)*) => {{
        network! { struct Shallow<$in => Linear(32) => ReLU => $($end)*>; }
        network! { struct Deep<
            $in
            => Linear(32) => ReLU => Linear(32) => ReLU => Linear(32) => ReLU => Linear(32) => ReLU
            => $($end)*
        >; }
        network! { struct Hyperbolic<$in => Linear(32) => Tanh => Linear(32) => Tanh => $($end)*>; }
        network! { struct Smooth<$in => Linear(32) => GELU => Linear(32) => GELU => Linear(32) => GELU => $($end)*>; }

        let problem = $problem;
        $lab.compare::<Shallow, _>("1 × 32 ReLU", &problem, $loss, $score);
        $lab.compare::<Deep, _>("4 × 32 ReLU", &problem, $loss, $score);
        $lab.compare::<Hyperbolic, _>("2 × 32 Tanh", &problem, $loss, $score);
        $lab.compare::<Smooth, _>("3 × 32 GELU", &problem, $loss, $score);
    }};
}

network! {
    struct LeNet<
        [1, 28, 28]
        => Conv2d(6, kernel = 5, padding = 2) => ReLU => MaxPool2d(2)
        => Conv2d(16, kernel = 5) => ReLU => MaxPool2d(2)
        => Flatten => Linear(120) => ReLU => Linear(84) => ReLU => Linear(10) => Softmax
    >;
}

network! {
    struct Deepest<
        64
        => Linear(32) => ReLU => Linear(32) => ReLU => Linear(32) => ReLU => Linear(32) => ReLU
        => Linear(32) => ReLU => Linear(32) => ReLU => Linear(32) => ReLU => Linear(32) => ReLU
        => Linear(10) => Softmax
    >;
}

fn main() -> Result<(), Failure> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --all-targets` only wants to know whether it compiles.
    let Some(place) = arguments.iter().position(|argument| argument == "--bench") else { return Ok(()) };
    arguments.remove(place);
    let mut arguments = arguments.into_iter();
    let folder = PathBuf::from(arguments.next().ok_or("name the folder of `data.py`'s files")?);
    let seeds = arguments.next().map_or(Ok(30), |seeds| seeds.parse())?;
    let mut lab = Lab { only: arguments.next().unwrap_or_default(), records: Vec::new() };

    perceptrons!(lab, classes(&folder, "iris", seeds)?, CrossEntropy, accuracy, 4 => Linear(3) => Softmax);
    perceptrons!(lab, classes(&folder, "wine", seeds)?, CrossEntropy, accuracy, 13 => Linear(3) => Softmax);
    perceptrons!(lab, classes(&folder, "breast_cancer", seeds)?, CrossEntropy, accuracy, 30 => Linear(2) => Softmax);
    perceptrons!(lab, classes(&folder, "spirals", seeds)?, CrossEntropy, accuracy, 2 => Linear(3) => Softmax);
    perceptrons!(lab, values(&folder, "diabetes", seeds)?, MeanSquaredError, Regress::r2_score, 10 => Linear(1));
    perceptrons!(lab, values(&folder, "friedman", seeds)?, MeanSquaredError, Regress::r2_score, 10 => Linear(1));
    perceptrons!(lab, classes(&folder, "digits", seeds.min(10))?, CrossEntropy, accuracy, 64 => Linear(10) => Softmax);
    let digits = Problem { name: "digits, deep", ..classes(&folder, "digits", seeds.min(10))? };
    lab.compare::<Deepest, _>("8 × 32 ReLU", &digits, CrossEntropy, accuracy);
    if let Some(folder) = std::env::var_os("MNIST_DIR") {
        let digits = mnist(Path::new(&folder), seeds.min(3))?;
        lab.compare::<LeNet, _>("LeNet", &digits, CrossEntropy, accuracy);
        perceptrons!(lab, digits, CrossEntropy, accuracy, 784 => Linear(10) => Softmax);
    }
    table::print(&lab.records);
    Ok(())
}

fn classes<const IN: usize, const OUT: usize>(
    folder: &Path,
    name: &'static str,
    seeds: u64,
) -> Result<Classes<IN, OUT>, Failure> {
    Ok(divided(name, seeds, read(folder, name, &class_number(IN))?))
}

fn values<const IN: usize>(folder: &Path, name: &'static str, seeds: u64) -> Result<Values<IN>, Failure> {
    Ok(divided(name, seeds, read(folder, name, &numbers([IN]))?))
}

fn read<const IN: usize, Y: Columns>(
    folder: &Path,
    name: &str,
    targets: &Y,
) -> Result<OwnedDataset<SVector<f32, IN>, Y::Value>, monograd::data::csv::Error> {
    Csv::new(folder.join(format!("{name}.csv")))
        .read(&numbers(std::array::from_fn::<_, IN, _>(|i| i)), targets)
}

fn divided<X: Copy + 'static, Y: Copy + 'static>(
    name: &'static str,
    seeds: u64,
    data: OwnedDataset<X, Y>,
) -> Problem<X, Y> {
    Problem { name, seeds, epochs: 300, divide: Box::new(move |seed| divide(&data, seed)) }
}

/// Three passes over the first 10,000 digits, judged by the 10,000 test digits.
fn mnist(folder: &Path, seeds: u64) -> Result<Classes<784, 10>, Failure> {
    let read = |images, labels| -> Result<_, Failure> {
        Ok(idx::read(idx::find(folder, images)?, idx::find(folder, labels)?)?)
    };
    let (mut samples, mut targets) = read("train-images-idx3-ubyte", "train-labels-idx1-ubyte")?;
    samples.truncate(10_000);
    targets.truncate(10_000);
    let training = OwnedDataset::new(samples, targets)?;
    let (samples, targets) = read("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")?;
    let test = OwnedDataset::new(samples, targets)?;
    let divide = move |_| Parts { training: training.clone(), validation: None, test: test.clone() };
    Ok(Problem { name: "MNIST", seeds, epochs: 3, divide: Box::new(divide) })
}
