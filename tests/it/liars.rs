//! Whatever safe code says, the library stays within its memory: wrong lengths, layers, losses and optimisers
//! end in a panic, an error or wrong numbers.
//!
//! The assertions here are few. What counts is that the tests run to their end, and do so under the
//! sanitizers of `.ci/run`.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use bytemuck::{Pod, Zeroable, zeroed, zeroed_box};
use monograd::__private::{Magnitude, Update, update, update_buffers};
use monograd::head::Head;
use monograd::kernel::{Op, dispatch};
use monograd::layers::{Padding, Stride};
use monograd::nalgebra::SVector;
use monograd::optim::NotFinite;
use monograd::optim::{Gradient, Optimizer};
use monograd::prelude::*;
use monograd::{Needs, Round, Scalar, infer};
use rand::{SeedableRng, rngs::StdRng};

thread_local! {
    /// Whether this thread's panics are part of the test.
    static IS_EXPECTED: Cell<bool> = const { Cell::new(false) };
}

/// Runs what may panic. Nothing is printed then: a backtrace each time would take minutes.
fn attempt(work: impl FnOnce()) -> bool {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_EXPECTED.get() {
                print(panic);
            }
        }));
    });
    let before = IS_EXPECTED.replace(true);
    let end = panic::catch_unwind(AssertUnwindSafe(work));
    IS_EXPECTED.set(before);
    end.is_ok()
}

/// The samples that a layer's workspace has room for.
const TILE: usize = 4;

/// Lengths that need not fit each other.
#[derive(Clone, Copy, Debug)]
struct Lengths {
    x: usize,
    y: usize,
    dy: usize,
    dx: usize,
}

/// All of one length, each one alone of another, and some that look drawn.
fn lengths() -> impl Iterator<Item = Lengths> {
    let equal = [0, 1, 2, 4, 5, 9].map(|n| [n; 4]);
    let one =
        [[9, 4, 4, 4], [4, 9, 4, 4], [4, 4, 9, 4], [4, 4, 4, 9], [3, 4, 4, 4], [4, 3, 4, 4], [4, 4, 3, 4]];
    let drawn = (0..8_usize).map(|i| [i * 7 % 10, i * 3 % 10, i * 13 % 7, i * 11 % 8]);
    let all = equal.into_iter().chain(one).chain([[4, 4, 4, 3], [0, 4, 0, 4], [4, 0, 4, 0]]).chain(drawn);
    all.map(|[x, y, dy, dx]| Lengths { x, y, dy, dx })
}

/// [`Layer::forward`], which takes the slices as they come.
struct On<'a, L: Layer>(&'a L, &'a [L::Input], &'a mut [L::Output], &'a mut [L::Scalar]);

impl<L: Layer> Op for On<'_, L> {
    type Output = ();

    fn run<S: Simd>(self, simd: S) {
        self.0.forward(Forward::new(simd, self.1, self.2, self.3));
    }
}

/// Calls all that a layer can do with all lengths. Returns how often it panicked.
fn provoke<L: Layer>() -> usize {
    let (mut layer, mut gradient) = (zeroed_box::<L>(), zeroed_box::<L>());
    let mut workspace = zeroed_box::<L::Workspace<TILE>>();
    let mut panics = 0;
    for Lengths { x, y, dy, dx } in lengths() {
        let (x, dy) = (vec![L::Input::zeroed(); x], vec![L::Output::zeroed(); dy]);
        let (mut y, mut dx) = (vec![L::Output::zeroed(); y], vec![L::Input::zeroed(); dx]);
        let mut scratch = vec![L::Scalar::ZERO; x.len() * L::NEEDS.scratch];
        macro_rules! pass {
            ($round:expr) => {
                Backward::<L, TILE>::new(&x, &y, &dy, &mut *workspace, $round)
            };
        }
        let mut attempt = |work: &mut dyn FnMut()| panics += usize::from(!attempt(work));
        attempt(&mut || infer(&*layer, &x, &mut y));
        attempt(&mut || dispatch(On(&*layer, &x, &mut y, &mut scratch)));
        attempt(&mut || dispatch(On(&*layer, &x, &mut y, &mut [])));
        for index in 0..=L::NEEDS.rounds {
            for (before, total) in [(0, x.len()), (usize::MAX, usize::MAX)] {
                attempt(&mut || {
                    let round = Round::new(index, before, total, 7, Some(&mut *gradient));
                    layer.backward(pass!(round).to(&mut dx));
                });
                attempt(&mut || {
                    let round = Round::new(index, before, total, 7, None);
                    layer.backward(pass!(round));
                });
                attempt(&mut || {
                    let round = Round::new(index, before, total, 7, Some(&mut *gradient));
                    let y = &mut y.clone();
                    layer.forward_training(Training::<L, TILE>::new(&x, y, &mut *workspace, round));
                });
            }
        }
        let round = || Round::new(0, 0, 4, 7, None);
        attempt(&mut || {
            update::<L, TILE>(Update::Add { layer: &*layer, gradient: &mut *gradient }, pass!(round()));
        });
        attempt(&mut || {
            let (scratch, magnitude) = (&mut *gradient, &mut Magnitude::default());
            update::<L, TILE>(Update::Measure { layer: &*layer, scratch, magnitude }, pass!(round()));
        });
        attempt(&mut || {
            let (layer, scratch) = (&mut *layer, &mut *gradient);
            update::<L, TILE>(Update::Descend { layer, learning_rate: 1.0, scratch }, pass!(round()));
        });
        attempt(&mut || update_buffers::<L, TILE>(&mut layer, &workspace));
    }
    panics
}

network! {
    struct Blocks<6 => Linear(5) => ReLU => Residual(Linear(5) => Tanh) => Repeat(2, Linear(5) => LayerNorm)
        => Concat(Linear(2) => GELU, Identity) => BatchNorm => Dropout(0.5) => Linear(3) => Softmax>;
}
network! { struct Inner<6 => Linear(40) => Sigmoid>; }
network! { struct Outer<6 => Inner => ReLU => Linear(2)>; }
network! {
    struct Pixels<f64; [2, 6, 6] => Conv2d(3, kernel = 3, stride = 2, padding = 1) => BatchNorm => ReLU
        => MaxPool2d(2, stride = 1) => AvgPool2d(2) => Flatten => Linear(2)>;
}

/// The layers of the library, small and large, also without inputs or outputs.
#[test]
fn lengths_that_do_not_fit_stay_within_memory() {
    let mut panics = 0;
    macro_rules! provoke {
        ($($layer:ty),* $(,)?) => { $(panics += provoke::<$layer>();)* };
    }
    provoke![
        Linear<5, 3>, Linear<80, 40>, Linear<80, 40, f64, NoBias>, Linear<3, 1>, Linear<0, 3>, Linear<3, 0>, Linear<0, 0>,
        ReLU<9>, Tanh<33>, Sigmoid<1, f64>, GELU<17>, Identity<0>,
        LayerNorm<7>, BatchNorm<4>, BatchNorm<2, 3, 3>, Dropout<6, { 0.5_f64.to_bits() }>,
        Conv2d<2, 6, 6, 3, 4, 4, 3, 3>,
        Conv2d<1, 5, 7, 20, 3, 3, 3, 3, Stride<2, 2>, Padding<1, 0, 1, 0>, f64, NoBias>,
        MaxPool2d<2, 5, 5, 2, 2, 2, 2>, AvgPool2d<2, 5, 5, 4, 4, 2, 2, Stride<1, 1>>, GlobalAvgPool2d<3, 4, 5>,
        Flatten<2, 3, 4, 24>, Residual<Linear<5, 5>>, Repeat<3, Linear<5, 5>>, Blocks, Outer, Pixels,
    ];
    assert!(panics > 500, "only {panics} of the calls were refused");
}

/// A layer that says and does what it should not.
#[repr(transparent)]
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
struct Liar<const LIE: u8>([f32; 4]);

/// It writes half of what it is asked for.
type Halves = Liar<0>;
/// It wants three rounds, and writes in none of them.
type Rounds = Liar<1>;
/// It has more buffers than it learns from, and is content with no sample.
type Buffers = Liar<2>;
/// It panics at every third call.
type Panics = Liar<3>;

/// A workspace that must lie at 128 bytes, and says nothing about a layer.
#[repr(C, align(128))]
#[derive(Clone, Copy, Debug, Zeroable)]
struct Far(u8);

impl<const LIE: u8> Liar<LIE> {
    /// Panics now and then, in the middle of something.
    fn perhaps() {
        thread_local! { static CALLS: Cell<usize> = const { Cell::new(0) } }
        CALLS.set(CALLS.get() + 1);
        assert!(LIE != 3 || !CALLS.get().is_multiple_of(3), "the third call");
    }
}

impl<const LIE: u8> Layer for Liar<LIE> {
    type Scalar = f32;
    type Input = SVector<f32, 4>;
    type Output = SVector<f32, 4>;
    type Workspace<const TILE: usize> = Far;
    type Learns = Parameters;

    const MULTIPLY_ADDS: usize = usize::MAX / 1000;
    const NEEDS: Needs = match LIE {
        1 => Needs::NOTHING.rounds(3).draws(),
        2 => Needs::NOTHING.buffers(3).least_samples(0),
        _ => Needs::NOTHING,
    };

    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        Self::perhaps();
        let Forward { x, y, .. } = pass;
        y[..x.len() / 2].copy_from_slice(&x[..x.len() / 2]);
    }

    fn forward_training<const TILE: usize>(&self, pass: Training<'_, Self, TILE>) {
        let Training { x, y, .. } = pass;
        Self::perhaps();
        if LIE != 1 && x.len() >= y.len() {
            y.copy_from_slice(&x[..y.len()]);
        }
    }

    fn backward<const TILE: usize>(&self, _pass: Backward<'_, Self, TILE>) {
        Self::perhaps();
    }
}

impl<const LIE: u8> Learn for Liar<LIE> {
    fn gradient<const TILE: usize>(&self, _pass: Backward<'_, Self, TILE>, gradient: &mut Self) {
        Self::perhaps();
        gradient.0.fill(f32::NAN);
    }
}

/// A loss and an optimiser that lie in every second step.
#[derive(Clone, Copy, Debug, Zeroable)]
struct Lies(u8);

impl<H: Head> Loss<H> for Lies {
    type Target = [f32; 1];

    fn loss_and_gradient(
        &self,
        _logits: &[H::Output],
        targets: &[[f32; 1]],
        _scale: H::Scalar,
        d_logits: &mut [H::Output],
    ) -> H::Scalar {
        assert!(targets[0][0] < 3.0, "a loss that panics");
        d_logits[0] = zeroed();
        H::Scalar::from_f64(if targets[0][0] > 1.0 { f64::NAN } else { 1.0 })
    }
}

impl<T: Scalar> Optimizer<T> for Lies {
    type State<N: Layer<Scalar = T>> = N;

    fn learning_rate(&self) -> f64 {
        f64::INFINITY
    }

    fn set_learning_rate(&mut self, _learning_rate: f64) {}

    fn step<N: Layer<Scalar = T>>(
        &self,
        state: &mut N,
        parameters: &mut N,
        gradient: Gradient<'_, N>,
    ) -> Result<(), NotFinite> {
        std::mem::swap(state, parameters);
        assert!(self.0 > 0, "an optimiser that panics");
        if gradient.largest() > 1.0 { Err(NotFinite::Update) } else { Ok(()) }
    }

    fn plain(&self) -> Option<T> {
        (self.0 > 1).then(|| T::from_f64(f64::NAN))
    }
}

network! { struct First<4 => Halves => Linear(40) => ReLU => Linear(2)>; }
network! { struct Waits<4 => Linear(4) => Rounds => BatchNorm => Linear(2)>; }
network! { struct Counts<4 => Linear(4) => Buffers => Linear(2)>; }
network! { struct Breaks<4 => Residual(Linear(4) => Panics) => Repeat(2, Panics => Linear(4)) => Linear(2)>; }
network! { struct Ends<4 => Linear(4) => Halves>; }

/// Trains, evaluates and predicts, whatever panics on the way.
fn train<N: Network<Scalar = f32, Input = SVector<f32, 4>>>() {
    let mut rng = StdRng::seed_from_u64(1);
    let x: Vec<_> = (0..30).map(|i| SVector::from([i as f32, 1.0, 2.0, 3.0])).collect();
    for lie in 0..3 {
        let mut net = N::zeros();
        attempt(|| net.initialize(Init::default(), &mut rng));
        let mut trainer = Trainer::<N, Lies, Lies, TILE>::boxed(Lies(lie), Lies(lie));
        for n in [0, 1, 3, 4, 9, 30] {
            for kind in 0..4 {
                let t: Vec<_> = (0..n).map(|_| [kind as f32]).collect();
                attempt(|| _ = trainer.step(&mut net, &x[..n], &t));
                attempt(|| {
                    let data = Dataset::new(&x[..n], &t).expect("pairs");
                    let _ = trainer.epoch(&mut net, data, 7, &mut rng);
                    let _ = trainer.evaluate(&net, data);
                });
            }
            let mut y = vec![N::Output::zeroed(); n];
            attempt(|| net.predict_batch(&x[..n], &mut y));
            attempt(|| net.predict_batch(&x, &mut y));
        }
        assert_eq!(net.parameters_mut().len() * 4, size_of::<N>());
    }
}

#[test]
fn liars_among_the_layers_stay_within_memory() {
    train::<First>();
    train::<Waits>();
    train::<Counts>();
    train::<Breaks>();
    train::<Ends>();
}
