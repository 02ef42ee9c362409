//! Steps on several threads: the bits are those of one.

use monograd::Scalar;
use monograd::nalgebra::SVector;
use monograd::optim::Optimizer;
use monograd::prelude::*;
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::support::draw::pattern;

// Wide enough that threads share its gradients, too.
network! { struct Wide<160 => Linear(128) => ReLU => Dropout(0.1) => Linear(130) => Tanh => Linear(4) => Softmax>; }
network! { struct Normal<160 => Linear(16) => BatchNorm => ReLU => Linear(4) => Softmax>; }
network! { struct Images<[1, 10, 16] => Conv2d(3, kernel = 3) => ReLU => MaxPool2d(2) => Flatten => Linear(4) => Softmax>; }

fn pool(threads: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(threads).build().expect("threads")
}

/// The bits of the losses and of the parameters after some steps and an epoch, in a pool or on one thread.
fn bits<N, O>(optimizer: O, threads: Option<usize>) -> Vec<u32>
where
    N: Network<Scalar = f32, Input = SVector<f32, 160>>,
    CrossEntropy: monograd::loss::Loss<N::Head, Target = Class<4>>,
    O: Optimizer<f32>,
{
    let (x, t) = pattern(200);
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
    let (x, t) = pattern(200);
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
    let (x, t) = pattern(200);
    let mut net = Wide::init(&mut StdRng::seed_from_u64(5));
    let mut trainer = net.trainer(CrossEntropy, Sgd::new(0.1).momentum(0.9)).in_parallel();
    pool(2).install(|| {
        // The first batch of several tiles makes room for them.
        trainer.step(&mut net, &x, &t).unwrap();
        let before = crate::support::heap::allocations();
        trainer.step(&mut net, &x, &t).unwrap();
        assert_eq!(crate::support::heap::allocations(), before);
    });
}

// Of sizes that are no multiple of a vector, and large enough that threads share some layers of a few
// samples.
network! { struct Broad<784 => Linear(700) => ReLU => Linear(10) => Softmax>; }
network! { struct Deep<784 => Linear(300) => ReLU => Linear(100) => Tanh => Linear(10) => Softmax>; }
network! { struct Usual<784 => Linear(100) => GELU => Linear(10) => Softmax>; }
network! {
    struct Double<f64; 391 => Linear(299) => LayerNorm => SiLU => Linear(37, bias = false) => ELU => Linear(10) => Softmax>;
}
network! {
    struct Lens<[1, 14, 13]
        => Conv2d(3, kernel = 3, padding = 1) => ReLU => MaxPool2d(2) => Conv2d(5, kernel = 2) => BatchNorm => Tanh
        => AvgPool2d(2) => Flatten => Residual(Linear(30) => Softplus) => Concat(Linear(19), Identity) => Linear(10) => Softmax>;
}

/// A network and samples of small numbers, the same each time.
fn network_and_samples<N: Network>() -> (Boxed<N>, Vec<N::Input>) {
    let number = |i: usize| N::Scalar::from_f64(((i * 7919) % 1999) as f64 / 1999.0 - 0.5);
    let mut net = N::zeros();
    for (i, parameter) in net.parameters_mut().iter_mut().enumerate() {
        // Positive, because the variances of a `BatchNorm` are among them.
        *parameter = number(i) * N::Scalar::from_f64(0.1) + N::Scalar::from_f64(0.06);
    }
    let sample = |i: usize| {
        let mut sample = N::Input::zeroed();
        for (k, scalar) in sample.scalars_mut().iter_mut().enumerate() {
            *scalar = number(i * 811 + k);
        }
        sample
    };
    (net, (0..70).map(sample).collect())
}

fn to_bits<T: Scalar>(numbers: &[T]) -> Vec<u64> {
    numbers.iter().map(|number| number.to_f64().to_bits()).collect()
}

/// The bits of the losses and the parameters after two steps.
fn steps<N>(net: &Boxed<N>, x: &[N::Input], in_parallel: bool) -> Vec<u64>
where
    N: Network,
    CrossEntropy: monograd::loss::Loss<N::Head, Target = Class<10>>,
{
    let mut net = net.clone();
    let t: Vec<_> = (0..x.len()).map(|i| Class::of(i % 10)).collect();
    let mut trainer = Trainer::new(&*net, CrossEntropy, Sgd::new(0.1).momentum(0.5));
    if in_parallel {
        trainer = trainer.in_parallel();
    }
    let mut losses = Vec::new();
    for _ in 0..2 {
        losses.push(trainer.step(&mut net, x, &t).expect("a finite loss"));
    }
    [to_bits(&losses), to_bits(net.parameters())].concat()
}

/// Two steps of one thread, and the same in pools of these numbers of threads.
fn check_steps<N>(samples: usize, pools: &[usize], in_parallel: &[bool])
where
    N: Network,
    CrossEntropy: monograd::loss::Loss<N::Head, Target = Class<10>>,
{
    let (net, x) = network_and_samples::<N>();
    let (name, x) = (N::SUMMARY.name, &x[..samples]);
    let one = steps::<N>(&net, x, false);
    for &threads in pools {
        for &in_parallel in in_parallel {
            assert!(
                pool(threads).install(|| steps::<N>(&net, x, in_parallel)) == one,
                "{name}: {samples} samples on {threads} threads, in_parallel: {in_parallel}"
            );
        }
    }
}

/// Where a thread's share is a single sample: it is added up as the others are.
#[test]
fn a_share_of_one_sample_gives_the_same_bits() {
    check_steps::<Broad>(2, &[2, 20], &[false, true]);
    check_steps::<Broad>(3, &[2], &[false, true]);
    check_steps::<Deep>(13, &[4], &[false, true]);
    check_steps::<Usual>(64, &[10], &[false, true]);
}

/// The bits of the outputs for a batch of samples.
fn infer<N: Network>(net: &N, x: &[N::Input]) -> Vec<Vec<u64>> {
    let mut outputs = vec![N::Output::zeroed(); x.len()];
    net.predict_batch(x, &mut outputs);
    outputs.iter().map(|output| to_bits(output.scalars())).collect()
}

fn check_inference<N: Network>(from: usize, len: usize) {
    let (net, x) = network_and_samples::<N>();
    let x = &x[from..from + len];
    let together = infer(&*net, x);
    for (i, (x, together)) in x.iter().zip(&together).enumerate() {
        let name = N::SUMMARY.name;
        assert!(infer(&*net, &[*x])[0] == *together, "{name}: sample {i} of {len} is another one alone");
    }
    let threads = pool(3).install(|| infer(&*net, x));
    assert!(threads == together, "{}: a pool gives other outputs", N::SUMMARY.name);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 12 } else { 300 }))]

    #[test]
    fn any_batch_on_any_pool_gives_the_bits_of_one_thread(
        network in 0..5, samples in 1_usize..=70, threads in 1_usize..=20, in_parallel in any::<bool>(),
    ) {
        match network {
            0 => check_steps::<Broad>(samples, &[threads], &[in_parallel]),
            1 => check_steps::<Deep>(samples, &[threads], &[in_parallel]),
            2 => check_steps::<Usual>(samples, &[threads], &[in_parallel]),
            3 => check_steps::<Double>(samples, &[threads], &[in_parallel]),
            _ => check_steps::<Lens>(samples.max(2), &[threads], &[in_parallel]),
        }
    }

    #[test]
    fn a_sample_alone_and_in_any_batch_gives_the_same_outputs(
        network in 0..5, from in 0_usize..30, len in 1_usize..=40,
    ) {
        match network {
            0 => check_inference::<Broad>(from, len),
            1 => check_inference::<Deep>(from, len),
            2 => check_inference::<Usual>(from, len),
            3 => check_inference::<Double>(from, len),
            _ => check_inference::<Lens>(from, len),
        }
    }
}
