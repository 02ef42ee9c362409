//! A layer of your own, with parameters: an activation that learns a period.
//!
//! Outside of the data that they have seen, networks of `Tanh` or `ReLU` turn flat or straight. Snake,
//! `y = x + sin²(a·x) / a`, learns its frequency `a` together with the weights, and continues a rhythm (Ziyin
//! et al., "Neural networks fail to learn periodic functions and how to fix it", 2020). The program compares
//! its gradient with finite differences, as you should do with yours, and trains it beside a network of
//! `Tanh` on 2½ years of temperatures. Then it asks both for the next 2½ years.
//! `cargo run --release --example custom_layer`

use std::f64::consts::PI;

use monograd::{data::make, head::Values, prelude::*};
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};
use shared::sketch::Sketch;

/// `y = x + sin²(a·x) / a`, with an `a` for each feature. A layer is plain data: its parameters and nothing
/// else.
#[repr(transparent)]
#[derive(Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
struct Snake<const N: usize> {
    a: SVector<f64, N>,
}

impl<const N: usize> Layer for Snake<N> {
    type Scalar = f64;
    type Input = SVector<f64, N>;
    type Output = SVector<f64, N>;
    type Workspace<const TILE: usize> = ();
    type Learns = Parameters;

    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        for (x, y) in pass.x.iter().zip(pass.y) {
            *y = x.zip_map(&self.a, |x, a| x + (a * x).sin().powi(2) / a);
        }
    }

    /// `dx = (1 + sin 2ax) · dy`
    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Some(dx) = pass.dx else { return };
        for ((x, dy), dx) in pass.x.iter().zip(pass.dy).zip(dx) {
            *dx = x.zip_zip_map(&self.a, dy, |x, a, dy| (1.0 + (2.0 * a * x).sin()) * dy);
        }
    }
}

impl<const N: usize> Learn for Snake<N> {
    /// Parameters start at zero unless this says otherwise, and zero is no frequency.
    fn initialize<R: Rng + ?Sized>(&mut self, _init: Init, rng: &mut R) {
        self.a = self.a.map(|_| rng.random_range(1.0..4.0));
    }

    /// `da += (x · sin 2ax / a − sin² ax / a²) · dy`, summed over the samples.
    fn gradient<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>, gradient: &mut Self) {
        for (x, dy) in pass.x.iter().zip(pass.dy) {
            gradient.a += x.zip_zip_map(&self.a, dy, |x, a, dy| {
                (x * (2.0 * a * x).sin() - (a * x).sin().powi(2) / a) / a * dy
            });
        }
    }
}

network! { struct Periodic<f64; 1 => Linear(8) => Snake<8> => Linear(1)>; }
network! { struct Plain<f64; 1 => Linear(8) => Tanh => Linear(1)>; }

type Number = SVector<f64, 1>;
type Readings<'a> = Dataset<'a, Number, Number>;

fn main() -> Result<(), monograd::Error> {
    // Warm and cold once a year, and slowly rising; time is in quarters of a year.
    let temperature = |x: &Number| x.map(|x| 0.05 * x + (PI / 2.0 * x).sin());
    let rng = &mut StdRng::seed_from_u64(5);
    let mut readings = |count, time, noise| make::function(count, time, noise, temperature, rng);
    let (training, seen) = (readings(200, -5.0..5.0, 0.15), readings(1000, -5.0..5.0, 0.0));
    let unseen = readings(1000, 5.0..15.0, 0.0);
    let (training, tests) = (training.as_dataset(), [seen.as_dataset(), unseen.as_dataset()]);
    assert!(gradient_error(training)? < 1e-6, "the gradient is wrong");
    println!("The gradient agrees with finite differences.\n\n{}", Periodic::SUMMARY);
    println!("mean squared error    seen  never seen");
    let snake = train::<Periodic>("Snake", training, tests)?;
    let tanh = train::<Plain>("Tanh", training, tests)?;
    println!("\n{snake}{tanh}        2½ years seen in training                2½ years never seen");
    Ok(())
}

/// The largest difference (hence `f64`) between the gradient and `(loss(θ + h) − loss(θ − h)) / 2h`, over all
/// parameters.
fn gradient_error(data: Readings<'_>) -> Result<f64, monograd::Error> {
    const H: f64 = 1e-5;
    let mut net = Periodic::init(&mut StdRng::seed_from_u64(1));
    let mut workspace = Workspace::new(&*net);
    let (mut gradient, mut unused) = (Periodic::zeros(), Periodic::zeros());
    workspace.loss_and_gradient(&net, &MeanSquaredError, data, &mut gradient)?;
    let mut worst = 0.0_f64;
    for i in 0..Periodic::PARAMETERS {
        let mut loss_at = |step: f64| {
            net.parameters_mut()[i] += step;
            workspace.loss_and_gradient(&net, &MeanSquaredError, data, &mut unused)
        };
        let slope = (loss_at(H)? - loss_at(-2.0 * H)?) / (2.0 * H);
        net.parameters_mut()[i] += H;
        worst = worst.max((slope - gradient.parameters()[i]).abs());
    }
    Ok(worst)
}

/// Trains any network from a number to a number, prints its errors, and sketches its curve.
fn train<N>(name: &str, data: Readings<'_>, tests: [Readings<'_>; 2]) -> Result<String, monograd::Error>
where
    N: Network<Scalar = f64, Input = Number, Output = Number, Head = Values<1, f64>>,
{
    let rng = &mut StdRng::seed_from_u64(10);
    let mut net = N::init(rng);
    let fit = net.fit(MeanSquaredError, Sgd::new(0.01).momentum(0.9)).batch_size(20).epochs(1000);
    fit.schedule(|epoch| if epoch < 700 { 1.0 } else { 0.1 }).run(&mut net, data, rng)?;
    let [seen, unseen] = tests.map(|test| net.mean_squared_error(test));
    println!("{name:<18} {seen:>7.2} {unseen:>11.2}");
    let plane = Sketch { columns: 78, rows: 11, x: [-5.0, 15.0], y: [-1.6, 2.2] };
    let points = data.samples().iter().zip(data.targets()).map(|(x, t)| [x[0], t[0]]);
    Ok(plane.curve(name, points, |x| net.predict(&[x].into())[0]))
}
