//! Two networks learn to part two moons, in motion: how a border grows, and how it goes too far.
//!
//! Six neurons find the border and keep it. Two layers of 128 neurons find it as fast and then bend it around
//! each point that they learn from, and their loss on other points rises. (The example `moons` says more
//! about it.)
//!
//! ```text
//! cargo run --release --features plot --example boundary -- target/plots
//! ```
//!
//! writes `boundary.gif` and `curves.png` into the folder. Those beside this file, which the README shows,
//! are drawn by
//!
//! ```text
//! MONOGRAD_ISA=portable cargo run --release --features plot --example boundary -- examples/boundary
//! ```
//!
//! which gives the same bytes on every machine.

use std::env;
use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use monograd::data::make;
use monograd::plot::{self, Animation, Picture};
use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

network! { struct Small<2 => Linear(6) => Tanh => Linear(1) => Sigmoid>; }
network! { struct Large<2 => Linear(128) => ReLU => Linear(128) => ReLU => Linear(1) => Sigmoid>; }

type Point = SVector<f32, 2>;
type Points<'a> = Dataset<'a, Point, [bool; 1]>;

/// The epochs after which a picture is taken.
const FRAMES: [usize; 8] = [1, 3, 8, 20, 45, 90, 170, 300];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os().nth(1).map(PathBuf::from).ok_or("name a folder for the pictures")?;
    fs::create_dir_all(&folder)?;

    let mut rng = StdRng::seed_from_u64(4);
    let mut moons = |count| make::moons(count, 0.3, &mut rng).map_targets(|class| [class.index() == 1]);
    let (training, held_out) = (moons(100), moons(1000));
    let (training, held_out) = (training.as_dataset(), held_out.as_dataset());
    let (small_borders, small_losses) = train::<Small>("6 neurons", training, held_out)?;
    let (large_borders, large_losses) = train::<Large>("2 × 128 neurons", training, held_out)?;

    let mut animation = Animation::new(Duration::from_millis(400));
    for (small, large) in small_borders.into_iter().zip(large_borders) {
        animation.push(&Picture::grid(2, [small, large]).size(960, 460))?;
    }
    animation.save(folder.join("boundary.gif"))?;
    let losses = Picture::grid(2, [small_losses, large_losses]).same_axes();
    losses.size(1400, 560).save(folder.join("curves.png"))?;
    println!("The pictures are in `{}`.", folder.display());
    Ok(())
}

/// Trains a network, and draws its border after some of the epochs and its losses after all.
fn train<N>(
    name: &str,
    training: Points<'_>,
    held_out: Points<'_>,
) -> Result<(Vec<Picture>, Picture), monograd::Error>
where
    N: Network<Scalar = f32, Input = Point, Head = Sigmoid<1>>,
{
    let mut rng = StdRng::seed_from_u64(2);
    let mut net = N::init(&mut rng);
    let mut borders = Vec::new();
    let history = net
        .fit(BinaryCrossEntropy, Adam::new(0.01))
        .batch_size(20)
        .epochs(FRAMES[FRAMES.len() - 1])
        .validation(held_out)
        .on_epoch(|net, record| {
            if FRAMES.contains(&record.epoch) {
                let title = format!("{name}, epoch {}", record.epoch);
                borders.push(plot::decision_boundary(net, training).map(|picture| picture.title(title)));
            }
        })
        .run(&mut net, training, &mut rng)?;
    let borders = borders.into_iter().collect::<Result<_, _>>()?;
    Ok((borders, plot::learning_curves(&history)?.title(name)))
}
