//! A noisy sine with a few wild readings, fitted twice: with the squared error and with Huber's.
//!
//! One reading in ten is wrong by a lot, and always upwards. To the squared error such a reading counts by
//! its square, and the network bends to meet it. Huber's loss grows only linearly beyond
//! `delta`, and the curve stays where most of the readings are.
//!
//! ```text
//! cargo run --release --example regression
//! cargo run --release --features plot --example regression -- target/plots
//! ```
//!
//! The second also writes `regression.png` into the folder: both curves among the readings. Ctrl-C ends a fit early, with
//! what was learned.
//!
//! ```text
//! ┌───────────────────────────── mean squared error ─────────────────────────────┐
//! │         ∘                                   ∘  ∘                             │
//! │          ∘  ∘                                                                │
//! │            ∘                                        ∘                        │
//! │                                                    ∘ ∘                       │
//! │ ∘                                  ∘ ∘∘                                      │
//! │     ∘   ∘ ⣀⣀⣀                               ⣠⠤⢤⣀⡀                            │
//! │       ⢀⣠⠔⠋⠁ ⠘⣆                         ∘   ⡼⠁   ⠉⠙⠲⢤⣀                        │
//! │  ⢀⣀⡤⠴⠚⠉∘∘∘∘ ∘⠘⡄            ∘             ⢀⡼⠁∘∘∘∘∘ ∘∘⠈⠙⢦⡀        ∘    ∘    ∘  │
//! │⠒⠋⠉∘    ∘ ∘∘  ∘⢱⡀             ∘ ∘     ⡤⠒⠋⠉⠉∘ ∘        ∘∘⠙⢦                    │
//! │∘              ∘⢣⡀                  ⢀⡞   ∘∘          ∘ ∘ ⠈⠳⡄                  │
//! │                 ⠙⢦⡀∘              ⢀⡞∘                    ∘⠙⣆∘                │
//! │                  ∘⠉⠳⣄⡀ ∘         ⣠⠎∘∘                      ⠈⠳⣄           ∘ ⣀⣠│
//! │                    ∘ ⠙⠲⠤⢤⣀⣀⣀⣀⡤⠤⠖⠊⠁                           ⠈⠳⢤⣀⣀⡀⣀⣀⣀⡤⠴⠒⠋⠉∘∘│
//! │                       ∘∘∘∘∘∘  ∘∘∘                              ∘∘∘⠉⠁∘∘ ∘     │
//! │                        ∘   ∘∘ ∘                                 ∘ ∘∘∘        │
//! │                                                                              │
//! └──────────────────────────────────────────────────────────────────────────────┘
//! ┌──────────────────────────────── Huber's loss ────────────────────────────────┐
//! │         ∘                                   ∘  ∘                             │
//! │          ∘  ∘                                                                │
//! │            ∘                                        ∘                        │
//! │                                                    ∘ ∘                       │
//! │ ∘                                  ∘ ∘∘                                      │
//! │     ∘   ∘                                                                    │
//! │       ∘∘ ∘                             ∘       ⢀⣀⣀∘∘∘                        │
//! │  ∘⣀⣠⠤⠖⠚⠉⠉⠉⠙⠲⢤⡀             ∘              ⢀⡤⠖⠚⠉⠉∘⠈⠉⠙⠲⣄⡀         ∘    ∘    ∘  │
//! │⠴⠒⠋⠁    ∘ ∘∘  ⠙⢆              ∘ ∘        ⣠⠞⠉ ∘        ∘⠙⢦⡀                    │
//! │∘              ⠈⠳⡀                     ⣠⠊⠁∘          ∘ ∘ ⠙⢦⡀                  │
//! │                 ⠙⢦⡀∘                ⣠⠞⠁                  ∘⠙⢦∘                │
//! │                  ∘⠙⢦⡀  ∘         ∘⣠⠞⠁                      ∘⠳⣄           ∘ ⢀⣠│
//! │                    ∘⠙⠲⣄⡀ ∘     ⣀⡤⠞⠁                          ⠈⠳⣄∘     ∘⢀⣠⠴⠚⠉∘│
//! │                       ∘⠉⠙⠒⠒⠒⠒⠒⠋⠁∘                              ⠈⠓⠦⠤⠤⠤⠖⠚⠉     │
//! │                        ∘   ∘∘ ∘                                 ∘ ∘∘∘        │
//! │                                                                              │
//! └──────────────────────────────────────────────────────────────────────────────┘
//! mean squared error on 1,000 held-out readings without wild ones
//!   fitted with the squared error   0.091
//!   fitted with Huber's loss        0.028
//!   of the sine itself: the noise   0.023
//! ```

use std::sync::atomic::AtomicBool;

use monograd::loss::Loss;
use monograd::prelude::*;
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};

#[path = "shared/interrupt.rs"]
mod interrupt;

network! {
    /// A function of one variable.
    struct Curve<1 => Linear(24) => Tanh => Linear(24) => Tanh => Linear(1)>;
}

type Number = SVector<f32, 1>;

fn main() -> Result<(), monograd::Error> {
    let mut rng = StdRng::seed_from_u64(4);
    let (x, t) = readings(200, 0.1, &mut rng);
    let training = Dataset::new(&x, &t)?;

    let stop = interrupt::flag();
    let squared = fitted(MeanSquaredError, training, stop)?;
    let huber = fitted(Huber { delta: 0.1 }, training, stop)?;

    draw("mean squared error", training, |x| squared.predict(&[x].into())[0]);
    draw("Huber's loss", training, |x| huber.predict(&[x].into())[0]);
    #[cfg(feature = "plot")]
    save(training, &squared, &huber)?;

    // Judged on new readings, none of them wild.
    let (x, t) = readings(1000, 0.0, &mut rng);
    println!("mean squared error on 1,000 held-out readings without wild ones");
    println!("  fitted with the squared error   {:.3}", mean_squared_error(&squared, &x, &t));
    println!("  fitted with Huber's loss        {:.3}", mean_squared_error(&huber, &x, &t));
    println!("  of the sine itself: the noise   {:.3}", NOISE * NOISE);
    Ok(())
}

const NOISE: f32 = 0.15;

/// Readings of `sin 2x` for `x` in `-3..3`; the share `wild` of them is too high by 1 to 2.
fn readings(count: usize, wild: f64, rng: &mut impl Rng) -> (Vec<Number>, Vec<Number>) {
    let reading = |_| {
        let x = rng.random_range(-3.0..3.0);
        // Nearly normal: the sum of twelve uniform numbers has variance 1.
        let noise = NOISE * ((0..12).map(|_| rng.random::<f32>()).sum::<f32>() - 6.0);
        let slip = if rng.random_bool(wild) { rng.random_range(1.0..2.0) } else { 0.0 };
        (Number::new(x), Number::new((2.0 * x).sin() + noise + slip))
    };
    (0..count).map(reading).unzip()
}

/// A curve trained with any loss that compares numbers.
fn fitted<L>(
    loss: L,
    data: Dataset<'_, Number, Number>,
    stop: &AtomicBool,
) -> Result<Boxed<Curve>, monograd::Error>
where
    L: Loss<<Curve as Network>::Head, Target = Number>,
{
    let mut rng = StdRng::seed_from_u64(1);
    let mut net = Curve::init(&mut rng);
    net.fit(loss, Sgd::new(0.05).momentum(0.9))
        .batch_size(20)
        .epochs(1000)
        // Long steps first, short ones at the end, when there is little left to learn but noise.
        .schedule(|epoch| if epoch < 700 { 1.0 } else { 0.1 })
        .stop_flag(stop)
        .run(&mut net, data, &mut rng)?;
    Ok(net)
}

/// Writes the picture, where the command line names a folder.
#[cfg(feature = "plot")]
fn save(data: Dataset<'_, Number, Number>, squared: &Curve, huber: &Curve) -> Result<(), monograd::Error> {
    use monograd::plot::{Picture, regression_curve};

    let Some(folder) = std::env::args_os().nth(1).map(std::path::PathBuf::from) else {
        return Ok(());
    };
    let panels = [
        regression_curve(squared, data)?.title("Mean squared error: the curve follows the wild readings"),
        regression_curve(huber, data)?.title("Huber's loss: it stays where most of them are"),
    ];
    let picture = Picture::grid(1, panels).title("A noisy sine with a few wild readings");
    let file = folder.join("regression.png");
    std::fs::create_dir_all(&folder).map_err(|cause| monograd::FileError::Write { path: folder, cause })?;
    picture.axes("x", "reading").save(&file)?;
    println!("The picture is `{}`.", file.display());
    Ok(())
}

fn mean_squared_error(net: &Curve, x: &[Number], t: &[Number]) -> f32 {
    x.iter().zip(t).map(|(x, t)| (net.predict(x) - t).norm_squared()).sum::<f32>() / x.len() as f32
}

const COLUMNS: usize = 78;
const ROWS: usize = 16;
const X: [f32; 2] = [-3.0, 3.0];
const Y: [f32; 2] = [3.0, -1.6];

/// Draws the readings, and the curve in braille characters, whose eight dots make it smooth.
fn draw(title: &str, data: Dataset<'_, Number, Number>, curve: impl Fn(f32) -> f32) {
    const DOTS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
    const STEPS: usize = 32 * COLUMNS;

    let mut readings = [[false; COLUMNS]; ROWS];
    for (x, t) in data.samples().iter().zip(data.targets()) {
        readings[cell(t[0], ROWS, Y)][cell(x[0], COLUMNS, X)] = true;
    }

    let mut dots = [[0; COLUMNS]; ROWS];
    for step in 0..STEPS {
        let x = X[0] + (X[1] - X[0]) * step as f32 / STEPS as f32;
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
fn cell(x: f32, cells: usize, [from, to]: [f32; 2]) -> usize {
    let cell = (x - from) / (to - from) * cells as f32;
    (cell as usize).min(cells - 1)
}
