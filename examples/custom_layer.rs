//! A layer of your own, with parameters: an activation that learns a period.
//!
//! Networks of `Tanh` or `ReLU` cannot go on with a rhythm: outside the data that they have seen they turn
//! flat or straight. Snake, `y = x + sin²(a·x) / a`, learns its frequency `a` together with the weights, and
//! goes on (Ziyin et al., "Neural networks fail to learn periodic functions and how to fix it", 2020).
//!
//! The program shows all that a layer of your own needs, holds its gradient against finite differences, as
//! you should do with yours, and trains it on temperatures, beside a network of `Tanh`.
//!
//! ```text
//! cargo run --release --example custom_layer
//! ```
//!
//! ```text
//! The gradient agrees with finite differences.
//!
//! Periodic
//! layer   |           | input | output | parameters | multiply-adds
//! linear1 | Linear(8) |     1 |      8 |         16 |             8
//! snake1  | Snake<8>  |     8 |      8 |          8 |             0
//! linear2 | Linear(1) |     8 |      1 |          9 |             8
//! total   |           |     1 |      1 |         33 |            16
//!
//! ┌─────────────────────────────────── Snake ────────────────────────────────────┐
//! │                                                                              │
//! │                                                                    ⢠⠖⠲⣄      │
//! │                       ∘∘            ⢀⣠⢤⡀           ⢠⠞⠉⠳⡄          ⣰⠋  ⠈⢧     │
//! │      ∘⣀⡀∘           ⢠⠞⠉⠳⡄          ⢠⠞∘ ⠙⣄         ⣰⠃   ⠙⡆        ⢠⠃    ⠈⢧    │
//! │     ⢠⠞⠁⠙⢦∘         ⢠⠏ ∘∘⠙⡄        ⢠⠏∘   ⠘⣆       ⢠⠇     ⠹⡄      ⢠⠏      ⠈⢧   │
//! │    ⢠⠏   ∘⢳∘       ⢀⠏     ⠹⡄      ⢀⡞      ⠘⡄     ⢠⠏       ⠹⡄    ⢀⡞        ⠈⢧  │
//! │   ⢀⡎∘     ⢧∘     ∘⡞       ⠹⡀     ⡜∘       ⠹⡄   ⢀⠎         ⠹⡄  ⢀⡞          ⠈⠳⣄│
//! │  ⢀⡞       ⠈⢧∘   ∘⡼∘        ⢳⡀  ∘⡼⠁         ⠙⢦⣀⣠⠏           ⠙⠦⠤⠋              │
//! │ ⢀⡜∘        ⠈⢦∘ ∘⡼⠁          ⠹⢤⣠⠞⠁                                            │
//! │⣠⠞           ⠈⠳⠤⠞⠁            ∘∘                                              │
//! │              ∘∘∘                                                             │
//! └──────────────────────────────────────────────────────────────────────────────┘
//! ┌──────────────────────────────────── Tanh ────────────────────────────────────┐
//! │                                              ⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀│
//! │                                       ⢀⡤⠖⠚⠉⠉⠉⠁                               │
//! │                       ∘∘            ⢀⡴⠋                                      │
//! │      ∘⣀⣀∘           ⣠⠖⠒⢦⡀          ⢀⡞∘                                       │
//! │     ⢀⡞⠁⠈⢳⡀         ⣰⠃ ∘∘⠹⡄        ⢀⡞∘                                        │
//! │    ⢀⠎   ∘⢳∘       ⢠⠇     ⠹⡄      ∘⡞                                          │
//! │   ⢀⡞∘     ⢧∘     ∘⡞       ⠹⡄     ⡼∘                                          │
//! │  ⢀⡞       ⠈⣆∘   ∘⣸⠁        ⠱⡀  ∘⡼⠁                                           │
//! │ ⢀⠞∘        ⠘⢦∘ ∘⣰⠃          ⠹⣄⣠⠞⠁                                            │
//! │⡴⠋           ⠈⠓⠦⠞⠁            ∘∘                                              │
//! │              ∘∘∘                                                             │
//! └──────────────────────────────────────────────────────────────────────────────┘
//!        2½ years seen in training                  2½ years never seen
//!
//! mean squared error    Snake    Tanh
//! seen in training       0.00    0.00
//! never seen             0.01    2.28
//! ```

use std::f64::consts::PI;

use monograd::loss::Loss;
use monograd::prelude::*;
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};

/// `y = x + sin²(a·x) / a`, with an `a` for each feature.
///
/// A layer is plain data: its parameters and nothing else.
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
    /// Backward finds all that it needs in `x`; nothing more has to be kept.
    type Workspace<const TILE: usize> = ();

    /// Parameters start at zero unless this says otherwise, and zero is no frequency.
    fn initialize<R: Rng + ?Sized>(&mut self, _init: Init, rng: &mut R) {
        self.a = self.a.map(|_| rng.random_range(1.0..4.0));
    }

    fn forward(&self, pass: Forward<'_, Self>) {
        let (x, y) = pass.into_parts();
        for (x, y) in x.iter().zip(y) {
            *y = x.zip_map(&self.a, |x, a| x + (a * x).sin().powi(2) / a);
        }
    }

    /// `dx = (1 + sin 2ax) · dy`
    fn backward<const TILE: usize>(&self, pass: Pass<'_, Self, TILE>, dx: &mut [Self::Input]) {
        for ((x, dy), dx) in pass.x.iter().zip(pass.dy).zip(dx) {
            *dx = x.zip_zip_map(&self.a, dy, |x, a, dy| (1.0 + (2.0 * a * x).sin()) * dy);
        }
    }

    /// `da += (x · sin 2ax / a − sin² ax / a²) · dy`, summed over the samples.
    fn gradient<const TILE: usize>(&self, pass: Pass<'_, Self, TILE>, gradient: &mut Self) {
        for (x, dy) in pass.x.iter().zip(pass.dy) {
            gradient.a += x.zip_zip_map(&self.a, dy, |x, a, dy| {
                (x * (2.0 * a * x).sin() - (a * x).sin().powi(2) / a) / a * dy
            });
        }
    }
}

network! {
    /// A curve over time; in `f64`, which finite differences need.
    struct Periodic<f64; 1 => Linear(8) => Snake<8> => Linear(1)>;
}

network! {
    /// The same with an activation of the library's.
    struct Plain<f64; 1 => Linear(8) => Tanh => Linear(1)>;
}

type Number = SVector<f64, 1>;

fn main() -> Result<(), monograd::Error> {
    let mut rng = StdRng::seed_from_u64(5);
    let (x, t) = readings(SEEN, 200, 0.3, &mut rng);
    let data = Dataset::new(&x, &t)?;

    let error = gradient_error(data)?;
    assert!(error < 1e-6, "the gradient is wrong by {error}");
    println!("The gradient agrees with finite differences.\n\n{}", Periodic::SUMMARY);

    let periodic: Boxed<Periodic> = trained(data)?;
    let plain: Boxed<Plain> = trained(data)?;
    draw("Snake", data, |x| periodic.predict(&[x].into())[0]);
    draw("Tanh", data, |x| plain.predict(&[x].into())[0]);
    println!("       2½ years seen in training                  2½ years never seen\n");

    println!("mean squared error    Snake    Tanh");
    for (name, years) in [("seen in training", SEEN), ("never seen", NEVER_SEEN)] {
        let (x, t) = readings(years, 1000, 0.0, &mut rng);
        let [snake, tanh] = [mean_squared_error(&*periodic, &x, &t), mean_squared_error(&*plain, &x, &t)];
        println!("{name:<18} {snake:>8.2} {tanh:>7.2}");
    }
    Ok(())
}

/// In quarters of a year.
const SEEN: [f64; 2] = [-5.0, 5.0];
const NEVER_SEEN: [f64; 2] = [5.0, 15.0];

/// Temperatures at random times: warm and cold once a year, slowly rising, and measured with noise.
fn readings(
    [from, to]: [f64; 2],
    count: usize,
    noise: f64,
    rng: &mut impl Rng,
) -> (Vec<Number>, Vec<Number>) {
    let reading = |_| {
        let x = rng.random_range(from..to);
        let t = 0.05 * x + (PI / 2.0 * x).sin();
        (Number::new(x), Number::new(t + noise * rng.random_range(-1.0..1.0)))
    };
    (0..count).map(reading).unzip()
}

/// The largest difference between the gradient and `(loss(θ + h) − loss(θ − h)) / 2h`, over all parameters.
fn gradient_error(data: Dataset<'_, Number, Number>) -> Result<f64, monograd::Error> {
    const H: f64 = 1e-5;
    let mut net = Periodic::init(&mut StdRng::seed_from_u64(1));
    let mut workspace = Workspace::new(&*net);
    let (mut gradient, mut unused) = (Periodic::zeros(), Periodic::zeros());
    workspace.loss_and_gradient(&net, &MeanSquaredError, data, &mut gradient)?;

    let mut worst = 0.0_f64;
    for i in 0..Periodic::PARAMETERS {
        let mut loss_at = |step: f64| {
            net.parameters_mut()[i] += step;
            let loss = workspace.loss_and_gradient(&net, &MeanSquaredError, data, &mut unused);
            net.parameters_mut()[i] -= step;
            loss
        };
        let slope = (loss_at(H)? - loss_at(-H)?) / (2.0 * H);
        worst = worst.max((slope - gradient.parameters()[i]).abs());
    }
    Ok(worst)
}

/// Draws and trains a network: any one from a number to a number.
fn trained<N>(data: Dataset<'_, Number, Number>) -> Result<Boxed<N>, monograd::Error>
where
    N: Network<Scalar = f64, Input = Number, Output = Number>,
    MeanSquaredError: Loss<N::Head, Target = Number>,
{
    let mut rng = StdRng::seed_from_u64(10);
    let mut net = N::init(&mut rng);
    let mut trainer = net.trainer(MeanSquaredError, Sgd::new(0.01).momentum(0.9));
    for epoch in 0..1000 {
        trainer.optimizer.learning_rate = if epoch < 700 { 0.01 } else { 0.001 };
        trainer.epoch(&mut net, data, 20, &mut rng)?;
    }
    Ok(net)
}

fn mean_squared_error<N>(net: &N, x: &[Number], t: &[Number]) -> f64
where
    N: Network<Scalar = f64, Input = Number, Output = Number>,
{
    let mut y = vec![Number::zeros(); x.len()];
    net.predict_batch(x, &mut y);
    y.iter().zip(t).map(|(y, t)| (y - t).norm_squared()).sum::<f64>() / x.len() as f64
}

const COLUMNS: usize = 78;
const ROWS: usize = 11;
const X: [f64; 2] = [-5.0, 15.0];
const Y: [f64; 2] = [2.2, -1.6];

/// Draws the readings, and the curve in braille characters, whose eight dots make it smooth.
fn draw(title: &str, data: Dataset<'_, Number, Number>, curve: impl Fn(f64) -> f64) {
    const DOTS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
    const STEPS: usize = 32 * COLUMNS;

    let mut readings = [[false; COLUMNS]; ROWS];
    for (x, t) in data.samples().iter().zip(data.targets()) {
        readings[cell(t[0], ROWS, Y)][cell(x[0], COLUMNS, X)] = true;
    }

    let mut dots = [[0; COLUMNS]; ROWS];
    for step in 0..STEPS {
        let x = X[0] + (X[1] - X[0]) * step as f64 / STEPS as f64;
        let (row, column) = (cell(curve(x), 4 * ROWS, Y), cell(x, 2 * COLUMNS, X));
        dots[row / 4][column / 2] |= DOTS[row % 4][column % 2];
    }

    println!("┌{:─^COLUMNS$}┐", format!(" {title} "));
    for (dots, readings) in dots.iter().zip(readings) {
        let cells = dots.iter().zip(readings).map(|(&dots, reading)| match (dots, reading) {
            (0, true) => '∘',
            (0, false) => ' ',
            (dots, _) => char::from_u32(0x2800 + u32::from(dots)).expect("a braille character"),
        });
        println!("│{}│", cells.collect::<String>());
    }
    println!("└{}┘", "─".repeat(COLUMNS));
}

/// The cell, of `cells` from one end of the picture to the other, where `x` lies; beyond the ends, the last.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "both are what is wanted")]
fn cell(x: f64, cells: usize, [from, to]: [f64; 2]) -> usize {
    let cell = (x - from) / (to - from) * cells as f64;
    (cell as usize).min(cells - 1)
}
