//! Central differences in `f64` of what a network *computes in inference*, under a loss written as its
//! textbook formula: they share no code with the gradients that they judge.
//!
//! Training a network with a `BatchNorm` or a `Dropout` computes something else: there the differences are
//! those of the loss that training itself finds, under one mask. Other tests compare what it finds with
//! `PyTorch` and with the mask.

use monograd::Needs;
use monograd::bytemuck::zeroed_box;
use monograd::loss::Loss;
use monograd::nalgebra::SVector;
use monograd::prelude::*;
use monograd::train::Workspace;
use rand::{RngExt, SeedableRng, rngs::StdRng};

use crate::support::compare::{Tolerance, assert_close};
use crate::support::draw::normal;

/// A loss as the textbook writes it, from the output that a user sees, for one sample.
pub(crate) trait Formula<Y> {
    /// What the output is compared with.
    type Target: Copy;

    /// The loss.
    fn of(&self, y: &Y, target: &Self::Target) -> f64;

    /// A target.
    fn draw(rng: &mut StdRng) -> Self::Target;
}

impl<const N: usize> Formula<SVector<f64, N>> for CrossEntropy {
    type Target = Class<N>;

    fn of(&self, y: &SVector<f64, N>, class: &Class<N>) -> f64 {
        -y[class.index()].ln()
    }

    fn draw(rng: &mut StdRng) -> Class<N> {
        Class::new(rng.random_range(0..N)).expect("below N")
    }
}

impl<const N: usize> Formula<SVector<f64, N>> for BinaryCrossEntropy {
    type Target = [bool; N];

    fn of(&self, y: &SVector<f64, N>, answers: &[bool; N]) -> f64 {
        let loss = |(&y, &yes): (&f64, &bool)| -(if yes { y } else { 1.0 - y }).ln();
        y.iter().zip(answers).map(loss).sum::<f64>() / N as f64
    }

    fn draw(rng: &mut StdRng) -> [bool; N] {
        std::array::from_fn(|_| rng.random())
    }
}

/// A formula for the mean over the outputs of a function of the error.
macro_rules! of_errors {
    ($($loss:ident: |$this:ident, $error:ident| $formula:expr;)*) => {$(
        impl<const N: usize> Formula<SVector<f64, N>> for $loss {
            type Target = SVector<f64, N>;

            fn of(&self, y: &SVector<f64, N>, target: &SVector<f64, N>) -> f64 {
                let $this = self;
                (y - target).map(|$error| $formula).mean()
            }

            fn draw(rng: &mut StdRng) -> SVector<f64, N> {
                normal(rng)
            }
        }
    )*};
}

of_errors! {
    MeanSquaredError: |_this, e| e.powi(2);
    MeanAbsoluteError: |_this, e| e.abs();
    Huber: |this, e| if e.abs() <= this.delta { e * e / 2.0 } else { this.delta * (e.abs() - this.delta / 2.0) };
}

/// Holds the gradient of the mean loss of seven samples against central differences.
///
/// The tile of three samples makes the network go through two full tiles and a short one.
pub(crate) fn check_gradient<N, L, const IN: usize>(name: &str, loss: L)
where
    N: Network<Scalar = f64, Input = SVector<f64, IN>>,
    L: Loss<N::Head> + Formula<N::Output, Target = <L as Loss<N::Head>>::Target>,
{
    // In a narrow network all ReLUs may be dead for all samples, and the gradient zero: then draw again.
    let alive = (0..50).any(|seed| {
        let rng = &mut StdRng::seed_from_u64(seed);
        let mut network = N::init(rng);
        // Biases start at zero, which would hide a wrong one, and may put a neuron onto its kink.
        network.parameters_mut().iter_mut().for_each(|w| *w += rng.random_range(-0.5..0.5));
        let x: [_; 7] = std::array::from_fn(|_| normal(rng));
        let targets: [_; 7] = std::array::from_fn(|_| L::draw(rng));
        compare(name, &mut *network, loss, &x, &targets)
    });
    assert!(alive, "{name}: no gradient to compare in 50 draws");
}

/// The rows of the table lie side by side, and hold all parameters and buffers.
pub(crate) fn check_rows<N: Network>(name: &str) {
    let mut end = 0;
    for row in N::SUMMARY.rows {
        assert_eq!(row.start, end, "{name}: {}", row.name);
        end += row.parameters + row.buffers;
    }
    assert_eq!(end, N::PARAMETERS + N::NEEDS.buffers, "{name}");
    assert_eq!(N::SUMMARY.parameters(), N::PARAMETERS, "{name}");
}

/// Compares both gradients; `false` when they are zero.
fn compare<N, L>(
    name: &str,
    network: &mut N,
    loss: L,
    x: &[N::Input],
    targets: &[<L as Loss<N::Head>>::Target],
) -> bool
where
    N: Network<Scalar = f64>,
    L: Loss<N::Head> + Formula<N::Output, Target = <L as Loss<N::Head>>::Target>,
{
    let (mut gradient, mut workspace) = (N::zeros(), zeroed_box::<Workspace<N, 3>>());
    let data = Dataset::new(x, targets).expect("as many samples as targets");
    let mean = workspace.loss_and_gradient(network, &loss, data, &mut gradient).expect("a finite loss");
    let mut unused = N::zeros();
    let mut mean_loss = |network: &N| match N::NEEDS {
        Needs { rounds: 1, draws: false, .. } => mean_formula(network, &loss, x, targets),
        _ => workspace.loss_and_gradient(network, &loss, data, &mut unused).expect("a finite loss"),
    };
    let tolerance = Tolerance { absolute: 1e-10, relative: 1e-10 };
    assert_close(&format!("{name}: loss"), &[mean], &[mean_loss(network)], tolerance);

    let slopes: Vec<_> = (0..network.parameters().len()).map(|i| slope(network, i, &mut mean_loss)).collect();
    let smooth = |numbers: &[f64]| -> Vec<f64> {
        slopes.iter().zip(numbers).filter(|(slope, _)| slope.is_some()).map(|(_, number)| *number).collect()
    };
    let numeric: Vec<_> = slopes.iter().flatten().copied().collect();
    assert!(numeric.len() * 20 >= N::PARAMETERS * 19, "{name}: more than 1 in 20 lie on a kink");
    let tolerance = Tolerance { absolute: 1e-8, relative: 1e-6 };
    assert_close(&format!("{name}: gradient"), &smooth(gradient.parameters()), &numeric, tolerance);
    assert_close(&format!("{name}: step"), &smooth(&movement(network, loss, data)), &numeric, tolerance);
    // A batch of a single tile takes another way.
    let data = Dataset::new(&x[..3], &targets[..3]).expect("as many samples as targets");
    workspace.loss_and_gradient(network, &loss, data, &mut gradient).expect("a finite loss");
    let step = movement(network, loss, data);
    assert_close(&format!("{name}: step of one tile"), &step, gradient.parameters(), tolerance);
    numeric.iter().any(|slope| slope.abs() > 1e-3)
}

/// How far a step of plain gradient descent moves each parameter, for a learning rate of 1: it must be the
/// gradient. What is not learned stays out of it.
fn movement<N, L>(network: &N, loss: L, data: Dataset<'_, N::Input, L::Target>) -> Vec<f64>
where
    N: Network<Scalar = f64>,
    L: Loss<N::Head>,
{
    // No rounding: parameters of about 1 move by about 1.
    let mut after = N::zeros();
    after.parameters_mut().copy_from_slice(network.parameters());
    let mut trainer = Trainer::<N, L, Sgd, 3>::boxed(loss, Sgd::new(1.0));
    trainer.step(&mut after, data.samples(), data.targets()).expect("a finite loss");
    let mut movement = vec![0.0; network.parameters().len()];
    let mut learned = 0;
    N::learned(0, &mut |range| {
        learned += range.len();
        for i in range {
            movement[i] = network.parameters()[i] - after.parameters()[i];
        }
    });
    assert_eq!(learned, N::PARAMETERS);
    movement
}

/// The mean loss of what the network gives in inference.
fn mean_formula<N, L>(network: &N, loss: &L, x: &[N::Input], targets: &[L::Target]) -> f64
where
    N: Network<Scalar = f64>,
    L: Formula<N::Output>,
{
    let mut y = vec![N::Output::zeroed(); x.len()];
    network.predict_batch(x, &mut y);
    y.iter().zip(targets).map(|(y, target)| loss.of(y, target)).sum::<f64>() / x.len() as f64
}

/// The slope of `f` along parameter `i`; `None` at a kink, where the slopes to both sides differ.
fn slope<N: Network<Scalar = f64>>(network: &mut N, i: usize, mut f: impl FnMut(&N) -> f64) -> Option<f64> {
    let middle = network.parameters()[i];
    // Rounding errs by ε/h and the central difference by h², which balance at h = ∛ε.
    let h = f64::EPSILON.cbrt() * middle.abs().max(1.0);
    let here = f(network);
    network.parameters_mut()[i] = middle + h;
    let above = f(network);
    network.parameters_mut()[i] = middle - h;
    let below = f(network);
    network.parameters_mut()[i] = middle;
    // Curvature alone makes a difference of h · f'', some 1e-5.
    let kink = ((above - here) - (here - below)).abs() > 1e-3 * h;
    (!kink).then(|| (above - below) / (2.0 * h))
}
