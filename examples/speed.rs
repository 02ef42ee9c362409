//! How fast training and inference are on this machine, beside the peak of one core.
//!
//! Run `cargo run --release --example speed`, best with nothing else running. It needs no data. Each line
//! names the work, the speed, and for training the share of the core's peak: independent chains of fused
//! multiply-adds, measured right before and after each run, because clocks drift. A share is the median of
//! the runs; samples per second are those of the best.
//!
//! ```text
//! peak | 178.7 GFLOP/s | Avx512
//! train 784-128-10 batch 64 | 383707 samples/s | 157.0 GFLOP/s | 89.9 % of peak
//! infer 4-64-64-2 | 108 ns, chained 132 ns | by hand 1163 ns, chained 1177 ns
//! ```
//!
//! Training counts the multiplications and additions of the products: forward, weight gradients, and the
//! input gradients of all layers but the first. With `--features rayon` one line takes its steps on two
//! threads; its share is that of the peak of one core, too. Beside inference is the same network as
//! straightforward loops over arrays, compiled with the same flags (`RUSTFLAGS="-C target-cpu=native"` for
//! both is fairer to the loops).

use std::hint::black_box;
use std::time::Instant;

use monograd::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng};

#[path = "../benches/peak/mod.rs"]
mod peak;

use peak::peak;

network! { struct Digits<784 => Linear(128) => ReLU => Linear(10) => Softmax>; }
network! { struct Wide<784 => Linear(512) => ReLU => Linear(256) => ReLU => Linear(10) => Softmax>; }
network! { struct Plane<2 => Linear(16) => Tanh => Linear(16) => Tanh => Linear(3) => Softmax>; }
network! { struct Control<4 => first: Linear(64) => Tanh => second: Linear(64) => Tanh => third: Linear(2)>; }
network! {
    struct Audio<8
        => first: Linear(16) => Tanh => second: Linear(16) => Tanh => third: Linear(8) => Tanh => fourth: Linear(1)>;
}

fn main() -> Result<(), monograd::Error> {
    let (isa, peak) =
        (0..20).map(|_| peak()).max_by(|a, b| a.1.total_cmp(&b.1)).expect("twenty measurements");
    println!("peak | {peak:.1} GFLOP/s | {isa:?}");
    let (digits, wide) = (2 * 784 * 128 + 3 * 128 * 10, 2 * 784 * 512 + 3 * (512 * 256 + 256 * 10));
    train::<Digits, 784, 10, 32>("784-128-10", digits, 1)?;
    train::<Digits, 784, 10, 64>("784-128-10", digits, 1)?;
    train::<Digits, 784, 10, 256>("784-128-10", digits, 1)?;
    train::<Wide, 784, 10, 64>("784-512-256-10", wide, 1)?;
    train::<Wide, 784, 10, 256>("784-512-256-10", wide, 1)?;
    #[cfg(feature = "rayon")]
    train::<Wide, 784, 10, 256>("784-512-256-10", wide, 2)?;
    train::<Plane, 2, 3, 32>("2-16-16-3", 2 * 2 * 16 + 3 * (16 * 16 + 16 * 3), 1)?;
    infer();
    Ok(())
}

/// Trains on random data, in batches of one tile each, and prints the speed. `multiply_adds` is the cost of a
/// sample.
fn train<N, const IN: usize, const CLASSES: usize, const BATCH: usize>(
    name: &str,
    multiply_adds: usize,
    threads: usize,
) -> Result<(), monograd::Error>
where
    N: Network<Scalar = f32, Input = SVector<f32, IN>, Head = Softmax<CLASSES>>,
{
    let mut rng = StdRng::seed_from_u64(0);
    let samples = (60_000_000 / multiply_adds).clamp(2_560, 64_000) / 256 * 256;
    let x: Vec<_> = (0..samples).map(|_| SVector::from_fn(|_, _| rng.random_range(-1.0..1.0))).collect();
    let t: Vec<_> = (0..samples).map(|i| Class::of(i % CLASSES)).collect();
    let mut net = N::init(&mut rng);
    let mut trainer = Trainer::<N, _, _, BATCH>::boxed(CrossEntropy, Sgd::new(0.01));
    #[cfg(feature = "rayon")]
    if threads > 1 {
        trainer = trainer.in_parallel();
    }
    let threads = Threads::new(threads);
    let work = 2e-9 * (multiply_adds * samples) as f64;
    let (mut shares, mut fastest) = (Vec::new(), f64::INFINITY);
    for _ in 0..40 {
        let before = peak().1;
        let start = Instant::now();
        threads.run(|| trainer.epoch(&mut net, Dataset::new(&x, &t)?, BATCH, &mut rng))?;
        let seconds = start.elapsed().as_secs_f64();
        shares.push(work / seconds / f64::midpoint(before, peak().1));
        fastest = fastest.min(seconds);
    }
    shares.sort_by(f64::total_cmp);
    println!(
        "train {name} batch {BATCH}{threads} | {:.0} samples/s | {:.1} GFLOP/s | {:.1} % of peak",
        samples as f64 / fastest,
        work / fastest,
        100.0 * shares[shares.len() / 2],
    );
    Ok(())
}

/// The threads that take the steps: this one, or with the feature `rayon` a pool of them.
struct Threads {
    #[cfg(feature = "rayon")]
    pool: rayon::ThreadPool,
    count: usize,
}

impl Threads {
    fn new(count: usize) -> Self {
        Self {
            #[cfg(feature = "rayon")]
            pool: rayon::ThreadPoolBuilder::new().num_threads(count).build().expect("threads"),
            count,
        }
    }

    fn run<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        match self.count {
            1 => work(),
            #[cfg(feature = "rayon")]
            _ => self.pool.install(work),
            #[cfg(not(feature = "rayon"))]
            _ => unreachable!("threads need the feature `rayon`"),
        }
    }
}

impl std::fmt::Display for Threads {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.count == 1 { Ok(()) } else { write!(f, ", {} threads", self.count) }
    }
}

/// One sample through three networks, beside the same by hand.
fn infer() {
    let mut rng = StdRng::seed_from_u64(0);
    let net = Digits::init(&mut rng);
    let by_hand = |x: &[f32; 784]| {
        let hidden = dense(x, &net.linear1).map(|z| z.max(0.0));
        let exponentials = dense(&hidden, &net.linear2).map(f32::exp);
        let sum: f32 = exponentials.iter().sum();
        exponentials.map(|e| e / sum)[0]
    };
    compare("784-128-10", |x| net.predict(x)[0], by_hand);

    let net = Control::init(&mut rng);
    let by_hand = |x: &[f32; 4]| {
        let first = dense(x, &net.first).map(f32::tanh);
        dense(&dense(&first, &net.second).map(f32::tanh), &net.third)[0]
    };
    compare("4-64-64-2", |x| net.predict(x)[0], by_hand);

    let net = Audio::init(&mut rng);
    let by_hand = |x: &[f32; 8]| {
        let second = dense(&dense(x, &net.first).map(f32::tanh), &net.second).map(f32::tanh);
        dense(&dense(&second, &net.third).map(f32::tanh), &net.fourth)[0]
    };
    compare("8-16-16-8-1", |x| net.predict(x)[0], by_hand);
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

/// Times two ways to the same number, in turns: sample after sample, and each from what the one before gave,
/// as in a control loop.
fn compare<const IN: usize>(
    name: &str,
    ours: impl Fn(&SVector<f32, IN>) -> f32,
    by_hand: impl Fn(&[f32; IN]) -> f32,
) {
    let by_hand = |x: &SVector<f32, IN>| by_hand(&x.data.0[0]);
    let mut x = SVector::repeat(0.1);
    let (a, b) = (ours(&x), by_hand(&x));
    assert!((a - b).abs() < 1e-4 * (1.0 + a.abs()), "{name}: {a} is not {b}");
    let [mut best, mut chained, mut best_by_hand, mut chained_by_hand] = [f64::INFINITY; 4];
    for _ in 0..200 {
        best = best.min(nanoseconds(|| _ = black_box(ours(black_box(&x)))));
        best_by_hand = best_by_hand.min(nanoseconds(|| _ = black_box(by_hand(black_box(&x)))));
        chained = chained.min(nanoseconds(|| x[0] = 0.1 * ours(black_box(&x))));
        chained_by_hand = chained_by_hand.min(nanoseconds(|| x[0] = 0.1 * by_hand(black_box(&x))));
    }
    println!(
        "infer {name} | {best:.0} ns, chained {chained:.0} ns | by hand {best_by_hand:.0} ns, chained \
         {chained_by_hand:.0} ns"
    );
}

/// The time of one call.
fn nanoseconds(mut call: impl FnMut()) -> f64 {
    const CALLS: u32 = 500;
    let start = Instant::now();
    for _ in 0..CALLS {
        call();
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
}
