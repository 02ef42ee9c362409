//! Steps on several threads: the bits are those of one.

use monograd::nalgebra::SVector;
use monograd::optim::Optimizer;
use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};
use rayon::{ThreadPool, ThreadPoolBuilder};

// Wide enough that threads share its gradients, too.
network! { struct Wide<160 => Linear(128) => ReLU => Dropout(0.1) => Linear(130) => Tanh => Linear(4) => Softmax>; }
network! { struct Normal<160 => Linear(16) => BatchNorm => ReLU => Linear(4) => Softmax>; }
network! { struct Images<[1, 10, 16] => Conv2d(3, kernel = 3) => ReLU => MaxPool2d(2) => Flatten => Linear(4) => Softmax>; }

fn pool(threads: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(threads).build().expect("threads")
}

fn data(samples: usize) -> (Vec<SVector<f32, 160>>, Vec<Class<4>>) {
    let sample = |i: usize| SVector::from_fn(|row, _| ((i * 31 + row * 17) % 23) as f32 / 23.0 - 0.5);
    (0..samples).map(|i| (sample(i), Class::of(i % 4))).unzip()
}

/// The bits of the losses and of the parameters after some steps and an epoch, in a pool or on one thread.
fn bits<N, O>(optimizer: O, threads: Option<usize>) -> Vec<u32>
where
    N: Network<Scalar = f32, Input = SVector<f32, 160>>,
    CrossEntropy: monograd::loss::Loss<N::Head, Target = Class<4>>,
    O: Optimizer<f32>,
{
    let (x, t) = data(200);
    let rng = &mut StdRng::seed_from_u64(5);
    let mut net = N::init(rng);
    let mut trainer = net.trainer(CrossEntropy, optimizer);
    if threads.is_some() {
        trainer = trainer.in_parallel();
    }
    let mut train = || {
        let mut losses = Vec::new();
        for samples in [200, 64, 70, 10] {
            losses.push(trainer.step(&mut net, &x[..samples], &t[..samples]).expect("a finite loss"));
        }
        trainer.epoch(&mut net, Dataset::new(&x, &t).unwrap(), 150, rng).expect("finite losses");
        losses
    };
    let losses = match threads {
        Some(threads) => pool(threads).install(train),
        None => train(),
    };
    losses.iter().chain(net.parameters()).map(|number| number.to_bits()).collect()
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    fn check<N, O: Optimizer<f32>>(optimizer: O)
    where
        N: Network<Scalar = f32, Input = SVector<f32, 160>>,
        CrossEntropy: monograd::loss::Loss<N::Head, Target = Class<4>>,
    {
        let one = bits::<N, O>(optimizer, None);
        for threads in [1, 2, 7] {
            assert!(one == bits::<N, O>(optimizer, Some(threads)), "{}, {threads} threads", N::SUMMARY.name);
        }
    }
    check::<Wide, _>(Sgd::new(0.1));
    check::<Wide, _>(Adam::new(0.01).clip_norm(1.0));
    check::<Normal, _>(Sgd::new(0.1).momentum(0.9));
    check::<Images, _>(Sgd::new(0.1));
}

#[test]
fn a_fit_on_threads_gives_the_same_history() {
    let (x, t) = data(200);
    let data = Dataset::new(&x, &t).unwrap();
    let fit = |in_parallel: bool| {
        let rng = &mut StdRng::seed_from_u64(5);
        let mut net = Wide::init(rng);
        let mut fit = net.fit(CrossEntropy, Sgd::new(0.1)).epochs(2).batch_size(130).validation(data);
        if in_parallel {
            fit = fit.in_parallel();
        }
        let history = fit.run(&mut net, data, rng).unwrap();
        (net, history.epochs.iter().map(|epoch| epoch.loss.to_bits()).collect::<Vec<_>>())
    };
    assert!(fit(false) == pool(3).install(|| fit(true)));
}

/// The thread that calls; what the pool's threads do is the same.
#[test]
fn a_step_on_threads_allocates_nothing() {
    let (x, t) = data(200);
    let mut net = Wide::init(&mut StdRng::seed_from_u64(5));
    let mut trainer = net.trainer(CrossEntropy, Sgd::new(0.1).momentum(0.9)).in_parallel();
    pool(2).install(|| {
        // The first batch of several tiles makes room for them.
        trainer.step(&mut net, &x, &t).unwrap();
        let before = crate::heap::allocations();
        trainer.step(&mut net, &x, &t).unwrap();
        assert_eq!(crate::heap::allocations(), before);
    });
}
