//! What `network!` writes: the network twice, once declared, and once as the text that the macro makes of the
//! declaration.
//!
//! The text is in `macros/src/tests/expansions/perceptron.rs`. A test of the macro compares every byte of it
//! with what the macro writes today; this program includes it, trains both networks from one seed and
//! compares every bit. It reads like a textbook, if you leave out the types:
//!
//! ```text
//! pub struct Digits { hidden: Linear<784, 128>, relu1: ReLU<128>, linear1: Linear<128, 10>, softmax1: Softmax<10> }
//!
//! // What training keeps of a tile: the outputs of each layer (y), and their gradients (dy). `ReLU` is computed with the
//! // `Linear` beside it, so that of each of them one or the other is never written.
//! pub struct Workspace { hidden: Stage<0, TILE>, relu1: Stage<TILE, 0>, linear1: () }
//!
//! fn forward:            y_hidden = W1·x + b1      y_relu1 = relu(y_hidden)      y = W2·y_relu1 + b2
//! fn forward_training:   relu1.y = relu(W1·x + b1)                               y = W2·relu1.y + b2
//! fn backward:           hidden.dy = relu'(relu1.y) · W2ᵀ·dy                     dx = W1ᵀ·hidden.dy, if it is wanted
//! fn update:             dW1 += hidden.dy·xᵀ, db1 += hidden.dy                   dW2 += dy·relu1.yᵀ, db2 += dy
//! ```
//!
//! `Softmax` is absent: the loss computes it. `update` adds the gradient to
//! another one, or takes it straight from the parameters, as the trainer says.
//!
//! ```text
//! cargo run --release --example expanded
//! ```
//!
//! To see what the macro writes for a network of yours: `cargo install cargo-expand`, then `cargo expand`.

use monograd::layers::Softmax;
use monograd::optim::Optimizer;
use monograd::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng};

mod declared {
    monograd::network! {
        /// Handwritten digits.
        pub struct Digits<784 => hidden: Linear(128) => ReLU => Linear(10) => Softmax>;
    }
}

mod written {
    #![allow(
        clippy::all,
        clippy::pedantic,
        clippy::undocumented_unsafe_blocks,
        missing_docs,
        unreachable_pub,
        reason = "a printer has laid it out, and left the comments out"
    )]
    // What the text calls the library.
    use monograd::__private as door;

    include!("../macros/src/tests/expansions/perceptron.rs");
}

fn main() -> Result<(), monograd::Error> {
    assert_eq!(declared::Digits::SUMMARY, written::Digits::SUMMARY);
    println!("{}", written::Digits::SUMMARY);

    let (declared, left) = train::<declared::Digits, _>(Sgd::new(0.1), 50, 20)?;
    let (written, right) = train::<written::Digits, _>(Sgd::new(0.1), 50, 20)?;
    println!("step | loss, declared | loss, written");
    for step in [1, 2, 5, 10, 20] {
        println!("{step:>4} | {:>14.4} | {:>13.4}", left[step - 1], right[step - 1]);
    }
    assert_eq!(left, right);
    assert_eq!(bits(&*declared), bits(&*written));
    println!("\nall {} parameters are equal to the bit", written::Digits::PARAMETERS);
    Ok(())
}

/// Trains a network from a fixed seed; returns it and the loss before each step.
fn train<N, O>(optimizer: O, batch_size: usize, steps: usize) -> Result<(Boxed<N>, Vec<f32>), monograd::Error>
where
    N: Network<Scalar = f32, Input = SVector<f32, 784>, Head = Softmax<10>>,
    O: Optimizer<f32>,
{
    let (x, t) = pictures();
    let mut net = N::init(&mut StdRng::seed_from_u64(7));
    let mut trainer = net.trainer(CrossEntropy, optimizer);
    let batches = x.chunks(batch_size).zip(t.chunks(batch_size)).cycle().take(steps);
    let losses = batches.map(|(x, t)| trainer.step(&mut net, x, t)).collect::<Result<_, _>>()?;
    Ok((net, losses))
}

/// 240 pictures of noise in which a bar is lit: where it is tells the class.
fn pictures() -> (Vec<SVector<f32, 784>>, Vec<Class<10>>) {
    let mut rng = StdRng::seed_from_u64(3);
    let mut picture = |class: Class<10>| {
        let is_lit = |pixel: usize| pixel / 78 == class.index();
        SVector::from_fn(|pixel, _| rng.random_range(0.0..0.5) + if is_lit(pixel) { 0.3 } else { 0.0 })
    };
    Class::ALL.into_iter().cycle().take(240).map(|class| (picture(class), class)).unzip()
}

/// The parameters as what the machine sees: no tolerance, and even a NaN would be equal to itself.
fn bits(net: &impl Network<Scalar = f32>) -> Vec<u32> {
    net.parameters().iter().map(|parameter| parameter.to_bits()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    network! { struct AroundDeclared<784 => Linear(784) => declared::Digits>; }
    network! { struct AroundWritten<784 => Linear(784) => written::Digits>; }

    /// Trains both, in batches shorter than a tile of 64 samples, as long as one, and longer.
    fn assert_equal<A, B>(optimizer: impl Optimizer<f32>)
    where
        A: Network<Scalar = f32, Input = SVector<f32, 784>, Head = Softmax<10>>,
        B: Network<Scalar = f32, Input = SVector<f32, 784>, Head = Softmax<10>>,
    {
        for batch_size in [1, 5, 64, 100] {
            let (left, left_losses) = train::<A, _>(optimizer, batch_size, 5).unwrap();
            let (right, right_losses) = train::<B, _>(optimizer, batch_size, 5).unwrap();
            assert_eq!(left_losses, right_losses, "batches of {batch_size}");
            assert_eq!(bits(&*left), bits(&*right), "batches of {batch_size}");
        }
    }

    #[test]
    fn equal_in_plain_steps() {
        assert_equal::<declared::Digits, written::Digits>(Sgd::new(0.05));
    }

    #[test]
    fn equal_with_a_gradient_buffer() {
        assert_equal::<declared::Digits, written::Digits>(
            Sgd::new(0.01).momentum(0.9).nesterov().weight_decay(1e-4),
        );
    }

    #[test]
    fn equal_inside_another_network() {
        assert_equal::<AroundDeclared, AroundWritten>(Sgd::new(0.05));
    }

    #[test]
    fn equal_in_inference() {
        let (x, _) = pictures();
        let (declared, _) = train::<declared::Digits, _>(Sgd::new(0.05), 64, 20).unwrap();
        let (written, _) = train::<written::Digits, _>(Sgd::new(0.05), 64, 20).unwrap();
        let (mut left, mut right) = (vec![SVector::zeros(); x.len()], vec![SVector::zeros(); x.len()]);
        declared.predict_batch(&x, &mut left);
        written.predict_batch(&x, &mut right);
        assert_eq!(left, right);
    }
}
