//! What cannot be drawn.

use std::path::PathBuf;
use std::string::String;

use thiserror::Error;

use crate::data::SampleError;
use crate::file::{FileError, shown};

/// Why a picture was not drawn, or not saved.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The system refused something.
    #[error(transparent)]
    File(#[from] FileError),
    /// The samples cannot be drawn.
    #[error(transparent)]
    Samples(#[from] SampleError),
    /// The name of a picture does not say which format it is to have.
    #[error("cannot tell the format of the picture `{path}`; a name that ends in {wanted} was wanted", path = shown(path))]
    PictureFormat {
        /// The file.
        path: PathBuf,
        /// The endings that there are.
        wanted: &'static str,
    },
    /// A picture would be empty.
    #[error("{found}, so there is nothing to draw; at least one {wanted} was wanted")]
    NothingToDraw {
        /// What there is.
        found: &'static str,
        /// What is missing.
        wanted: &'static str,
    },
    /// A number has no place in a picture.
    #[error("{what} is {found}, which cannot be drawn; a finite number was wanted")]
    NotDrawable {
        /// Which number.
        what: String,
        /// The number.
        found: f64,
    },
    /// Weights that do not make an image.
    #[error("a neuron has {weights} weights; an image of {height}×{width} pixels needs {}", height * width)]
    WeightImage {
        /// The number of weights of each neuron.
        weights: usize,
        /// The height of the image.
        height: usize,
        /// The width of the image.
        width: usize,
    },
    /// The frames of an animation differ in size.
    #[error("frame {frame} is {}×{} pixels; {}×{} were wanted, as in the first frame", found[0], found[1], wanted[0], wanted[1])]
    FrameSize {
        /// The frame, counted from 1.
        frame: usize,
        /// Its width and height.
        found: [u32; 2],
        /// Those of the first frame.
        wanted: [u32; 2],
    },
    /// A picture cannot be drawn or encoded.
    #[error("cannot draw the picture: {cause}")]
    Drawing {
        /// The reason.
        cause: String,
    },
}
