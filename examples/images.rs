//! An image network: convolutions, batch norm and pooling, beside a network that does not know what a
//! neighbour is.
//!
//! Both learn from the same 2,000 drawn digits. The convolutions look for the same few strokes everywhere in
//! the image, so they need fewer parameters and less data for the same accuracy, but more multiplications.
//!
//! ```text
//! cargo run --release --example images
//! ```
//!
//! ```text
//! network        parameters  multiply-adds  test accuracy
//! Dense               25450          25408         88.5 %
//! Convolutions         9250         272832         98.9 %
//! ```

use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};
use shared::digits::{self, Image};

network! {
    /// One weight for each pixel and neuron.
    struct Dense<784 => Linear(32) => ReLU => Linear(10) => Softmax>;
}

network! {
    /// Small kernels that slide over the image. Batch norm shifts by itself, so the kernels before it have no
    /// bias.
    struct Convolutions<
        [1, 28, 28]
        => Conv2d(8, kernel = 5, stride = 2, padding = 2, bias = false) => BatchNorm => ReLU
        => Conv2d(16, kernel = 3, padding = "same", bias = false) => BatchNorm => ReLU
        => MaxPool2d(2)
        => [16, 7, 7]
        => Flatten => Linear(10) => Softmax
    >;
}

type Digits<'a> = Dataset<'a, Image, Class<10>>;

fn main() -> Result<(), monograd::Error> {
    let mut rng = StdRng::seed_from_u64(0);
    let (x, t) = digits::drawn(2_000, &mut rng);
    let (test_x, test_t) = digits::drawn(2_000, &mut rng);
    let (training, test) = (Dataset::new(&x, &t)?, Dataset::new(&test_x, &test_t)?);

    println!("{}", Convolutions::SUMMARY);
    println!("network        parameters  multiply-adds  test accuracy");
    train::<Dense>(training, test)?;
    train::<Convolutions>(training, test)
}

/// Trains a network, and prints its costs and how many of the test digits it reads.
fn train<N>(training: Digits<'_>, test: Digits<'_>) -> Result<(), monograd::Error>
where
    N: Network<Scalar = f32, Input = Image, Head = Softmax<10>>,
{
    let mut rng = StdRng::seed_from_u64(1);
    let mut net = N::init(&mut rng);
    let fit = net.fit(CrossEntropy, Adam::new(0.003)).batch_size(32).epochs(10);
    fit.run(&mut net, training, &mut rng)?;
    println!(
        "{:<14} {:>10} {:>14} {:>12.1} %",
        N::SUMMARY.name,
        N::PARAMETERS,
        N::SUMMARY.multiply_adds(),
        100.0 * net.accuracy(test)
    );
    Ok(())
}
