//! The truth tests: gradients against finite differences, numbers against `PyTorch`, training and memory.
//!
//! Without optimisation, as `cargo test` builds them: `memory` shows what a debug build needs of the stack.

mod support;

mod architecture;
mod batch_norm;
mod batches;
mod blocks;
mod class;
mod composition;
#[cfg(feature = "csv")]
mod csv;
mod data_tools;
mod dropout;
mod finite;
mod finite_differences;
#[cfg(feature = "std")]
mod fit;
#[cfg(feature = "csv")]
mod fuzz;
mod gradients;
#[cfg(feature = "std")]
mod idx;
mod images;
mod initialisers;
mod liars;
mod losses;
mod make;
mod memory;
mod metrics;
mod network;
mod no_answer;
mod optimisers;
mod own_layers;
#[cfg(feature = "rayon")]
mod parallel;
mod picks;
#[cfg(feature = "plot")]
mod plot;
mod rate_finder;
mod reference;
mod safety;
mod training;
