//! Speed.
use monograd::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::time::Instant;
network! { struct A<784 => Linear(128) => ReLU => Linear(10) => Softmax>; }
network! { struct B<784 => Linear(512) => ReLU => Linear(256) => ReLU => Linear(10) => Softmax>; }
network! { struct C<2 => Linear(16) => Tanh => Linear(16) => Tanh => Linear(3) => Softmax>; }
network! { struct D<4 => Linear(64) => Tanh => Linear(64) => Tanh => Linear(2)>; }
network! { struct E<8 => Linear(16) => Tanh => Linear(16) => Tanh => Linear(8) => Tanh => Linear(1)>; }
fn train<N: Network<Scalar=f32, Head = monograd::layers::Softmax<K>, Input = SVector<f32, I>>, const I: usize, const K: usize>(name: &str, batch: usize, flops: f64) {
    let mut rng = StdRng::seed_from_u64(1);
    let n = 6400;
    let x: Vec<SVector<f32, I>> = (0..n).map(|_| SVector::from_fn(|_, _| rng.random_range(-1.0..1.0))).collect();
    let t: Vec<Class<K>> = (0..n).map(|i| Class::of(i % K)).collect();
    let mut net = N::init(&mut rng);
    let mut trainer = net.trainer(CrossEntropy, Sgd::new(0.01));
    let data = Dataset::new(&x, &t).unwrap();
    let mut best = f64::MAX;
    for _ in 0..30 {
        let s = Instant::now();
        trainer.epoch(&mut net, data, batch, &mut rng).unwrap();
        best = best.min(s.elapsed().as_secs_f64());
    }
    println!("train {name} batch {batch}: {:.0} samples/s {:.1} GFLOP/s", n as f64 / best, flops * n as f64 / best / 1e9);
}
fn main() {
    let a = 2.0 * (2.0 * 784. * 128. + 3.0 * 128. * 10.);
    train::<A, 784, 10>("784-128-10", 32, a);
    train::<A, 784, 10>("784-128-10", 64, a);
    train::<A, 784, 10>("784-128-10", 256, a);
    let b = 2.0 * (2.0 * 784. * 512. + 3.0 * (512. * 256. + 2560.));
    train::<B, 784, 10>("784-512-256-10", 64, b);
    train::<B, 784, 10>("784-512-256-10", 256, b);
    train::<C, 2, 3>("2-16-16-3", 32, 2.0 * (64. + 3. * (256. + 48.)));
    macro_rules! infer { ($n:ident, $i:literal) => {{
        let mut rng = StdRng::seed_from_u64(1);
        let net = $n::init(&mut rng);
        let mut x: SVector<f32, $i> = SVector::from_fn(|_, _| rng.random_range(-1.0..1.0));
        let mut best = f64::MAX;
        for _ in 0..50 {
            let s = Instant::now();
            for _ in 0..2000 { let y = net.forward(std::hint::black_box(&x)); x[0] = y[0] * 0.5; }
            best = best.min(s.elapsed().as_secs_f64() / 2000.0);
        }
        println!("infer {}: {:.1} ns", stringify!($n), best * 1e9);
    }}}
    infer!(A, 784); infer!(D, 4); infer!(E, 8);
}
