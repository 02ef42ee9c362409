//! Two interleaving moons: what a line can tell apart, what a small network can, and what a large one
//! overdoes.
//!
//! Three networks learn from the same 100 noisy points, and are judged on 2,000 others. No straight line
//! parts the moons. The border of six neurons winds between them, and what they still get wrong lies where
//! the noise has mixed the points. The large network makes room for each point that it has seen, and pays for
//! it on those that it has not: that is over-fitting. The example `boundary` draws how it happens.
//!
//! ```text
//! cargo run --release --example moons
//! ```
//!
//! ```text
//! network          accuracy: training  held-out    held-out loss: best   last
//! a line                       83.0 %    85.3 %                  0.330  0.330
//! 6 neurons                    97.0 %    91.6 %                  0.236  0.248
//! 2 × 128 neurons              99.0 %    89.6 %                  0.277  1.897
//! ```

use monograd::Scalar;
use monograd::data::make;
use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};
use shared::interrupt;
use shared::sketch::{Sketch, side_by_side};

network! { struct Line<2 => Linear(1) => Sigmoid>; }
network! { struct Small<2 => Linear(6) => Tanh => Linear(1) => Sigmoid>; }
network! { struct Large<2 => Linear(128) => ReLU => Linear(128) => ReLU => Linear(1) => Sigmoid>; }

type Point = SVector<f32, 2>;
type Points<'a> = Dataset<'a, Point, [bool; 1]>;

fn main() -> Result<(), monograd::Error> {
    let mut rng = StdRng::seed_from_u64(4);
    // The upper moon is `●`, the answer `true`.
    let mut moons = |count| make::moons(count, 0.3, &mut rng).map_targets(|class| [class.index() == 0]);
    let (training, held_out) = (moons(100), moons(2000));
    let (training, held_out) = (training.as_dataset(), held_out.as_dataset());

    println!("network          accuracy: training  held-out    held-out loss: best   last");
    let sketches = [
        train::<Line>("a line", training, held_out)?,
        train::<Small>("6 neurons", training, held_out)?,
        train::<Large>("2 × 128 neurons", training, held_out)?,
    ];
    println!("\n{}", side_by_side(&sketches));
    Ok(())
}

/// Trains any network from a point to a probability, prints a line about it, and sketches how it divides the
/// plane.
fn train<N>(name: &str, training: Points<'_>, held_out: Points<'_>) -> Result<String, monograd::Error>
where
    N: Network<Scalar = f32, Input = Point, Head = Sigmoid<1>>,
{
    let mut rng = StdRng::seed_from_u64(2);
    let mut net = N::init(&mut rng);
    let fit = net.fit(BinaryCrossEntropy, Adam::new(0.01)).batch_size(20).epochs(400).validation(held_out);
    // Ctrl-C ends a run early, with what was learned.
    let history = fit.stop_flag(interrupt::flag()).run(&mut net, training, &mut rng)?;

    let accuracies = [training, held_out].map(|data| 100.0 * net.accuracy(data));
    let losses = [history.best(), history.last()].map(|epoch| epoch.and_then(|epoch| epoch.validation_loss));
    let [best, last] = losses.map(|loss| loss.unwrap_or(f64::NAN));
    println!("{name:<24} {:>8.1} % {:>7.1} % {best:>22.3} {last:>6.3}", accuracies[0], accuracies[1]);

    let plane = Sketch { columns: 24, rows: 16, x: [-1.8, 2.8], y: [-1.3, 1.8] };
    let points = training.samples().iter().zip(training.targets());
    let points = points.map(|(x, &[class])| ([x[0].into(), x[1].into()], class));
    Ok(plane.plane(name, points, |[x, y]| net.classify(&[x, y].map(f32::from_f64).into()) == Some([true])))
}
