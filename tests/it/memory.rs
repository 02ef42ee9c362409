//! Nothing is allocated in a step, and nothing grows the stack.

mod in_place;
mod inference;

use std::hint::black_box;
use std::thread;

use monograd::nalgebra::SVector;
use monograd::optim::Optimizer;
use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

use crate::support::draw::pattern;
use crate::support::heap::{allocations, peak};

#[test]
fn allocations_are_counted() {
    let before = allocations();
    drop(black_box(Box::new(1)));
    drop(black_box(vec![0_u8; 10]));
    assert_eq!(allocations() - before, 2);
    let elsewhere = thread::spawn(|| drop(black_box(vec![1; 100])));
    let before = allocations();
    elsewhere.join().expect("no panic");
    assert_eq!(allocations(), before);
    let ((), bytes) = peak(|| drop((black_box(vec![0_u8; 1000]), black_box(vec![0_u8; 500]))));
    let ((), again) = peak(|| (0..10).for_each(|_| drop(black_box(vec![0_u8; 1500]))));
    assert_eq!((bytes, again), (1500, 1500));
}

/// Runs `work` on a thread whose stack has 256 KiB: an overflow ends the process.
fn on_a_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::Builder::new().stack_size(256 * 1024).spawn(work).expect("a thread");
    thread.join().expect("no panic")
}

network! { struct Part<12 => Linear(6) => GELU => Linear(8) => Sigmoid>; }
network! { struct Net<20 => Linear(12) => ReLU => part: Part => Linear(3) => Softmax>; }

/// A step, on one tile and on several, and an epoch between the first batch and the last allocate nothing.
fn check_training<O: Optimizer<f32>>(optimizer: O) {
    let (x, t) = pattern::<20, 3>(200);
    let rng = &mut StdRng::seed_from_u64(1);
    let mut network = Net::init(rng);
    let mut trainer = Trainer::new(&*network, CrossEntropy, optimizer);
    for samples in [1, 64, 200] {
        let before = allocations();
        let loss = trainer.step(&mut network, &x[..samples], &t[..samples]);
        let after = allocations();
        assert!(loss.is_ok() && after == before, "{} in a step on {samples}: {loss:?}", after - before);
    }
    for batch_size in [32, 90] {
        let (mut first, mut last, mut batches) = (None, 0, 0);
        let after_batch = |_| {
            last = allocations();
            first.get_or_insert(last);
            batches += 1;
        };
        let data = Dataset::new(&x, &t).expect("as many samples as targets");
        let epoch = trainer.epoch_with(&mut network, data, batch_size, rng, after_batch);
        assert!(epoch.is_ok() && batches > 2, "{epoch:?}, {batches} batches of {batch_size}");
        assert_eq!(first, Some(last), "in an epoch with batches of {batch_size}");
    }
}

#[test]
fn training_allocates_nothing() {
    check_training(Sgd::new(0.1));
    check_training(Sgd::new(0.1).weight_decay(0.01));
    check_training(Sgd::new(0.1).momentum(0.9).nesterov());
    check_training(Sgd::new(0.1).clip_norm(0.1));
    check_training(Adam::new(0.01).l1_penalty(1e-3).clip_value(0.1));
    check_training(AdamW::new(0.01));
    check_training(RmsProp::new(0.01));
    check_training(RmsProp::new(0.01).momentum(0.9));
}

/// Between the first step of an epoch and the last, whatever the run was told to do.
fn check_fit<O: Optimizer<f32>>(optimizer: O) {
    let (x, t) = pattern::<20, 3>(200);
    let data = Dataset::new(&x, &t).expect("as many samples as targets");
    let rng = &mut StdRng::seed_from_u64(1);
    let mut network = Net::init(rng);
    let mut before = 0;
    let mut steps = 0;
    let on_step = |_: &Net, step: &monograd::train::Step| {
        let now = allocations();
        assert!(step.step == 1 || now == before, "{} before {step:?}", now - before);
        (before, steps) = (now, steps + 1);
    };
    let schedule = monograd::optim::schedule::OneCycle::over(24).after_warm_up(3);
    let fit = network.fit(CrossEntropy, optimizer).batch_size(30).epochs(3).schedule_by_step(schedule);
    let fit = fit.validation(data).metric("accuracy", accuracy).patience(2).on_step(on_step);
    fit.on_epoch(|_, _| ()).run(&mut network, data, rng).expect("finite losses");
    assert_eq!(steps, 21);
}

#[test]
fn the_steps_of_a_fit_allocate_nothing() {
    check_fit(Sgd::new(0.1));
    check_fit(Adam::new(0.01).l1_penalty(1e-4).clip_norm(1.0));
}

#[test]
fn inference_allocates_nothing() {
    let network = Net::init(&mut StdRng::seed_from_u64(1));
    let (x, t) = pattern::<20, 3>(100);
    let (mut y, data) = (vec![SVector::zeros(); 100], Dataset::new(&x, &t).expect("as many of both"));
    let before = allocations();
    let one = black_box(network.predict(&x[0]));
    network.predict_batch(&x, black_box(&mut y));
    let right = black_box(accuracy(&*network, data));
    assert_eq!(allocations(), before);
    assert!((one - y[0]).amax() < 1e-6 && (0.0..=1.0).contains(&right));
}

/// Whether this code is optimised: only then does an unused argument take no place on the stack.
fn is_optimised() -> bool {
    const SIZE: usize = 8192;
    fn ignore(_: [u8; SIZE]) {}
    #[inline(never)]
    fn stack_pointer() -> usize {
        let mark = 0_u8;
        black_box(&raw const mark).addr()
    }
    #[inline(never)]
    fn stack_pointer_below_the_argument() -> usize {
        ignore([1; SIZE]);
        stack_pointer()
    }
    stack_pointer().abs_diff(stack_pointer_below_the_argument()) < SIZE
}

network! { struct Digits<784 => Linear(512) => ReLU => Linear(10) => Softmax>; }

network! {
    struct LeNet<
        [1, 28, 28]
        => Conv2d(6, kernel = 5, padding = 2) => ReLU => MaxPool2d(2)
        => Conv2d(16, kernel = 5) => ReLU => MaxPool2d(2)
        => Flatten => Linear(120) => ReLU => LayerNorm => Linear(10) => Softmax
    >;
}

#[test]
fn convolutions_allocate_nothing_and_train_on_a_stack_of_256_kib() {
    let train = || {
        let (x, t) = pattern::<784, 10>(70);
        let mut network = LeNet::init(&mut StdRng::seed_from_u64(1));
        let mut trainer = Trainer::new(&*network, CrossEntropy, Sgd::new(0.01).momentum(0.9));
        let mut plain = Trainer::new(&*network, CrossEntropy, Sgd::new(0.01));
        // The first inference makes room for its activations.
        black_box(network.predict(&x[0]));
        let before = allocations();
        let losses = [
            trainer.step(&mut network, &x, &t).expect("a finite loss"),
            plain.step(&mut network, &x[..3], &t[..3]).expect("a finite loss"),
        ];
        let sum = network.predict(&x[0]).sum();
        (allocations() - before, losses, sum)
    };
    let (allocated, losses, sum) = on_a_small_stack(train);
    assert_eq!(allocated, 0);
    assert!(losses.iter().all(|loss| *loss > 0.0) && (sum - 1.0).abs() < 1e-5, "{losses:?} {sum}");
}

network! {
    struct ThirtyBlocks<
        [2, 12, 12]
        => Residual(Conv2d(2, kernel = 3, padding = 1) => BatchNorm => ReLU)
        => Residual(Conv2d(2, kernel = 3, padding = 1) => BatchNorm => ReLU)
        => Residual(Conv2d(2, kernel = 3, padding = 1) => BatchNorm => ReLU)
        => Residual(Conv2d(2, kernel = 3, padding = 1) => BatchNorm => ReLU)
        => Residual(Conv2d(2, kernel = 3, padding = 1) => BatchNorm => ReLU)
        => Concat(Conv2d(1, kernel = 3, padding = 1), Conv2d(1, kernel = 5, padding = 2) => ReLU)
        => Concat(Conv2d(1, kernel = 3, padding = 1), Conv2d(1, kernel = 5, padding = 2) => ReLU)
        => Concat(Conv2d(1, kernel = 3, padding = 1), Conv2d(1, kernel = 5, padding = 2) => ReLU)
        => Concat(Conv2d(1, kernel = 3, padding = 1), Conv2d(1, kernel = 5, padding = 2) => ReLU)
        => Concat(Conv2d(1, kernel = 3, padding = 1), Conv2d(1, kernel = 5, padding = 2) => ReLU)
        => Repeat(20, Residual(Conv2d(2, kernel = 3, padding = 1) => BatchNorm => ReLU => Dropout(0.1)))
        => Flatten => Linear(10) => Softmax
    >;
}

#[test]
fn thirty_blocks_allocate_nothing_and_train_on_a_stack_of_256_kib() {
    let train = || {
        let (x, t) = pattern::<288, 10>(70);
        let mut network = ThirtyBlocks::init(&mut StdRng::seed_from_u64(1));
        let mut trainer = Trainer::new(&*network, CrossEntropy, AdamW::new(0.01));
        let mut plain = Trainer::new(&*network, CrossEntropy, Sgd::new(0.01));
        // The first batch of more than a tile makes room for all of its tiles.
        trainer.step(&mut network, &x, &t).expect("a finite loss");
        let before = allocations();
        let losses = [
            trainer.step(&mut network, &x, &t).expect("a finite loss"),
            plain.step(&mut network, &x[..64], &t[..64]).expect("a finite loss"),
        ];
        let sum = network.predict(&x[0]).sum();
        let mut outputs = [SVector::zeros(); 40];
        network.predict_batch(&x[..40], &mut outputs);
        (allocations() - before, losses, sum)
    };
    let (allocated, losses, sum) = on_a_small_stack(train);
    assert_eq!(allocated, 0);
    assert!(losses.iter().all(|loss| *loss > 0.0) && (sum - 1.0).abs() < 1e-5, "{losses:?} {sum}");
}

/// Everything that one does with a network, of which debug builds keep every temporary on the stack.
#[test]
fn a_debug_build_trains_on_a_stack_of_256_kib() {
    assert_eq!(is_optimised(), !cfg!(debug_assertions), "the tests must be built without optimisation");
    let train = || {
        let (x, t) = pattern::<784, 10>(70);
        let data = Dataset::new(&x, &t).expect("as many samples as targets");
        let rng = &mut StdRng::seed_from_u64(1);
        let mut network = Digits::init(rng);
        let mut plain = Trainer::new(&*network, CrossEntropy, Sgd::new(0.01));
        let mut momentum = Trainer::new(&*network, CrossEntropy, Sgd::new(0.01).momentum(0.9));
        let fused = plain.step(&mut network, &x[..4], &t[..4]).expect("a finite loss");
        let tiled = momentum.step(&mut network, &x, &t).expect("a finite loss");
        let epoch = plain.epoch(&mut network, data, 64, rng).expect("finite losses");
        let fit = network.fit(CrossEntropy, AdamW::new(1e-3).clip_norm(1.0)).epochs(1).validation(data);
        fit.patience(1).run(&mut network, data, rng).expect("finite losses");
        RateFinder::new(CrossEntropy, Adam::new(1.0))
            .steps(2)
            .run(&*network, data, rng)
            .expect("finite losses");
        let accuracy = accuracy(&*network, data);
        (fused, tiled, epoch, accuracy, network.predict(&x[0]).sum())
    };
    let (fused, tiled, epoch, accuracy, sum) = on_a_small_stack(train);
    assert!(fused > 0.0 && tiled > 0.0 && epoch.samples == 70, "{fused} {tiled} {epoch:?}");
    assert!((0.0..=1.0).contains(&accuracy) && (sum - 1.0).abs() < 1e-5, "{accuracy} {sum}");
}
