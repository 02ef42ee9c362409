//! Inference of large networks: on a small stack, with one allocation for each thread, and with what
//! `INFERENCE_BYTES` says.

use std::hint::black_box;
use std::thread;

use monograd::prelude::*;
use monograd::{InferenceWorkspace, bytemuck};
use rand::{SeedableRng, rngs::StdRng};

use super::{allocations, on_a_small_stack};

network! {
    struct Three<
        [3, 96, 96]
        => Conv2d(16, kernel = 3, padding = 1) => ReLU => Conv2d(32, kernel = 3, padding = 1) => ReLU
        => GlobalAvgPool2d => Linear(10) => Softmax
    >;
}
network! {
    struct One<
        [1, 128, 128]
        => Conv2d(32, kernel = 3, padding = 1) => ReLU => Conv2d(32, kernel = 3, padding = 1) => ReLU
        => GlobalAvgPool2d => Linear(10) => Softmax
    >;
}
// The channels of VGG-16 and its 4096 hidden features, on images of 32×32 pixels: with 224×224 a debug build
// needs two minutes.
network! {
    struct Vgg<
        [3, 32, 32]
        => Conv2d(64, kernel = 3, padding = 1) => ReLU
        => Conv2d(64, kernel = 3, padding = 1) => ReLU => MaxPool2d(2)
        => Conv2d(128, kernel = 3, padding = 1) => ReLU
        => Conv2d(128, kernel = 3, padding = 1) => ReLU => MaxPool2d(2)
        => Conv2d(256, kernel = 3, padding = 1) => ReLU
        => Conv2d(256, kernel = 3, padding = 1) => ReLU
        => Conv2d(256, kernel = 3, padding = 1) => ReLU => MaxPool2d(2)
        => Conv2d(512, kernel = 3, padding = 1) => ReLU
        => Conv2d(512, kernel = 3, padding = 1) => ReLU
        => Conv2d(512, kernel = 3, padding = 1) => ReLU => MaxPool2d(2)
        => Conv2d(512, kernel = 3, padding = 1) => ReLU
        => Conv2d(512, kernel = 3, padding = 1) => ReLU
        => Conv2d(512, kernel = 3, padding = 1) => ReLU => MaxPool2d(2)
        => Flatten => Linear(4096) => ReLU => Dropout => Linear(4096) => ReLU => Dropout
        => Linear(1000) => Softmax
    >;
}
// Blocks and a network inside another one, each with more than the stack has room for.
network! {
    struct Encoder<
        [2, 64, 64]
        => Residual(Conv2d(2, kernel = 3, padding = 1) => ReLU => Conv2d(2, kernel = 3, padding = 1))
        => Repeat(2, Residual(Conv2d(2, kernel = 1) => Tanh))
        => Concat(Conv2d(4, kernel = 1) => Conv2d(4, kernel = 1), MaxPool2d(3, stride = 1) => Conv2d(4, kernel = 3, padding = 2))
        => Conv2d(2, kernel = 1)
    >;
}
network! { struct Nested<[2, 64, 64] => Encoder => Encoder>; }
network! { struct Wide<8 => Linear(2048) => ReLU => Linear(2048) => ReLU => Linear(2) => Softmax>; }
network! { struct Tiny<8 => Linear(16) => Tanh => Linear(16) => Tanh => Linear(2) => Softmax>; }

/// Samples that never were on the stack.
fn samples<N: Network<Scalar = f32>>(count: usize) -> Vec<N::Input> {
    let mut samples: Vec<N::Input> = bytemuck::zeroed_vec(count);
    for (s, sample) in samples.iter_mut().enumerate() {
        for (i, x) in sample.scalars_mut().iter_mut().enumerate() {
            *x = ((i * 7 + s * 5) % 11) as f32 / 11.0;
        }
    }
    samples
}

fn predict<N: Network<Scalar = f32>>(network: &N, x: &[N::Input]) -> Vec<N::Output> {
    let mut y: Vec<N::Output> = bytemuck::zeroed_vec(x.len());
    network.predict_batch(x, &mut y);
    y
}

#[test]
fn large_images_on_a_small_stack() {
    fn check<N: Network<Scalar = f32>>() -> f32 {
        on_a_small_stack(|| {
            let network = N::init(&mut StdRng::seed_from_u64(1));
            let x = samples::<N>(1);
            let y = network.predict(&x[0]);
            y.scalars().iter().sum()
        })
    }
    for sum in [check::<Three>(), check::<One>()] {
        assert!((sum - 1.0).abs() < 1e-5, "{sum}");
    }
}

#[test]
fn vgg_on_a_small_stack() {
    let probability = on_a_small_stack(|| {
        // All zeros: the operating system makes 134 MB of them when they are read.
        let network = Vgg::zeros();
        network.predict(&samples::<Vgg>(1)[0])[7]
    });
    assert!((probability - 1e-3).abs() < 1e-9, "{probability}");
}

/// Everything that goes through inference.
#[test]
fn metrics_and_evaluation_on_a_small_stack() {
    on_a_small_stack(|| {
        let network = Nested::init(&mut StdRng::seed_from_u64(1));
        let x = samples::<Nested>(3);
        let y = predict(&*network, &x);
        let data = Dataset::new(&x, &y).expect("as many of both");
        // The outputs have 32 KiB each.
        let errors = (network.mean_squared_error(data), network.mean_absolute_error(data));
        let mut trainer: Box<Trainer<Nested, _, _, 2>> = Trainer::boxed(MeanSquaredError, Sgd::new(0.1));
        let (loss, share) = (trainer.evaluate(&network, data), network.r2_score(data));
        assert_eq!((errors, loss, share), ((0.0, 0.0), 0.0, 1.0));

        let network = Wide::init(&mut StdRng::seed_from_u64(1));
        let (x, t) = (samples::<Wide>(40), vec![Class::of(1); 40]);
        let data = Dataset::new(&x, &t).expect("as many of both");
        assert!((0.0..=1.0).contains(&network.accuracy(data)));
        assert_eq!(network.confusion_matrix(data).unwrap().total(), 40);
    });
}

/// A sample alone, in a batch, in a workspace of the caller's and in one of more samples has the same
/// outputs.
#[test]
fn a_workspace_changes_nothing() {
    fn check<N: Network<Scalar = f32>>() {
        let network = N::init(&mut StdRng::seed_from_u64(1));
        let x = samples::<N>(5);
        let alone: Vec<f32> = x
            .iter()
            .flat_map(|x| predict(&*network, std::slice::from_ref(x))[0].scalars().to_vec())
            .collect();
        let close = |y: &[N::Output]| {
            y.iter().flat_map(Sample::scalars).zip(&alone).all(|(y, alone)| (y - alone).abs() < 1e-5)
        };
        let mut y: Vec<N::Output> = bytemuck::zeroed_vec(5);
        assert!(close(&predict(&*network, &x)));
        let mut one = InferenceWorkspace::<N>::boxed();
        network.predict_batch_with(&x, &mut y, &mut *one);
        assert!(close(&y));
        let mut three = InferenceWorkspace::<N, 3>::boxed();
        for y in &mut y {
            y.scalars_mut().fill(f32::NAN);
        }
        network.predict_batch_with(&x, &mut y, &mut *three);
        assert!(close(&y));
        assert_eq!(size_of_val(&*one), N::INFERENCE_BYTES.next_multiple_of(64));
    }
    check::<Tiny>();
    check::<Wide>();
    check::<Nested>();
}

#[test]
fn a_thread_allocates_once_for_inference() {
    fn used<N: Network<Scalar = f32>>(network: &N, x: &[N::Input]) -> usize {
        let mut y: Vec<N::Output> = bytemuck::zeroed_vec(x.len());
        let before = allocations();
        network.predict_batch(x, black_box(&mut y));
        allocations() - before
    }
    let work = || {
        let (wide, tiny) = (Wide::zeros(), Tiny::zeros());
        let nested = Nested::zeros();
        let (x, images) = (samples::<Wide>(40), samples::<Nested>(1));
        assert_eq!(used(&*tiny, &x), 0, "a small one needs none");
        assert_eq!(used(&*nested, &images), 1);
        for samples in [1, 40, 2] {
            assert_eq!(used(&*wide, &x[..samples]), 0, "{samples} samples");
        }
        assert_eq!(used(&*nested, &images), 0);
        let mut workspace = InferenceWorkspace::<Wide>::boxed();
        let before = allocations();
        black_box(wide.predict_with(&x[0], &mut workspace));
        assert_eq!(allocations(), before);
    };
    // Each thread of its own: what one keeps is not the other's.
    for _ in 0..2 {
        thread::spawn(work).join().expect("no panic");
    }
}

/// A layer that asks a network of its own, which no enclosing network knows of.
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
#[repr(transparent)]
struct Asking {
    wide: Wide,
}

impl Layer for Asking {
    type Scalar = f32;
    type Input = SVector<f32, 8>;
    type Output = SVector<f32, 2>;
    type Workspace<const TILE: usize> = ();
    type Learns = Parameters;

    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        let Forward { x, y, .. } = pass;
        self.wide.predict_batch(x, y);
    }

    fn backward<const TILE: usize>(&self, _: Backward<'_, Self, TILE>) {}
}

/// Its network stays as it is.
impl Learn for Asking {
    fn gradient<const TILE: usize>(&self, _: Backward<'_, Self, TILE>, _: &mut Self) {}
}

network! { struct Around<2 => Linear(4096) => ReLU => Linear(8) => Asking => Linear(4096) => ReLU => Linear(1)>; }

#[test]
fn inference_within_inference_allocates_nothing_later() {
    let network = Around::init(&mut StdRng::seed_from_u64(1));
    let x = samples::<Around>(3);
    let first = predict(&*network, &x);
    let mut y = first.clone();
    let before = allocations();
    network.predict_batch(&x, black_box(&mut y));
    assert_eq!(allocations(), before);
    assert_eq!(y, first);
}

/// The bytes of stack that `work` takes: it is painted before, and read afterwards.
#[inline(never)]
fn stack_of(work: impl FnOnce()) -> usize {
    const SIZE: usize = 384 * 1024;
    // What the loops below call has its frames here.
    const GAP: usize = 4096;
    let mark = 0_u8;
    let top = (&raw const mark).cast_mut();
    for below in GAP..SIZE {
        // SAFETY: the thread's stack is larger, and nothing that lives is below this frame and those of the
        // calls in this loop.
        unsafe { top.wrapping_sub(below).write_volatile(0xA5) };
    }
    work();
    // SAFETY: as above.
    let is_painted = |below: &usize| unsafe { top.wrapping_sub(*below).read_volatile() == 0xA5 };
    (GAP..SIZE).rev().find(|below| !is_painted(below)).unwrap_or(GAP)
}

#[test]
fn the_stack_holds_inference_bytes_or_none_of_them() {
    // What the kernels take, unoptimised; it does not grow with the network.
    const KERNELS: usize = 96 * 1024;
    fn check<N: Network<Scalar = f32>>() {
        let work = || {
            let network = N::init(&mut StdRng::seed_from_u64(1));
            let x = samples::<N>(20);
            let mut y: Vec<N::Output> = bytemuck::zeroed_vec(20);
            let mut workspace = InferenceWorkspace::<N>::boxed();
            let single = stack_of(|| network.predict_batch(&x[..1], &mut y[..1]));
            let with = stack_of(|| network.predict_batch_with(&x[..1], &mut y[..1], &mut *workspace));
            let batch =
                if N::INFERENCE_BYTES < 100_000 { stack_of(|| network.predict_batch(&x, &mut y)) } else { 0 };
            [single, with, batch]
        };
        let thread = thread::Builder::new().stack_size(1 << 20).spawn(work).expect("a thread");
        let [single, with, batch] = thread.join().expect("no panic");
        let (name, bytes) = (N::SUMMARY.name, N::INFERENCE_BYTES);
        let on_the_stack = if bytes <= 16 * 1024 { bytes } else { 0 };
        assert!(single <= on_the_stack + KERNELS, "{name}: {single} of stack for {bytes}");
        assert!(with <= KERNELS, "{name}: {with} of stack with a workspace of {bytes}");
        assert!(batch <= 2 * 16 * 1024 + KERNELS, "{name}: {batch} of stack for a batch");
    }
    check::<Tiny>();
    check::<super::Digits>();
    check::<super::LeNet>();
    check::<Wide>();
    check::<Three>();
    check::<Nested>();
}
