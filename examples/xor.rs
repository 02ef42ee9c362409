//! The smallest whole program: exclusive or, which no linear model can learn.
//!
//! It shows the whole of it: declare a network, draw its parameters, train it, use it.
//!
//! ```text
//! cargo run --release --example xor
//! ```
//!
//! ```text
//! Xor
//! layer    |           | input | output | parameters | multiply-adds
//! linear1  | Linear(8) |     2 |      8 |         24 |            16
//! tanh1    | Tanh      |     8 |      8 |          0 |             0
//! linear2  | Linear(1) |     8 |      1 |          9 |             8
//! sigmoid1 | Sigmoid   |     1 |      1 |          0 |             0
//! total    |           |     2 |      1 |         33 |            24
//!
//! a  b | a xor b | network
//! 0  0 |       0 |    0.00
//! 0  1 |       1 |    1.00
//! 1  0 |       1 |    1.00
//! 1  1 |       0 |    0.00
//! ```

use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

network! {
    /// Exclusive or: two bits in, the probability that exactly one of them is set out.
    pub struct Xor<2 => Linear(8) => Tanh => Linear(1) => Sigmoid>;
}

fn main() -> Result<(), monograd::Error> {
    let inputs = [[0.0, 0.0].into(), [0.0, 1.0].into(), [1.0, 0.0].into(), [1.0, 1.0].into()];
    let targets = [[false], [true], [true], [false]];

    let mut net = Xor::init(&mut StdRng::seed_from_u64(1));
    let mut trainer = net.trainer(BinaryCrossEntropy, Sgd::new(1.0));
    for _ in 0..1000 {
        trainer.step(&mut net, &inputs, &targets)?;
    }

    println!("{}", Xor::SUMMARY);
    println!("a  b | a xor b | network");
    for (x, [target]) in inputs.iter().zip(targets) {
        println!("{}  {} | {:>7} | {:>7.2}", x[0], x[1], u8::from(target), net.predict(x)[0]);
    }
    Ok(())
}
