//! Two interleaving moons: what a linear model can tell apart, and what a deeper one can.
//!
//! Both networks train on the same 400 noisy points, which the terminal shows on the plane as each network
//! divides it: shaded where it says `●`, blank where it says `○`. Both are judged on 2,000 points more.
//!
//! ```text
//! cargo run --release --example classify_2d
//! ```
//!
//! ```text
//! ┌────────────── linear ───────────────┐ ┌───────── two hidden layers ─────────┐
//! │░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░│ │░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░      │
//! │░░░░░░░░░░░░●●●░●░░░░░░░░░░░░░░░░░░░░│ │░░░░░░░░░░░░●●●░●░░░░░░░░░░░░░░      │
//! │░░░░░░●●░░●●●●░░░░●░░●░░░░░░░░░░░░░░░│ │░░░░░░●●░░●●●●░░░░●░░●░░░░░░░░       │
//! │░░░░░░░░●●●●●●●●●●●░●░░░░░░░░░░░░░░░░│ │░░░░░░░░●●●●●●●●●●●░●░░░░░░░░        │
//! │░░░░░░●●●●●●●░●░●●░●●●●●●░░░░░○░░░░░░│ │░░░░░░●●●●●●●░●░●●░●●●●●●░░░░ ○      │
//! │░░░░░●●●●●●●░●○░●●●●●●●░░░░░░░░░░░░░░│ │░░░░░●●●●●●●░●○░●●●●●●●░░░░░         │
//! │░░░●░●░●●●●●░░░●░░●●●●●░●░●○░░░░○○   │ │░░░●░●░●●●●●   ●░░●●●●●░●░●○    ○○   │
//! │░░░●░●●░●░░●●○○○○○●●●●●●░░     ○○○   │ │░░░●░●●░●░░●●○○○○○●●●●●●░░░    ○○○   │
//! │░░░●░●●●●░░○○○○○░○●●░●● ●     ○ ○  ○ │ │░░░●░●●●●░ ○○○○○ ○●●░●●░●░░   ○ ○  ○ │
//! │░●●●●●░░●○░░○○○░○○○  ●● ● ○  ○ ○○○○  │ │░●●●●●░░●○  ○○○ ○○○░░●●░●░○  ○ ○○○○  │
//! │░░░░●●●●░░○    ○○ ●○○●●○●   ○○ ○○    │ │░░░░●●●●  ○    ○○ ●○○●●○●░  ○○ ○○    │
//! │░░░●●●       ○ ○○○○○  ○○   ○○○○○○    │ │░░░●●●░      ○ ○○○○○  ○○░  ○○○○○○    │
//! │           ○  ○○   ○○○ ○ ○○○○○○ ○ ○  │ │░░░░░░     ○  ○○   ○○○ ○ ○○○○○○ ○ ○  │
//! │         ○    ○ ○○○○○○ ○○○○ ○  ○     │ │░░░░░    ○    ○ ○○○○○○ ○○○○ ○  ○     │
//! │              ○ ○ ○○○○○○○ ○○○   ○    │ │░░░░          ○ ○ ○○○○○○○ ○○○   ○    │
//! │                   ○○○○○ ○ ○         │ │░░░                ○○○○○ ○ ○         │
//! │                     ○   ○           │ │░░                   ○   ○           │
//! │                        ○○           │ │░                       ○○           │
//! └─────────────────────────────────────┘ └─────────────────────────────────────┘
//!
//! accuracy           linear   two hidden layers
//! training points    83.8 %              96.5 %
//! held-out points    86.1 %              96.5 %
//! ```
//!
//! No straight line parts the moons. The deeper network's border winds between them, and what it still gets
//! wrong lies where the noise has mixed them.

use std::array;

use monograd::data::make;
use monograd::layers::Sigmoid;
use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

network! {
    /// Logistic regression: the border is a straight line.
    struct Straight<2 => Linear(1) => Sigmoid>;
}

network! {
    /// Two hidden layers: the border bends.
    struct Bent<2 => Linear(16) => Tanh => Linear(16) => Tanh => Linear(1) => Sigmoid>;
}

type Point = SVector<f32, 2>;

fn main() -> Result<(), monograd::Error> {
    let mut rng = StdRng::seed_from_u64(1);
    // The upper moon is `●`, the answer `true`.
    let mut moons = |count| make::moons(count, 0.2, &mut rng).map_targets(|class| [class.index() == 0]);
    let (training, held_out) = (moons(400), moons(2000));
    let (training, held_out) = (training.as_dataset(), held_out.as_dataset());

    let straight: Boxed<Straight> = trained(training)?;
    let bent: Boxed<Bent> = trained(training)?;

    let left = drawing("linear", |x| straight.forward(x)[0] > 0.5, training);
    let right = drawing("two hidden layers", |x| bent.forward(x)[0] > 0.5, training);
    for (left, right) in left.iter().zip(right) {
        println!("{left} {right}");
    }
    println!();
    println!("accuracy           linear   two hidden layers");
    for (name, data) in [("training points", training), ("held-out points", held_out)] {
        let (straight, bent) = (100.0 * straight.accuracy(data), 100.0 * bent.accuracy(data));
        println!("{name}{straight:>8.1} %{bent:>18.1} %");
    }
    Ok(())
}

/// Draws and trains a network: any one from a point to a probability.
fn trained<N>(data: Dataset<'_, Point, [bool; 1]>) -> Result<Boxed<N>, monograd::Error>
where
    N: Network<Scalar = f32, Input = Point, Head = Sigmoid<1>>,
{
    let mut rng = StdRng::seed_from_u64(2);
    let mut net = N::init(&mut rng);
    let mut trainer = net.trainer(BinaryCrossEntropy, Sgd::new(0.05).momentum(0.9));
    for _ in 0..200 {
        trainer.epoch(&mut net, data, 20, &mut rng)?;
    }
    Ok(net)
}

const COLUMNS: usize = 37;
const ROWS: usize = 18;
const X: [f32; 2] = [-1.5, 2.5];
const Y: [f32; 2] = [1.6, -1.1];

/// The plane as `shaded` divides it, with the points on top.
fn drawing(title: &str, shaded: impl Fn(&Point) -> bool, data: Dataset<'_, Point, [bool; 1]>) -> Vec<String> {
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
