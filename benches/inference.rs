//! One sample through three networks, beside straightforward loops over arrays.
//!
//! `cargo bench -p monograd-benches --bench inference`; `RUSTFLAGS="-C target-cpu=native"` is fairer to the
//! loops. Each line ends in its share of the peak measured in the same run. A sample starts from what the one
//! before gave, as in a control loop.

mod peak;
mod share;

use std::hint::black_box;

use criterion::Criterion;
use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

use share::bench;

network! { struct Digits<784 => Linear(128) => ReLU => Linear(10) => Softmax>; }
network! { struct Control<4 => first: Linear(64) => Tanh => second: Linear(64) => Tanh => third: Linear(2)>; }
network! {
    struct Audio<8
        => first: Linear(16) => Tanh => second: Linear(16) => Tanh => third: Linear(8) => Tanh => fourth: Linear(1)>;
}

fn main() {
    let mut criterion = share::criterion();
    let mut rng = StdRng::seed_from_u64(0);
    let net = Digits::init(&mut rng);
    let work = Digits::MULTIPLY_ADDS;
    run(&mut criterion, "784-128-10", work, |x: &SVector<f32, 784>| net.predict(x)[0]);
    run(&mut criterion, "784-128-10 by hand", work, |x: &SVector<f32, 784>| {
        let hidden = dense(&x.data.0[0], &net.linear1).map(|z| z.max(0.0));
        let exponentials = dense(&hidden, &net.linear2).map(f32::exp);
        exponentials[0] / exponentials.iter().sum::<f32>()
    });

    let net = Control::init(&mut rng);
    let work = Control::MULTIPLY_ADDS;
    run(&mut criterion, "4-64-64-2", work, |x: &SVector<f32, 4>| net.predict(x)[0]);
    run(&mut criterion, "4-64-64-2 by hand", work, |x: &SVector<f32, 4>| {
        let first = dense(&x.data.0[0], &net.first).map(f32::tanh);
        dense(&dense(&first, &net.second).map(f32::tanh), &net.third)[0]
    });

    let net = Audio::init(&mut rng);
    let work = Audio::MULTIPLY_ADDS;
    run(&mut criterion, "8-16-16-8-1", work, |x: &SVector<f32, 8>| net.predict(x)[0]);
    run(&mut criterion, "8-16-16-8-1 by hand", work, |x: &SVector<f32, 8>| {
        let second = dense(&dense(&x.data.0[0], &net.first).map(f32::tanh), &net.second).map(f32::tanh);
        dense(&dense(&second, &net.third).map(f32::tanh), &net.fourth)[0]
    });
    criterion.final_summary();
}

/// Times calls that depend on each other.
fn run<const IN: usize>(
    criterion: &mut Criterion,
    name: &str,
    multiply_adds: usize,
    call: impl Fn(&SVector<f32, IN>) -> f32,
) {
    let mut x = SVector::repeat(0.1);
    bench(criterion, name, multiply_adds, || x[0] = 0.1 * call(black_box(&x)));
}

/// `weight · x + bias` written by hand: a loop over the inputs around one over the outputs.
#[inline(always)]
fn dense<const IN: usize, const OUT: usize>(x: &[f32; IN], layer: &Linear<IN, OUT>) -> [f32; OUT] {
    let mut y = layer.bias.data.0[0];
    for (x, column) in x.iter().zip(&layer.weight.data.0) {
        for (y, weight) in y.iter_mut().zip(column) {
            *y += weight * x;
        }
    }
    y
}
