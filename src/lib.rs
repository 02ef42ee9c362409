//! Neural networks declared in the language, checked by the compiler, monomorphized to straight-line code.
//!
//! A network is a Rust item. [`network!`] writes the struct, the shapes and the code of the forward pass, the
//! backward pass and the SGD update; this library supplies the arithmetic, the training loop and the tools
//! around it.
//!
//! ```
//! use monograd::prelude::*;
//! use rand::{SeedableRng, rngs::StdRng};
//!
//! network! {
//!     /// The sign of a sum.
//!     pub struct Sign<3 => hidden: Linear(8) => ReLU => Linear(2) => Softmax>;
//! }
//!
//! let mut net = Sign::init(&mut StdRng::seed_from_u64(0));
//! let mut trainer = net.trainer(CrossEntropy, Sgd::new(0.5));
//! let x = [[1.0, 2.0, 0.5].into(), [-1.0, 0.5, -2.0].into()];
//! let t = [Class::ALL[1], Class::ALL[0]];
//! for _ in 0..100 {
//!     trainer.step(&mut net, &x, &t)?;
//! }
//! assert_eq!(net.accuracy(Dataset::new(&x, &t)?), 1.0);
//! # Ok::<(), monograd::Error>(())
//! ```
//!
//! # What always holds
//!
//! * A network is plain data: its parameters, one field for each layer, and nothing else. Gradients and
//!   the state of an optimiser are values of the same type, and all of them are flat slices of scalars.
//! * A step allocates nothing, and the library puts nothing large on the stack: a [`Trainer`](train::Trainer)
//!   is made in place on the heap or in a `static`, and activations of more than 16 KiB are in a workspace
//!   (see [`INFERENCE_BYTES`](Network::INFERENCE_BYTES)). You decide where your own values are. For networks,
//!   write `a.clone_from(&b)` rather than `*a = *b`, which debug builds copy over the stack; make large
//!   samples with `bytemuck::zeroed_vec`.
//! * There are no shape errors at run time, and therefore no `try_` variants. [`Error`] is for files and
//!   data.
//! * The gradient of a batch is that of the mean over its samples, whatever its length.
//! * A network never learns a NaN or an infinity: a step that would is an error and changes nothing.
//! * The same seed, data and instruction set give the same bits, in debug and release builds and on any
//!   number of threads. Random numbers come from generators that you pass.
//! * In inference, a sample has the same output bits alone, in any batch and at any place in it. Training
//!   adds the products of a `Linear` in another order, so a loss may differ from that of inference in its
//!   last bits; there, a sample's bits do not depend on the other samples of its tile, but may differ if it
//!   is the only one. Training sums over a batch tile by tile, so the bits of these sums depend on the `TILE`
//!   of the trainer or workspace.
//! * No layer names another layer, a loss or an optimiser. The macro writes calls; arithmetic is here.
//!
//! # Features
//!
//! `std` (default): run-time detection of CPU features, files, whole training runs. `csv` (default): tables
//! from CSV files. `plot`: pictures of training runs and networks, as SVG, PNG and GIF. `progress`: bars and
//! lines for `Fit`. `rayon`: steps on several threads, with the bits of one. `alloc`: boxes for networks and
//! trainers, data sets. Without any, networks, trainers and the workspaces of inference are in `static`s, and
//! the kernels use what the target declares.
#![no_std]
#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

// The order of these lines is the order of dependency, and the order to read them in.
// Not a public interface: the benches and examples measure it, and the expansion names its tokens.
#[doc(hidden)]
pub mod kernel;
mod random;
mod scalar;
mod shape;
mod aligned;
mod threads;
mod room;
mod window;
mod message;
#[cfg(feature = "std")]
mod file;
mod setting;
mod init;
pub mod data;
pub mod head;
mod picks;
mod round;
mod magnitude;
mod layer;
pub mod layers;
pub mod loss;
pub mod optim;
mod summary;
mod network;
pub mod train;
pub mod metrics;
#[cfg(feature = "plot")]
pub mod plot;
mod error;
#[doc(hidden)]
pub mod __private;

pub use aligned::Aligned;
#[cfg(feature = "alloc")]
pub use aligned::Boxed;
pub use error::Error;
#[cfg(feature = "std")]
pub use file::FileError;
pub use init::Init;
pub use kernel::Simd;
pub use layer::{Backward, Forward, KeepsShape, Layer, Learn, Learns, Nothing, Parameters, Training, infer};
pub use network::{InferenceWorkspace, Network};
pub use random::Rng;
pub use round::{Needs, Round};
pub use scalar::Scalar;
pub use setting::SettingError;
pub use shape::{Image, Sample, Shape};
pub use summary::{Row, Summary};
pub use {bytemuck, nalgebra, rand};

/// Declares a network.
///
/// ```
/// use monograd::prelude::*;
///
/// const HIDDEN: usize = 32;
///
/// network! {
///     /// What a hover shows: these words, and a table of the layers with their costs.
///     pub struct Controller<f64;
///         4
///         => hidden: Linear(HIDDEN) => Tanh
///         => Linear({ HIDDEN / 2 }, bias = false) => LeakyReLU(0.1)
///         => 16
///         => Linear(1)
///     >;
/// }
///
/// let mut net = Controller::zeros();
/// net.hidden.bias[0] = 1.0;
/// assert_eq!(Controller::PARAMETERS, 4 * 32 + 32 + 32 * 16 + 16 + 1);
/// ```
///
/// # The language
///
/// `[visibility] struct Name<[scalar;] shape => step => ... >;`, where a shape is a width or an image
/// `[channels, height, width]`, and a step is
///
#[doc = include_str!("layers/table.md")]
///
/// A width is a number, a const (all capitals) or a const expression in braces. The scalar is `f32` or `f64`.
/// The name of a layer without a label is its kind and a number that counts that kind from 1: `linear1`,
/// `leaky_relu1`. A number that a label has taken is skipped. Two steps of the same network type do not share
/// parameters.
///
/// The steps of a block are a chain like that of the network, and may contain blocks and assertions. Each
/// chain has its own labels and counts its own names, and fields have a path: `net.residual1.chain.linear1`,
/// `net.repeat1.chains[2].linear1`, `net.concat1.chain2.linear1`. In a `Residual` and in a `Repeat`, the
/// output of the chain must have the shape of its input; in a `Concat`, all images must have the same height
/// and width.
///
/// Kernels, windows, strides and paddings are a number or `(height, width)`. They, and the height and width
/// of their input, are at most 1024. Output sizes round down, as in `PyTorch`; with `padding = "same"`, the
/// extra zero of an even kernel is after the image.
///
/// The input and output of a network are vectors, even where its chain starts or ends with an image. They
/// then hold the numbers of the image, channel by channel and row by row, so a data set of images needs no
/// other type.
///
/// ```
/// use monograd::prelude::*;
///
/// network! {
///     struct Small<
///         [1, 28, 28]
///         => Conv2d(8, kernel = 3, padding = "same") => ReLU => MaxPool2d(2)
///         => [8, 14, 14]
///         => Conv2d(16, kernel = (3, 5), stride = 2) => ReLU
///         => Flatten => Linear(10) => Softmax
///     >;
/// }
/// assert_eq!(Small::INPUTS, 784);
/// assert_eq!(Small::PARAMETERS, 8 * 10 + 16 * (8 * 15 + 1) + 10 * (16 * 6 * 5 + 1));
/// ```
///
/// Blocks hold chains of the same language, to any depth:
///
/// ```
/// use monograd::prelude::*;
///
/// network! {
///     /// A small residual network for images of 3×32×32.
///     struct Photos<
///         [3, 32, 32]
///         => Conv2d(8, kernel = 3, padding = 1, bias = false) => BatchNorm => ReLU
///         => Repeat(2, Residual(
///             Conv2d(8, kernel = 3, padding = 1, bias = false) => BatchNorm => ReLU
///             => last: Conv2d(8, kernel = 3, padding = 1, bias = false) => BatchNorm
///         ) => ReLU)
///         => Concat(MaxPool2d(2), Conv2d(8, kernel = 2, stride = 2))
///         => [16, 16, 16]
///         => GlobalAvgPool2d => Dropout(0.1) => Linear(10) => Softmax
///     >;
/// }
///
/// let mut net = Photos::zeros();
/// net.repeat1.chains[1].residual1.chain.last.weight[0][0].fill(0.1);
/// ```
///
/// A network inside another one keeps its head: a `Sigmoid` at its end is applied. If it is the last step,
/// its `Softmax` or `Sigmoid` is the head of the whole network.
///
/// # What is made
///
/// One `#[repr(C)]` struct with a field for each layer, which implements [`Layer`] and [`Network`], and has
/// the methods `predict(&x) -> y` and `predict_batch(&xs, &mut ys)`.
///
/// # Attributes
///
/// `#[budget(parameters = 110_000, multiply_adds = 120_000, memory = "512 KiB", training_memory = "2 MiB")]`,
/// any of them, fails the build when the network costs more. `memory` is what inference of one sample needs:
/// [`PARAMETER_BYTES`](Network::PARAMETER_BYTES) and [`INFERENCE_BYTES`](Network::INFERENCE_BYTES).
/// `training_memory` is the parameters, the gradient and [`TRAINING_BYTES`](Network::TRAINING_BYTES), without
/// the state of the optimiser.
///
/// Two linear layers in a row, and an activation at the start, are warnings; `#[allow(linear_after_linear)]`
/// and `#[allow(activation_first)]` on the network silence them. All other attributes go to the struct.
///
/// # Without a name
///
/// Used as an expression, a chain alone gives a network of zeros, ready to be initialised:
///
/// ```
/// use monograd::prelude::*;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// let mut net = network!(2 => Linear(8) => Tanh => Linear(1) => Sigmoid);
/// net.initialize(Init::default(), &mut StdRng::seed_from_u64(0));
/// assert_eq!(net.predict(&[0.0, 0.0].into()).len(), 1);
/// ```
#[macro_export]
macro_rules! network {
    ($($declaration:tt)*) => {
        $crate::__private::network! { $crate $($declaration)* }
    };
}

/// What most programs need.
pub mod prelude {
    #[cfg(feature = "alloc")]
    pub use crate::Boxed;
    #[cfg(feature = "alloc")]
    pub use crate::data::OwnedDataset;
    pub use crate::data::{Class, Dataset};
    pub use crate::layers::language::*;
    pub use crate::loss::{
        BinaryCrossEntropy, CrossEntropy, Huber, Loss, MeanAbsoluteError, MeanSquaredError,
    };
    #[cfg(feature = "alloc")]
    pub use crate::metrics::ConfusionMatrix;
    pub use crate::metrics::{Classify, Regress, accuracy};
    pub use crate::optim::schedule::Schedule;
    pub use crate::optim::{Adam, AdamW, Clip, Optimizer, RmsProp, Sgd};
    #[cfg(feature = "std")]
    pub use crate::train::{Fit, History};
    #[cfg(feature = "alloc")]
    pub use crate::train::{RateFinder, Train};
    pub use crate::train::{Trainer, Workspace};
    pub use crate::{
        Backward, Forward, Image, Init, Layer, Learn, Network, Nothing, Parameters, Sample, Simd, Training,
        network,
    };
    pub use bytemuck::{Pod, Zeroable};
    pub use nalgebra::SVector;
}
