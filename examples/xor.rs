//! t
use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

network! {
    /// Exclusive or.
    pub struct Xor<2 => Linear(8) => Tanh => Linear(1) => Sigmoid>;
}

fn main() -> Result<(), monograd::Error> {
    let x = [[0.0, 0.0].into(), [0.0, 1.0].into(), [1.0, 0.0].into(), [1.0, 1.0].into()];
    let t = [[false], [true], [true], [false]];

    let mut net = Xor::init(&mut StdRng::seed_from_u64(1));
    let mut trainer = Trainer::new(&*net, BinaryCrossEntropy, Sgd::new(1.0));
    for _ in 0..1000 {
        trainer.step(&mut net, &x, &t)?;
    }
    for x in &x {
        println!("{} xor {} = {:.3}", x[0], x[1], net.forward(x)[0]);
    }
    println!("{}", Xor::SUMMARY);
    Ok(())
}
