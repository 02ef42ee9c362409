//! Two interleaving moons: what a line can tell apart, what a small network can, and what goes wrong with a large one.
//!
//! Three networks train on the same 100 noisy points, which the terminal shows on the plane as each network
//! divides it: shaded where it says `●`, blank where it says `○`. All are judged on 2,000 other points.
//!
//! ```text
//! cargo run --release --example classify_2d
//! cargo run --release --features plot --example classify_2d -- target/plots
//! ```
//!
//! The second writes into the folder: `classify_2d.png`, the three boundaries after 1, 10, 50 and 400 epochs;
//! `classify_2d.gif`, the same in motion; and `classify_2d_curves.png`, where the large network's losses part: on the
//! points that it learns from it goes to nothing, on others it rises. That is over-fitting. Ctrl-C ends a training
//! early, with what was learned.
//!
//! ```text
//! ┌──────── a line ────────┐ ┌────── 6 neurons ───────┐ ┌─── 2 × 128 neurons ────┐
//! │░░░░░░░░░░░░░░░░░░░░░░░░│ │░░░░░░░░░░░░░░░░░░░     │ │░░░░░░░░░░░░░░░░░       │
//! │░░░░●░░●░░░░░░░░░░░░░░░░│ │░░░░●░░●░░░░░░░░░░      │ │░░░░●░░●░░░░░░░░░       │
//! │░░░░░░░░●░░●░░░░░░░░░░░░│ │░░░░░░░░●░░●░░░░░░      │ │░░░░░░░░●░░●░░░░░       │
//! │░░░░░●░●○░░░░░░░░░░░░○░ │ │░░░░░●░●○░░░░░░░░░   ○  │ │░░░░░●░●○░░░░░░░░    ○  │
//! │░░░░░●●░●●░░░░●░░░○░    │ │░░░░░●●░●●░░░░●░░ ○     │ │░░░░░●●░●●░░░░●░░ ○     │
//! │░░░●●░●●●●●●●●●░░░      │ │░░░●●░●●●●●●●●●░░       │ │░░░●●░●●●●●●●●●░        │
//! │░░░░░░░░●○●░●░●░○       │ │░░░░░░░░●○●░●░●░○       │ │░░░░░░░░●○●░●░●░○       │
//! │░░░░●░░░○░○░●●●●   ○    │ │░░░░●░░░○ ○░●●●●   ○    │ │░░░░●░░ ○ ○░●●●●   ○    │
//! │░░░░░░░○░○░   ● ○  ○    │ │░░░░░░░○ ○  ░░●░○  ○    │ │░░░░░░░○ ○  ░░●░○  ○    │
//! │░░●░●░░░░○    ● ○○○○    │ │░░●░●░░  ○   ░● ○○○○    │ │░░●░●░░░░○   ░●░○○○○    │
//! │░░░●░░    ○○○○○○○ ○○○   │ │░░░●░░░   ○○○○○○○ ○○○   │ │░░░●░░░░░ ○○○○○○○ ○○○   │
//! │░░░░  ● ○○○○   ○○○      │ │░░░░░░● ○○○○   ○○○      │ │░░░░░░●░○○○○   ○○○      │
//! │░░        ○ ○ ○ ○○      │ │░░░░░░    ○ ○ ○ ○○      │ │░░░░░░░░  ○ ○ ○ ○○      │
//! │          ○      ○      │ │░░░░░░    ○      ○      │ │░░░░░░░   ○      ○      │
//! │                ○       │ │░░░░░           ○       │ │░░░░░░░         ○       │
//! │                        │ │░░░░                    │ │░░░░░░                  │
//! └────────────────────────┘ └────────────────────────┘ └────────────────────────┘
//!
//! accuracy                    a line        6 neurons  2 × 128 neurons
//! training points             83.0 %           97.0 %           99.0 %
//! held-out points             85.3 %           91.6 %           89.4 %
//!
//! loss on the held-out points
//! epoch   1                    0.761            0.588            0.340
//! epoch  10                    0.601            0.357            0.281
//! epoch  50                    0.406            0.335            0.620
//! epoch 400                    0.330            0.248            1.521
//! ```
//!
//! No straight line parts the moons. The small network's border winds between them, and what it still gets wrong lies
//! where the noise has mixed them. The large one makes room for every single point that it has seen, and pays for it
//! on those that it has not.

use std::array;
use std::error::Error;
use std::sync::atomic::AtomicBool;

use monograd::data::make;
use monograd::layers::Sigmoid;
use monograd::prelude::*;
use monograd::train::EpochRecord;
use rand::{SeedableRng, rngs::StdRng};

#[path = "shared/interrupt.rs"]
mod interrupt;

network! {
    /// Logistic regression: the border is a straight line.
    struct Straight<2 => Linear(1) => Sigmoid>;
}

network! {
    /// A few neurons: the border bends.
    struct Small<2 => Linear(6) => Tanh => Linear(1) => Sigmoid>;
}

network! {
    /// Far more parameters than points: the border goes wherever it likes.
    struct Large<2 => Linear(128) => ReLU => Linear(128) => ReLU => Linear(1) => Sigmoid>;
}

type Point = SVector<f32, 2>;
type Points<'a> = Dataset<'a, Point, [bool; 1]>;

const NAMES: [&str; 3] = ["a line", "6 neurons", "2 × 128 neurons"];
const EPOCHS: usize = 400;
/// The epochs that are printed and drawn.
const STAGES: [usize; 4] = [1, 10, 50, EPOCHS];
/// Those of the moving picture.
const FRAMES: [usize; 16] = [1, 2, 3, 5, 7, 10, 15, 22, 33, 50, 75, 110, 160, 230, 310, EPOCHS];

/// A network after its training, and what is known about that.
struct Trained<N> {
    net: Boxed<N>,
    history: History,
    /// The network as it was after some of the epochs.
    #[cfg_attr(not(feature = "plot"), expect(dead_code, reason = "for the pictures"))]
    stages: Vec<(usize, Boxed<N>)>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut rng = StdRng::seed_from_u64(4);
    // The upper moon is `●`, the answer `true`.
    let mut moons = |count| make::moons(count, 0.3, &mut rng).map_targets(|class| [class.index() == 0]);
    let (training, held_out) = (moons(100), moons(2000));
    let (training, held_out) = (training.as_dataset(), held_out.as_dataset());

    let stop = interrupt::flag();
    let line = trained::<Straight>(training, held_out, stop)?;
    let small = trained::<Small>(training, held_out, stop)?;
    let large = trained::<Large>(training, held_out, stop)?;

    let first = drawing(NAMES[0], |x| line.net.predict(x)[0] > 0.5, training);
    let second = drawing(NAMES[1], |x| small.net.predict(x)[0] > 0.5, training);
    let third = drawing(NAMES[2], |x| large.net.predict(x)[0] > 0.5, training);
    for ((first, second), third) in first.iter().zip(second).zip(third) {
        println!("{first} {second} {third}");
    }

    println!("\naccuracy          {:>16} {:>16} {:>16}", NAMES[0], NAMES[1], NAMES[2]);
    for (name, data) in [("training points", training), ("held-out points", held_out)] {
        let accuracies = [line.net.accuracy(data), small.net.accuracy(data), large.net.accuracy(data)];
        let [line, small, large] = accuracies.map(|accuracy| 100.0 * accuracy);
        println!("{name}   {line:>14.1} % {small:>14.1} % {large:>14.1} %");
    }
    println!("\nloss on the held-out points");
    for epoch in STAGES {
        let loss = |history: &History| history.epochs.get(epoch - 1)?.validation_loss;
        let losses = [&line.history, &small.history, &large.history].map(loss);
        // Ctrl-C may have left some out.
        let [line, small, large] =
            losses.map(|loss| loss.map_or_else(|| "-".into(), |loss| format!("{loss:.3}")));
        println!("epoch {epoch:>3}         {line:>16} {small:>16} {large:>16}");
    }

    #[cfg(feature = "plot")]
    pictures::save(training, &line, &small, &large)?;
    Ok(())
}

/// Draws and trains a network: any one from a point to a probability.
fn trained<N>(
    training: Points<'_>,
    held_out: Points<'_>,
    stop: &AtomicBool,
) -> Result<Trained<N>, monograd::Error>
where
    N: Network<Scalar = f32, Input = Point, Head = Sigmoid<1>>,
{
    let mut rng = StdRng::seed_from_u64(2);
    let mut net = N::init(&mut rng);
    let mut stages = Vec::new();
    let keep = |net: &N, record: &EpochRecord| {
        if FRAMES.contains(&record.epoch) {
            let mut copy = N::zeros();
            copy.parameters_mut().copy_from_slice(net.parameters());
            stages.push((record.epoch, copy));
        }
    };
    let history = net
        .fit(BinaryCrossEntropy, Adam::new(0.01))
        .batch_size(20)
        .epochs(EPOCHS)
        .validation(held_out)
        .on_epoch(keep)
        .stop_flag(stop)
        .run(&mut net, training, &mut rng)?;
    Ok(Trained { net, history, stages })
}

const COLUMNS: usize = 24;
const ROWS: usize = 16;
const X: [f32; 2] = [-1.8, 2.8];
const Y: [f32; 2] = [1.8, -1.3];

/// The plane as `shaded` divides it, with the points on top.
fn drawing(title: &str, shaded: impl Fn(&Point) -> bool, data: Points<'_>) -> Vec<String> {
    let mut canvas: [[char; COLUMNS]; ROWS] = array::from_fn(|row| {
        array::from_fn(|column| {
            let here = Point::new(middle(column, COLUMNS, X), middle(row, ROWS, Y));
            if shaded(&here) { '░' } else { ' ' }
        })
    });

    for (x, &[class]) in data.samples().iter().zip(data.targets()) {
        canvas[cell(x[1], ROWS, Y)][cell(x[0], COLUMNS, X)] = if class { '●' } else { '○' };
    }

    let mut lines = vec![format!("┌{:─^COLUMNS$}┐", format!(" {title} "))];
    lines.extend(canvas.map(|row| format!("│{}│", String::from_iter(row))));
    lines.push(format!("└{}┘", "─".repeat(COLUMNS)));
    lines
}

/// The middle of a cell, of `cells` from one end of the picture to the other.
fn middle(cell: usize, cells: usize, [from, to]: [f32; 2]) -> f32 {
    from + (to - from) * (cell as f32 + 0.5) / cells as f32
}

/// The cell, of `cells` from one end of the picture to the other, where `x` lies; beyond the ends, the last.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "both are what is wanted")]
fn cell(x: f32, cells: usize, [from, to]: [f32; 2]) -> usize {
    let cell = (x - from) / (to - from) * cells as f32;
    (cell as usize).min(cells - 1)
}

/// The pictures of the training runs.
#[cfg(feature = "plot")]
mod pictures {
    use std::time::Duration;
    use std::{env, error::Error, fs, path::PathBuf};

    use monograd::layers::Sigmoid;
    use monograd::plot::{self, Animation, Picture};
    use monograd::prelude::*;

    use super::{FRAMES, Large, NAMES, Point, Points, STAGES, Small, Straight, Trained};

    /// Writes all pictures into the folder that the command line names.
    pub(crate) fn save(
        data: Points<'_>,
        line: &Trained<Straight>,
        small: &Trained<Small>,
        large: &Trained<Large>,
    ) -> Result<(), Box<dyn Error>> {
        let Some(folder) = env::args_os().nth(1).map(PathBuf::from) else {
            println!("\nWith a folder as argument, as in `-- target/plots`, this run leaves pictures there.");
            return Ok(());
        };
        fs::create_dir_all(&folder)?;
        let row = |epoch: usize| -> Result<Vec<Picture>, monograd::plot::Error> {
            let panels = [
                boundary(line, NAMES[0], epoch, data),
                boundary(small, NAMES[1], epoch, data),
                boundary(large, NAMES[2], epoch, data),
            ];
            panels.into_iter().flatten().collect()
        };

        let stages = STAGES.into_iter().map(row).collect::<Result<Vec<_>, _>>()?.concat();
        if !stages.is_empty() {
            let title = "One problem, three networks: the plane as they divide it";
            Picture::grid(3, stages).title(title).save(folder.join("classify_2d.png"))?;
            let mut animation = Animation::new(Duration::from_millis(300));
            for epoch in FRAMES {
                let panels = row(epoch)?;
                // Ctrl-C may have left some out.
                if panels.len() == NAMES.len() {
                    animation.push(&Picture::grid(3, panels))?;
                }
            }
            animation.save(folder.join("classify_2d.gif"))?;
        }

        let mut curves = Vec::new();
        for (name, history) in NAMES.into_iter().zip([&line.history, &small.history, &large.history]) {
            curves.push(plot::learning_curves(history)?.title(name));
        }
        let title = "Over-fitting: 100 points to learn from (training), 2,000 others (validation)";
        let picture = Picture::grid(3, curves).same_axes().title(title);
        picture.save(folder.join("classify_2d_curves.png"))?;
        println!("\nThe pictures are in `{}`.", folder.display());
        Ok(())
    }

    /// The plane as the network divided it after an epoch, if there was that epoch.
    fn boundary<N>(
        trained: &Trained<N>,
        name: &str,
        epoch: usize,
        data: Points<'_>,
    ) -> Option<Result<Picture, monograd::plot::Error>>
    where
        N: Network<Scalar = f32, Input = Point, Head = Sigmoid<1>>,
    {
        let (_, net) = trained.stages.iter().find(|(at, _)| *at == epoch)?;
        let picture = plot::decision_boundary(&**net, data);
        let title = format!("{name}, epoch {epoch}");
        Some(picture.map(|picture| picture.class_names(["lower moon", "upper moon"]).title(title)))
    }
}
