//! Handwritten digits: a network that learns to read them, from the files to the accuracy.
//!
//! The digits are those of MNIST, in the folder that `MNIST_DIR` names or else in `data/mnist`. Where there
//! is no such folder, the program draws digits itself; what it prints then says nothing about MNIST.
//!
//! ```text
//! cargo run --release --example digits
//! ```
//!
//! ```text
//! epoch  1   loss 0.9602
//! epoch  2   loss 0.3389
//! ...
//! epoch 10   loss 0.0650
//!
//! test accuracy: 98.20 %
//! a 3, read as a 3
//! a 4, read as a 4
//! a 3, read as a 3
//! ```

use std::env;
use std::path::Path;

use monograd::data::idx;
use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};
use shared::digits;

network! {
    /// Handwritten digits: 28×28 grey pixels in, 10 class probabilities out.
    struct Digits<784 => Linear(128) => ReLU => Linear(10) => Softmax>;
}

fn main() -> Result<(), monograd::Error> {
    let mut rng = StdRng::seed_from_u64(0);
    let folder = env::var_os("MNIST_DIR").unwrap_or("data/mnist".into());
    let folder = Path::new(&folder);
    let ((x, t), (test_x, test_t)) = if folder.is_dir() {
        (idx::read_set::<784, 10>(folder, "train")?, idx::read_set(folder, "t10k")?)
    } else {
        println!("There is no folder `{}`: these digits are drawn by the program.\n", folder.display());
        (digits::drawn(20_000, &mut rng), digits::drawn(4_000, &mut rng))
    };

    let mut net = Digits::init(&mut rng);
    let mut trainer = net.trainer(CrossEntropy, Sgd::new(0.1));
    for number in 1..=10 {
        let epoch = trainer.epoch(&mut net, Dataset::new(&x, &t)?, 64, &mut rng)?;
        println!("epoch {number:>2}   loss {:.4}", epoch.loss);
    }

    let accuracy = net.accuracy(Dataset::new(&test_x, &test_t)?);
    println!("\ntest accuracy: {:.2} %", 100.0 * accuracy);
    for (image, label) in test_x.iter().zip(&test_t).take(3) {
        match net.classify(image) {
            Some(class) => println!("a {label}, read as a {class}"),
            None => println!("a {label}, read as nothing"),
        }
    }
    Ok(())
}
