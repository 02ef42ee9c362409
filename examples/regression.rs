//! A noisy sine with a few wild readings, fitted twice: with the squared error and with Huber's.
//!
//! One reading in ten is wrong by a lot, and always upwards. To the squared error such a reading counts by
//! its square, and the network bends to meet it. Huber's loss grows only linearly beyond `delta`, and the
//! curve stays where most of the readings are.
//!
//! ```text
//! cargo run --release --example regression
//! cargo run --release --features plot --example regression -- target/plots
//! ```
//!
//! It sketches both curves in the terminal; the second command also draws them into the folder, as
//! `regression.png`. Ctrl-C ends a fit early, with what was learned.
//!
//! ```text
//! mean squared error on 1,000 held-out readings without wild ones
//!   fitted with the squared error   0.072
//!   fitted with Huber's loss        0.025
//!   of the sine itself: the noise   0.022
//! ```

use monograd::Scalar;
use monograd::data::make;
use monograd::loss::Loss;
use monograd::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use shared::interrupt;
use shared::sketch::Sketch;

network! {
    /// A function of one variable.
    struct Curve<1 => Linear(24) => Tanh => Linear(24) => Tanh => Linear(1)>;
}

type Number = SVector<f32, 1>;
type Readings<'a> = Dataset<'a, Number, Number>;

/// The standard deviation of the readings.
const NOISE: f64 = 0.15;

fn main() -> Result<(), monograd::Error> {
    let mut rng = StdRng::seed_from_u64(4);
    let wave = |x: &Number| x.map(|x| (2.0 * x).sin());
    let mut sine = |count| make::function(count, -3.0..3.0, NOISE, wave, &mut rng);
    let (mut training, held_out) = (sine(200), sine(1000));
    for target in training.targets_mut() {
        if rng.random_bool(0.1) {
            target[0] += rng.random_range(1.0..2.0);
        }
    }
    let (training, held_out) = (training.as_dataset(), held_out.as_dataset());

    let squared = fitted(MeanSquaredError, training)?;
    let huber = fitted(Huber { delta: 0.1 }, training)?;

    print!(
        "{}{}",
        sketch("mean squared error", training, &squared),
        sketch("Huber's loss", training, &huber)
    );
    println!("mean squared error on 1,000 held-out readings without wild ones");
    println!("  fitted with the squared error   {:.3}", squared.mean_squared_error(held_out));
    println!("  fitted with Huber's loss        {:.3}", huber.mean_squared_error(held_out));
    println!("  of the sine itself: the noise   {:.3}", NOISE * NOISE);
    #[cfg(feature = "plot")]
    save(training, &squared, &huber)?;
    Ok(())
}

/// A curve trained with any loss that compares numbers.
fn fitted<L>(loss: L, data: Readings<'_>) -> Result<Boxed<Curve>, monograd::Error>
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
        .stop_flag(interrupt::flag())
        .run(&mut net, data, &mut rng)?;
    Ok(net)
}

/// The readings and the curve, for the terminal.
fn sketch(title: &str, data: Readings<'_>, net: &Curve) -> String {
    let plane = Sketch { columns: 78, rows: 16, x: [-3.0, 3.0], y: [-1.6, 3.0] };
    let points = data.samples().iter().zip(data.targets()).map(|(x, t)| [x[0].into(), t[0].into()]);
    plane.curve(title, points, |x| net.predict(&[f32::from_f64(x)].into())[0].into())
}

/// Writes the picture, where the command line names a folder.
#[cfg(feature = "plot")]
fn save(data: Readings<'_>, squared: &Curve, huber: &Curve) -> Result<(), monograd::Error> {
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
