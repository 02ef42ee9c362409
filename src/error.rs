//! Everything that can go wrong at run time, which is only at the edges: data and files.
//!
//! Shapes are checked when the program is compiled. Every message is one line that says what was found, where,
//! and what was wanted, so that printing it is all that a program needs to do.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::fmt;
#[cfg(feature = "std")]
use std::{boxed::Box, io, path::PathBuf, string::String};

use thiserror::Error;

#[cfg(feature = "std")]
use crate::train::Diverged;

/// What went wrong.
///
/// The message carries its cause, so [`source`](core::error::Error::source) is always `None` and nothing is
/// printed twice.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// A step needs at least one sample.
    #[error("the batch is empty: a step needs at least one sample, and an epoch a batch size of at least 1")]
    EmptyBatch,
    /// The statistics of a batch need more samples.
    #[error(
        "the batch has {found} sample, and a `BatchNorm` of vectors needs {least}: choose a batch size that leaves more for the last \
         batch of an epoch"
    )]
    BatchTooShort {
        /// The number of samples.
        found: usize,
        /// The least number of samples.
        least: usize,
    },
    /// A network that looks at whole batches has no room for one.
    #[cfg(not(feature = "alloc"))]
    #[error(
        "the batch has {found} samples, but without a heap a network with a `BatchNorm` takes {most}: make its tile larger"
    )]
    BatchTooLong {
        /// The number of samples.
        found: usize,
        /// The size of a tile.
        most: usize,
    },
    /// Samples and targets do not pair up.
    #[error("there are {samples} samples but {targets} targets")]
    LengthMismatch {
        /// The number of samples.
        samples: usize,
        /// The number of targets.
        targets: usize,
    },
    /// A number is not that of a class.
    #[error("class {found} does not exist; there are {classes} classes, counted from 0")]
    NoSuchClass {
        /// The number.
        found: usize,
        /// How many classes there are.
        classes: usize,
    },
    /// A loss became NaN or infinite; the parameters are those from before the step.
    #[error("the loss became {loss}{place}; the parameters are those from before this step")]
    NotFinite {
        /// Where in the training.
        place: Place,
        /// What the loss became.
        loss: f64,
    },

    /// A scaler has nothing to learn from.
    #[error("there are no samples; at least one was wanted")]
    NoSamples,
    /// A feature of a sample is NaN or infinite.
    #[error("feature {feature} of sample {sample} is {found}; a finite number was wanted")]
    NotFiniteFeature {
        /// The place of the sample, from 0.
        sample: usize,
        /// The place of the feature, from 0.
        feature: usize,
        /// The number.
        found: f64,
    },
    /// The parts of a split are not parts of one whole.
    #[cfg(feature = "alloc")]
    #[error("the fractions of a split are {found:?}; positive numbers that add up to 1 were wanted")]
    Fractions {
        /// The fractions.
        found: Vec<f64>,
    },
    /// A split leaves a part without any sample.
    #[cfg(feature = "alloc")]
    #[error(
        "{samples} samples are too few to split into {fractions:?}; at least one for each part was wanted"
    )]
    EmptyPart {
        /// The number of samples.
        samples: usize,
        /// The fractions.
        fractions: Vec<f64>,
    },
    /// A cross-validation that cannot be.
    #[cfg(feature = "alloc")]
    #[error(
        "{samples} samples cannot make {folds} folds; at least 2 folds with a sample in each were wanted"
    )]
    Folds {
        /// The number of folds.
        folds: usize,
        /// The number of samples.
        samples: usize,
    },

    /// A training diverged; it carries what there is to know, and the history up to there.
    #[cfg(feature = "std")]
    #[error("{0}")]
    Diverged(Box<Diverged>),

    /// The operating system refused to write a file.
    #[cfg(feature = "std")]
    #[error("cannot write `{path}`: {cause}")]
    Write {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        cause: io::Error,
    },

    /// The operating system refused to open or read a file.
    #[cfg(feature = "std")]
    #[error("cannot read `{path}`: {cause}")]
    Read {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        cause: io::Error,
    },

    /// A folder holds a data file neither plain nor gzipped.
    #[cfg(feature = "std")]
    #[error("`{folder}` holds neither `{stem}` nor `{stem}.gz`; one of them was wanted")]
    NoDataFile {
        /// The folder.
        folder: PathBuf,
        /// The name of the plain file.
        stem: String,
    },

    /// A gzip file is cut short, damaged, or followed by something else.
    #[cfg(feature = "std")]
    #[error(
        "`{path}` begins like a gzip file but cannot be decompressed: {cause}; a whole gzip file was wanted"
    )]
    CorruptGzip {
        /// The file.
        path: PathBuf,
        /// The decompressor's reason.
        cause: io::Error,
    },

    /// An IDX file without a single byte.
    #[cfg(feature = "std")]
    #[error("`{path}` is empty; an IDX header of {wanted} bytes was wanted")]
    EmptyFile {
        /// The file.
        path: PathBuf,
        /// The length of the header, in bytes.
        wanted: usize,
    },

    /// An IDX file that ends within its header.
    #[cfg(feature = "std")]
    #[error("`{path}` ends after {found} bytes; an IDX header of {wanted} bytes was wanted")]
    ShortHeader {
        /// The file.
        path: PathBuf,
        /// The length of the file, in bytes.
        found: usize,
        /// The length of the header, in bytes.
        wanted: usize,
    },

    /// A file that is not IDX: its first two bytes are not zero.
    #[cfg(feature = "std")]
    #[error("`{path}` begins with the bytes {:02x} {:02x}; an IDX file, which begins with 00 00, was wanted", found[0], found[1])]
    NotIdx {
        /// The file.
        path: PathBuf,
        /// Its first two bytes.
        found: [u8; 2],
    },

    /// An IDX file whose elements are not unsigned bytes.
    #[cfg(feature = "std")]
    #[error("`{path}` holds elements of IDX type 0x{found:02x}; type 0x08, unsigned bytes, was wanted")]
    ElementType {
        /// The file.
        path: PathBuf,
        /// The type byte of its header.
        found: u8,
    },

    /// An IDX file of images where labels were wanted, or the reverse, or neither.
    #[cfg(feature = "std")]
    #[error(
        "`{path}` is an IDX file with {found} dimension(s); {wanted} was wanted (images have 3, labels have 1)"
    )]
    Dimensions {
        /// The file.
        path: PathBuf,
        /// The number of dimensions in its header.
        found: usize,
        /// The wanted number of dimensions.
        wanted: usize,
    },

    /// Images of another size than the network's input.
    #[cfg(feature = "std")]
    #[error("`{path}` holds images of {rows}×{columns} = {} pixels; images of {wanted} pixels were wanted", u64::from(*rows) * u64::from(*columns))]
    ImageSize {
        /// The file.
        path: PathBuf,
        /// The height in its header.
        rows: u32,
        /// The width in its header.
        columns: u32,
        /// The wanted number of pixels.
        wanted: usize,
    },

    /// An IDX file that ends before everything that its header announces.
    #[cfg(feature = "std")]
    #[error("`{path}` holds {found} bytes of IDX data; its header announces {wanted}")]
    TooShort {
        /// The file.
        path: PathBuf,
        /// The length of the file, in bytes after decompression.
        found: u64,
        /// The length that its header announces.
        wanted: u64,
    },

    /// An IDX file that goes on after everything that its header announces.
    #[cfg(feature = "std")]
    #[error("`{path}` goes on after the {wanted} bytes of IDX data that its header announces")]
    TooLong {
        /// The file.
        path: PathBuf,
        /// The length that its header announces, in bytes after decompression.
        wanted: u64,
    },

    /// Images and labels that cannot belong together.
    #[cfg(feature = "std")]
    #[error(
        "`{images_path}` holds {images} images, but `{labels_path}` holds {labels} labels; one label for each image was wanted"
    )]
    Counts {
        /// The file of images.
        images_path: PathBuf,
        /// The number of images.
        images: usize,
        /// The file of labels.
        labels_path: PathBuf,
        /// The number of labels.
        labels: usize,
    },

    /// A label outside the classes.
    #[cfg(feature = "std")]
    #[error("label {index} of `{path}` is class {found}; a class below {classes} was wanted")]
    Label {
        /// The file of labels.
        path: PathBuf,
        /// The place of the label in the file, from 0.
        index: usize,
        /// The label.
        found: u8,
        /// The number of classes.
        classes: usize,
    },

    /// A CSV file without a row.
    #[cfg(feature = "csv")]
    #[error("`{path}` {}; at least one row was wanted", if *has_header { "holds a header and no rows" } else { "is empty" })]
    NoRows {
        /// The file.
        path: PathBuf,
        /// Whether there is a header.
        has_header: bool,
    },

    /// A CSV file lacks a column.
    #[cfg(feature = "csv")]
    #[error("`{path}` has no column {column}; it has {found}")]
    NoColumn {
        /// The file.
        path: PathBuf,
        /// The wanted column.
        column: String,
        /// The columns that there are.
        found: String,
    },

    /// A name stands over several columns of a CSV file.
    #[cfg(feature = "csv")]
    #[error("`{path}` has {found} columns {column}; one was wanted")]
    AmbiguousColumn {
        /// The file.
        path: PathBuf,
        /// The wanted column.
        column: String,
        /// How many columns have that name.
        found: usize,
    },

    /// A row of a CSV file is shorter or longer than those before it.
    #[cfg(feature = "csv")]
    #[error("`{path}`, line {line}: found {found} cells; {wanted} were wanted, as in the lines before")]
    RaggedRow {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// The number of cells in this row.
        found: usize,
        /// The number of cells in the rows before.
        wanted: usize,
    },

    /// A row of a CSV file is not UTF-8.
    #[cfg(feature = "csv")]
    #[error("`{path}`, line {line}: found bytes that are not UTF-8; text was wanted")]
    NotText {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
    },

    /// A cell of a CSV file is not what was wanted.
    #[cfg(feature = "csv")]
    #[error("`{path}`, line {line}, column {column}: found {found}; {wanted} was wanted")]
    Cell {
        /// The file.
        path: PathBuf,
        /// The line where the row begins, counted from 1.
        line: usize,
        /// The column.
        column: String,
        /// What stands in the cell.
        found: String,
        /// What should stand there.
        wanted: String,
    },

    /// A column of a CSV file names more classes than there are, or fewer.
    #[cfg(feature = "csv")]
    #[error("column {column} of `{path}` names {count} classes, {found}; {wanted} were wanted")]
    ClassNames {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
        /// How many classes it names.
        count: usize,
        /// Their names; of many, the first ones.
        found: String,
        /// How many classes there should be.
        wanted: usize,
    },

    /// The name of a picture does not say which format it is to have.
    #[cfg(feature = "plot")]
    #[error("cannot tell the format of the picture `{path}`; a name that ends in {wanted} was wanted")]
    PictureFormat {
        /// The file.
        path: PathBuf,
        /// The endings that there are.
        wanted: &'static str,
    },

    /// A picture would be empty.
    #[cfg(feature = "plot")]
    #[error("{found}, so there is nothing to draw; at least one {wanted} was wanted")]
    NothingToDraw {
        /// What there is.
        found: &'static str,
        /// What is missing.
        wanted: &'static str,
    },

    /// A number has no place in a picture.
    #[cfg(feature = "plot")]
    #[error("{what} is {found}, which cannot be drawn; a finite number was wanted")]
    NotDrawable {
        /// Which number.
        what: String,
        /// The number.
        found: f64,
    },

    /// Weights that do not make an image.
    #[cfg(feature = "plot")]
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
    #[cfg(feature = "plot")]
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
    #[cfg(feature = "plot")]
    #[error("cannot draw the picture: {cause}")]
    Drawing {
        /// The reason.
        cause: String,
    },
}

/// Where in a training something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// In a step of its own.
    Step,
    /// In an epoch.
    Batch {
        /// The epoch, counted from 0.
        epoch: usize,
        /// The batch within the epoch, counted from 0.
        batch: usize,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step => Ok(()),
            Self::Batch { epoch, batch } => write!(f, " in epoch {}, batch {}", epoch + 1, batch + 1),
        }
    }
}

impl Error {
    /// The same error with the place in the training where it happened.
    #[cfg(feature = "alloc")]
    pub(crate) fn at(self, epoch: usize, batch: usize) -> Self {
        match self {
            Self::NotFinite { loss, .. } => Self::NotFinite { place: Place::Batch { epoch, batch }, loss },
            other => other,
        }
    }
}
