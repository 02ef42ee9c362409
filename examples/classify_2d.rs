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
//! │░░░░░░░░░░░░░░░░░░░░░░░░│ │░░░░░░░░░░░░░░░░░░░     │ │░░░░░░░ ░░░░░░░░░░░     │
//! │░░░░●░░●░░░░░░░░░░░░░░░░│ │░░░░●░░●░░░░░░░░░░      │ │░░░░●░░●░░░░░░░░░░░     │
//! │░░░░░░░░●░░●░░░░░░░░░░░░│ │░░░░░░░░●░░●░░░░░░      │ │░░░░░░░░●░░●░░░░░░      │
//! │░░░░░●░●○░░░░░░░░░░░░○░ │ │░░░░░●░●○░░░░░░░░░   ○  │ │░░░░░●░●○░░░░░░░░░   ○  │
//! │░░░░░●●░●●░░░░●░░░○░    │ │░░░░░●●░●●░░░░●░░ ○     │ │░░░░░●●░●●░░░░●░░ ○     │
//! │░░░●●░●●●●●●●●●░░░      │ │░░░●●░●●●●●●●●●░░       │ │░░░●●░●●●●●●●●●░░       │
//! │░░░░░░░░●○●░●░●░○       │ │░░░░░░░░●○●░●░●░○       │ │░░░░░░░░●○●░●░●░○       │
//! │░░░░●░░░○░○░●●●●   ○    │ │░░░░●░░░○ ○░●●●●   ○    │ │░░░░●░  ○ ○░●●●●   ○    │
//! │░░░░░░░○░○░   ● ○  ○    │ │░░░░░░░○ ○  ░░●░○  ○    │ │░░░░░░░○ ○ ░░░●░○  ○    │
//! │░░●░●░░░░○    ● ○○○○    │ │░░●░●░░░ ○   ░● ○○○○    │ │░░●░●░░░ ○  ░░● ○○○○    │
//! │░░░●░░    ○○○○○○○ ○○○   │ │░░░●░░░   ○○○○○○○ ○○○   │ │░░░●░░░░  ○○○○○○○ ○○○   │
//! │░░░░  ● ○○○○   ○○○      │ │░░░░░░● ○○○○   ○○○      │ │░░░░░░●░○○○○   ○○○      │
//! │░░        ○ ○ ○ ○○      │ │░░░░░░    ○ ○ ○ ○○      │ │░░░░░░░░  ○ ○ ○ ○○      │
//! │          ○      ○      │ │░░░░░     ○      ○      │ │░░░░░░░   ○      ○      │
//! │                ○       │ │░░░░            ○       │ │░░░░░░░         ○       │
//! │                        │ │░░                      │ │░░░░░░░                 │
//! └────────────────────────┘ └────────────────────────┘ └────────────────────────┘
//!
//! accuracy                  a line        6 neurons  2 × 128 neurons
//! training points           83.0 %           97.0 %           99.0 %
//! held-out points           85.4 %           91.2 %           89.4 %
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

fn main() -> Result<(), Box<dyn Error>> {
    let mut rng = StdRng::seed_from_u64(4);
    // The upper moon is `●`, the answer `true`.
    let mut moons = |count| make::moons(count, 0.3, &mut rng).map_targets(|class| [class.index() == 0]);
    let (training, held_out) = (moons(100), moons(2000));
    let (training, held_out) = (training.as_dataset(), held_out.as_dataset());

    let stop = interrupt::flag();
    let mut album = pictures::Album::new(training);
    let straight = trained::<Straight>(training, held_out, stop, &mut album)?;
    let small = trained::<Small>(training, held_out, stop, &mut album)?;
    let large = trained::<Large>(training, held_out, stop, &mut album)?;

    let drawings = [
        drawing(NAMES[0], |x| straight.forward(x)[0] > 0.5, training),
        drawing(NAMES[1], |x| small.forward(x)[0] > 0.5, training),
        drawing(NAMES[2], |x| large.forward(x)[0] > 0.5, training),
    ];
    for line in 0..ROWS + 2 {
        println!("{} {} {}", drawings[0][line], drawings[1][line], drawings[2][line]);
    }
    println!();
    println!("accuracy        {:>16} {:>16} {:>16}", NAMES[0], NAMES[1], NAMES[2]);
    for (name, data) in [("training points", training), ("held-out points", held_out)] {
        let accuracies = [straight.accuracy(data), small.accuracy(data), large.accuracy(data)];
        let [straight, small, large] = accuracies.map(|accuracy| 100.0 * accuracy);
        println!("{name} {straight:>14.1} % {small:>14.1} % {large:>14.1} %");
    }
    album.save()
}

/// Draws and trains a network: any one from a point to a probability.
fn trained<N>(
    training: Points<'_>,
    held_out: Points<'_>,
    stop: &AtomicBool,
    album: &mut pictures::Album<'_>,
) -> Result<Boxed<N>, Box<dyn Error>>
where
    N: Network<Scalar = f32, Input = Point, Head = Sigmoid<1>>,
{
    let mut rng = StdRng::seed_from_u64(2);
    let mut net = N::init(&mut rng);
    album.begin();
    let history = net
        .fit(BinaryCrossEntropy, Adam::new(0.01))
        .batch_size(20)
        .epochs(EPOCHS)
        .validation(held_out)
        .on_epoch(|net, record| album.look(net, record.epoch))
        .stop_flag(stop)
        .run(&mut net, training, &mut rng)?;
    album.end(history);
    Ok(net)
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

/// What is drawn of the trainings.
#[cfg(feature = "plot")]
mod pictures {
    use std::time::Duration;
    use std::{env, fs, path::PathBuf};

    use monograd::plot::{self, Animation, Picture};

    use super::*;

    /// The epochs of the stages, and those of the moving picture.
    const STAGES: [usize; 4] = [1, 10, 50, EPOCHS];
    const FRAMES: [usize; 14] = [1, 2, 3, 5, 8, 12, 18, 27, 40, 60, 90, 140, 220, EPOCHS];

    /// The pictures of each network, in the order of the epochs.
    pub(crate) struct Album<'a> {
        folder: Option<PathBuf>,
        training: Points<'a>,
        looks: Vec<Vec<(usize, Picture)>>,
        histories: Vec<History>,
    }

    impl<'a> Album<'a> {
        pub(crate) fn new(training: Points<'a>) -> Self {
            let folder = env::args_os().nth(1).map(PathBuf::from);
            Self { folder, training, looks: Vec::new(), histories: Vec::new() }
        }

        pub(crate) fn begin(&mut self) {
            self.looks.push(Vec::new());
        }

        pub(crate) fn look<N>(&mut self, net: &N, epoch: usize)
        where
            N: Network<Scalar = f32, Input = Point, Head = Sigmoid<1>>,
        {
            if self.folder.is_none() || !(STAGES.contains(&epoch) || FRAMES.contains(&epoch)) {
                return;
            }
            let network = self.looks.len() - 1;
            // A network in training is finite, and so are the points.
            if let Ok(picture) = plot::decision_boundary(net, self.training) {
                let title = format!("{}, epoch {epoch}", NAMES[network]);
                let picture = picture.class_names(["lower moon", "upper moon"]).title(title);
                self.looks[network].push((epoch, picture));
            }
        }

        pub(crate) fn end(&mut self, history: History) {
            self.histories.push(history);
        }

        pub(crate) fn save(self) -> Result<(), Box<dyn Error>> {
            let Some(folder) = &self.folder else {
                println!(
                    "\nWith a folder as argument, as in `-- target/plots`, this run leaves pictures there."
                );
                return Ok(());
            };
            fs::create_dir_all(folder)?;
            let row = |epoch: usize| self.looks.iter().flatten().filter(move |(at, _)| *at == epoch);
            let row = |epoch| row(epoch).map(|(_, picture)| picture.clone()).collect::<Vec<_>>();

            // Ctrl-C may have left some out.
            let stages: Vec<_> = STAGES.into_iter().map(row).filter(|row| row.len() == NAMES.len()).collect();
            if !stages.is_empty() {
                let title = "One problem, three networks: the plane as they divide it";
                let picture = Picture::grid(NAMES.len(), stages.concat()).title(title);
                picture.save(folder.join("classify_2d.png"))?;

                let mut animation = Animation::new(Duration::from_millis(300));
                for row in FRAMES.into_iter().map(row).filter(|row| row.len() == NAMES.len()) {
                    animation.push(&Picture::grid(NAMES.len(), row))?;
                }
                animation.save(folder.join("classify_2d.gif"))?;
            }

            let mut curves = Vec::new();
            for (name, history) in NAMES.into_iter().zip(&self.histories) {
                curves.push(plot::learning_curves(history)?.title(name));
            }
            let title = "100 points to learn from (training), 2,000 others (validation)";
            let picture = Picture::grid(curves.len(), curves).title(title);
            picture.save(folder.join("classify_2d_curves.png"))?;
            println!("\nThe pictures are in `{}`.", folder.display());
            Ok(())
        }
    }
}

/// Without the feature `plot` the terminal is all there is.
#[cfg(not(feature = "plot"))]
mod pictures {
    use std::marker::PhantomData;

    use super::*;

    pub(crate) struct Album<'a>(PhantomData<&'a ()>);

    impl<'a> Album<'a> {
        pub(crate) fn new(_training: Points<'a>) -> Self {
            Self(PhantomData)
        }

        #[expect(clippy::unused_self, reason = "as with the feature")]
        pub(crate) fn begin(&mut self) {}

        #[expect(clippy::unused_self, reason = "as with the feature")]
        pub(crate) fn look<N>(&mut self, _net: &N, _epoch: usize) {}

        #[expect(clippy::unused_self, reason = "as with the feature")]
        pub(crate) fn end(&mut self, _history: History) {}

        #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "as with the feature")]
        pub(crate) fn save(self) -> Result<(), Box<dyn Error>> {
            Ok(())
        }
    }
}
