//! Pictures of training runs and networks, as SVG, PNG and animated GIF.
//!
//! ```
//! use monograd::data::make;
//! use monograd::plot;
//! use monograd::prelude::*;
//! use rand::{SeedableRng, rngs::StdRng};
//!
//! network! { struct Moons<2 => Linear(16) => Tanh => Linear(2) => Softmax>; }
//!
//! let mut rng = StdRng::seed_from_u64(1);
//! let data = make::moons(200, 0.2, &mut rng);
//! let mut net = Moons::init(&mut rng);
//! let history = net.fit(CrossEntropy, Adam::new(0.01)).run(&mut net, data.as_dataset(), &mut rng)?;
//!
//! # let folder = std::env::temp_dir().join(format!("monograd-plot-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder).unwrap();
//! plot::learning_curves(&history)?.save(folder.join("curves.svg"))?;
//! plot::decision_boundary(&*net, data.as_dataset())?.title("Two moons").save(folder.join("moons.png"))?;
//! # std::fs::remove_dir_all(&folder).unwrap();
//! # Ok::<(), monograd::Error>(())
//! ```
//!
//! | what it shows | function |
//! |---|---|
//! | losses and metrics over the epochs | [`learning_curves`] |
//! | the size of each layer's largest weight over the epochs | [`largest_weights`] |
//! | the plane as a classifier divides it | [`decision_boundary`] |
//! | a function of one variable with its data | [`regression_curve`] |
//! | which class was taken for which | [`confusion_matrix`] |
//! | the weights of each neuron as an image | [`weights`], [`kernels`] |
//! | any lines and points | [`Chart`] |
//! | pictures side by side, and one after the other | [`Picture::grid`], [`Animation`] |
//!
//! Colours are those of Okabe and Ito, which colour-blind readers can tell apart; classes differ in shape
//! too. What cannot be drawn, such as a network that gives NaN, is an [`Error`] before anything is written.
//! The font is part of the program: nothing of the system is needed.

// In the order of dependency.
mod error;
mod palette;
mod text;
mod area;
mod range;
mod marker;
mod legend;
mod logarithmic;
mod chart;
mod axes;
mod plane;
mod matrix;
mod images;
mod encode;
mod picture;
mod curves;
mod regression;
mod boundary;
mod confusion;
mod weights;
mod animation;

pub use animation::Animation;
pub use boundary::decision_boundary;
pub use chart::Chart;
pub use confusion::confusion_matrix;
pub use curves::{largest_weights, learning_curves};
pub use error::Error;
pub use picture::Picture;
pub use regression::regression_curve;
pub use weights::{kernels, weights};
