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
use crate::train::{Diverged, History};

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
    /// A step would learn what is NaN or infinite. It was not taken: the network and the optimiser are as before.
    #[error("{what}{place}; the network and the optimiser are as they were before this step")]
    NotFinite {
        /// Where in the training.
        place: Place,
        /// What is not finite.
        what: NotFinite,
    },
    /// A setting makes no sense.
    #[error("the {name} of `{of}` is {found}; a finite number, {wanted}, was wanted")]
    Setting {
        /// What is set.
        of: &'static str,
        /// The setting.
        name: &'static str,
        /// Its value.
        found: f64,
        /// The range that was wanted.
        wanted: &'static str,
    },
    /// A setting overflows, or becomes 0, in the scalars of the network.
    #[error("the {name} of `{of}` is {found:e}; a number that `{scalar}` can hold was wanted")]
    SettingOfScalar {
        /// What is set.
        of: &'static str,
        /// The setting.
        name: &'static str,
        /// Its value.
        found: f64,
        /// The type of the scalars.
        scalar: &'static str,
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
    /// An output of a network is NaN or infinite, so that there is no answer to count.
    #[error(
        "the network's output for sample {sample} is {found}, so the sample has no class; finite numbers were wanted"
    )]
    NotFiniteOutput {
        /// The place of the sample, from 0.
        sample: usize,
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

    /// A training run diverged; the error carries its figures, and the history up to there.
    #[cfg(feature = "std")]
    #[error("{0}")]
    Diverged(Box<Diverged>),

    /// The metric that tells the best epoch was NaN or infinite in all of them.
    #[cfg(feature = "std")]
    #[error(
        "the metric `{metric}`, by which the best epoch is judged, was finite in none of {}; the network has the parameters of the last",
        history.epochs.len()
    )]
    NeverJudged {
        /// The name of the metric.
        metric: String,
        /// The epochs that were run.
        history: Box<History>,
    },

    /// The operating system refused to write a file.
    #[cfg(feature = "std")]
    #[error("cannot write `{path}`: {cause}", path = shown(path))]
    Write {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        cause: io::Error,
    },

    /// The operating system refused to open or read a file.
    #[cfg(feature = "std")]
    #[error("cannot read `{path}`: {cause}", path = shown(path))]
    Read {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        cause: io::Error,
    },

    /// A folder holds a data file neither plain nor gzipped.
    #[cfg(feature = "std")]
    #[error("`{folder}` holds neither `{stem}` nor `{stem}.gz`; one of them was wanted", folder = shown(folder))]
    NoDataFile {
        /// The folder.
        folder: PathBuf,
        /// The name of the plain file.
        stem: String,
    },

    /// A gzip file is cut short or damaged.
    #[cfg(feature = "std")]
    #[error(
        "`{path}` begins like a gzip file but cannot be decompressed: {cause}; a whole gzip file was wanted", path = shown(path))]
    CorruptGzip {
        /// The file.
        path: PathBuf,
        /// The decompressor's reason.
        cause: io::Error,
    },

    /// A gzip file is whole, but goes on.
    #[cfg(feature = "std")]
    #[error(
        "`{path}` goes on after its gzip data with the byte {found:02x}; zeros, more gzip data or the end of the file was wanted", path = shown(path))]
    AfterGzip {
        /// The file.
        path: PathBuf,
        /// The first byte after the gzip data that is not zero.
        found: u8,
    },

    /// The content of a file takes more memory than it may.
    #[cfg(feature = "std")]
    #[error(
        "the content of `{path}` takes more than the {limit} bytes of memory that it may; `Idx::memory_limit` sets how many", path = shown(path))]
    MemoryLimit {
        /// The file.
        path: PathBuf,
        /// The limit, in bytes.
        limit: usize,
    },

    /// The content of a file takes more memory than there is.
    #[cfg(feature = "std")]
    #[error("there is too little memory for the content of `{path}`; {wanted} bytes were wanted", path = shown(path))]
    OutOfMemory {
        /// The file.
        path: PathBuf,
        /// The size of the memory that the system refused, in bytes.
        wanted: usize,
    },

    /// An IDX file without a single byte.
    #[cfg(feature = "std")]
    #[error("`{path}` is empty; an IDX header of {wanted} bytes was wanted", path = shown(path))]
    EmptyFile {
        /// The file.
        path: PathBuf,
        /// The length of the header, in bytes.
        wanted: usize,
    },

    /// An IDX file that ends within its header.
    #[cfg(feature = "std")]
    #[error("`{path}` ends after {found} bytes; an IDX header of {wanted} bytes was wanted", path = shown(path))]
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
    #[error("`{path}` begins with the bytes {:02x} {:02x}; an IDX file, which begins with 00 00, was wanted", found[0], found[1], path = shown(path))]
    NotIdx {
        /// The file.
        path: PathBuf,
        /// Its first two bytes.
        found: [u8; 2],
    },

    /// An IDX file whose elements have a type that the format does not know.
    #[cfg(feature = "std")]
    #[error(
        "`{path}` holds elements of the unknown IDX type 0x{found:02x}; 0x08 (`u8`), 0x09 (`i8`), 0x0b (`i16`), 0x0c (`i32`), \
         0x0d (`f32`) or 0x0e (`f64`) was wanted", path = shown(path))]
    ElementType {
        /// The file.
        path: PathBuf,
        /// The type byte of its header.
        found: u8,
    },

    /// An IDX file of images where labels were wanted, or the reverse, or neither.
    #[cfg(feature = "std")]
    #[error(
        "`{path}` is an IDX file with {found} dimension(s); {wanted} was wanted (images have 3, labels have 1)", path = shown(path))]
    Dimensions {
        /// The file.
        path: PathBuf,
        /// The number of dimensions in its header.
        found: usize,
        /// The wanted number of dimensions.
        wanted: usize,
    },

    /// Images, or other items, of another size than the network's input.
    #[cfg(feature = "std")]
    #[error("`{path}` holds items of {}; items of {wanted} numbers were wanted, such as images of {wanted} pixels", item_size(sizes), path = shown(path))]
    ItemSize {
        /// The file.
        path: PathBuf,
        /// The sizes in its header after the number of items.
        sizes: Vec<u32>,
        /// The wanted number of numbers.
        wanted: usize,
    },

    /// An IDX file holds a number that is NaN or infinite, also as the wanted type.
    #[cfg(feature = "std")]
    #[error("number {number} of item {item} of `{path}` is {found}; a finite number was wanted", path = shown(path))]
    NotFiniteElement {
        /// The file.
        path: PathBuf,
        /// The place of the item in the file, from 0.
        item: usize,
        /// The place of the number in the item, from 0.
        number: usize,
        /// The number.
        found: f64,
    },

    /// An IDX file of labels stores several numbers for each, and no place says which is the label.
    #[cfg(feature = "std")]
    #[error("`{path}` holds {columns} number(s) for each label, but {}", match column {
        None => "only one was wanted; `Idx::label_column` says which one is the label".into(),
        Some(column) => std::format!("number {column}, counted from 0, was wanted"),
    }, path = shown(path))]
    LabelColumn {
        /// The file.
        path: PathBuf,
        /// How many numbers each label has.
        columns: usize,
        /// The wanted one, if one was named.
        column: Option<usize>,
    },

    /// An IDX file that ends before everything that its header announces.
    #[cfg(feature = "std")]
    #[error("`{path}` holds {found} bytes of IDX data; its header announces {wanted}", path = shown(path))]
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
    #[error("`{path}` goes on after the {wanted} bytes of IDX data that its header announces", path = shown(path))]
    TooLong {
        /// The file.
        path: PathBuf,
        /// The length that its header announces, in bytes after decompression.
        wanted: u64,
    },

    /// Images and labels that cannot belong together.
    #[cfg(feature = "std")]
    #[error(
        "`{images_path}` holds {images} images, but `{labels_path}` holds {labels} labels; one label for each image was wanted", images_path = shown(images_path), labels_path = shown(labels_path))]
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
    #[error(
        "label {index} of `{path}` is {found}; a whole number from {first} to {} was wanted, or `Idx::first_label` where the \
         labels begin elsewhere", first.saturating_add_unsigned(*classes as u64).saturating_sub(1), path = shown(path))]
    Label {
        /// The file of labels.
        path: PathBuf,
        /// The place of the label in the file, from 0.
        index: usize,
        /// The label.
        found: f64,
        /// The label of class 0.
        first: i64,
        /// The number of classes.
        classes: usize,
    },

    /// A CSV file without a row.
    #[cfg(feature = "csv")]
    #[error("`{path}` {}; at least one row was wanted", if *has_header { "holds a header and no rows" } else { "is empty" }, path = shown(path))]
    NoRows {
        /// The file.
        path: PathBuf,
        /// Whether there is a header.
        has_header: bool,
    },

    /// A CSV file lacks a column.
    #[cfg(feature = "csv")]
    #[error("`{path}` has no column {column}; it has {found}", path = shown(path))]
    NoColumn {
        /// The file.
        path: PathBuf,
        /// The wanted column.
        column: String,
        /// The columns that there are.
        found: String,
    },

    /// Several columns of a CSV file have the same name.
    #[cfg(feature = "csv")]
    #[error("`{path}` has {found} columns {column}; one was wanted", path = shown(path))]
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
    #[error("`{path}`, line {line}: found {found} cells; {wanted} were wanted, as in the lines before", path = shown(path))]
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

    /// A row of a CSV file is longer than it may be.
    #[cfg(feature = "csv")]
    #[error(
        "`{path}`, line {line}: found a row of more than {limit} bytes; a quote that is closed was wanted, or a larger \
         `Csv::row_limit`", path = shown(path))]
    RowTooLong {
        /// The file.
        path: PathBuf,
        /// The line where the row begins, counted from 1.
        line: usize,
        /// The limit, in bytes.
        limit: usize,
    },

    /// A row of a CSV file has more cells than it may have.
    #[cfg(feature = "csv")]
    #[error("`{path}`, line {line}: found more than {limit} cells; fewer were wanted, or a larger `Csv::column_limit`", path = shown(path))]
    TooManyColumns {
        /// The file.
        path: PathBuf,
        /// The line where the row begins, counted from 1.
        line: usize,
        /// The limit.
        limit: usize,
    },

    /// A row of a CSV file is not UTF-8.
    #[cfg(feature = "csv")]
    #[error("`{path}`, line {line}: found bytes that are not UTF-8; text was wanted", path = shown(path))]
    NotText {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
    },

    /// A cell of a CSV file is not what was wanted.
    #[cfg(feature = "csv")]
    #[error("`{path}`, line {line}, column {column}: found {found}; {wanted} was wanted", path = shown(path))]
    Cell {
        /// The file.
        path: PathBuf,
        /// The line where the row begins, counted from 1.
        line: usize,
        /// The column.
        column: String,
        /// The content of the cell.
        found: String,
        /// What the cell should contain.
        wanted: String,
    },

    /// A column of a CSV file names more classes than there are, or fewer.
    #[cfg(feature = "csv")]
    #[error("column {column} of `{path}` names {}{count} classes, {found}; {wanted} were wanted", if *is_whole { "" } else { "at least " }, path = shown(path))]
    ClassNames {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
        /// How many classes it names.
        count: usize,
        /// Whether all of the column was read, so that it names no more.
        is_whole: bool,
        /// Their names; of many, the first ones.
        found: String,
        /// How many classes there should be.
        wanted: usize,
    },

    /// The name of a picture does not say which format it is to have.
    #[cfg(feature = "plot")]
    #[error("cannot tell the format of the picture `{path}`; a name that ends in {wanted} was wanted", path = shown(path))]
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

/// "2×3 = 6 numbers"
#[cfg(feature = "std")]
fn item_size(sizes: &[u32]) -> String {
    const MOST_SIZES: usize = 6;
    let product = sizes.iter().try_fold(1, |product: u64, &size| product.checked_mul(size.into()));
    let product = product.map_or_else(|| "too many".into(), |product| std::format!("{product}"));
    if sizes.len() < 2 {
        return std::format!("{product} number(s)");
    }
    // A damaged header may announce 255 dimensions.
    let shown: Vec<String> = sizes.iter().take(MOST_SIZES).map(|size| std::format!("{size}")).collect();
    let more = if sizes.len() > MOST_SIZES { "×…" } else { "" };
    std::format!("{}{more} = {product} numbers", shown.join("×"))
}

/// A path for a message of one line.
#[cfg(feature = "std")]
fn shown(path: &std::path::Path) -> impl fmt::Display {
    let path = std::format!("{}", path.display());
    let escape = |c: char| if c.is_control() { c.escape_default().collect() } else { String::from(c) };
    path.chars().map(escape).collect::<String>()
}

/// Where in a training run something happened.
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

/// What is NaN or infinite, so that a step was not taken.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum NotFinite {
    /// A feature of a sample.
    Feature {
        /// The place of the sample in the batch, or in an epoch in the data set, from 0.
        sample: usize,
        /// The place of the feature, from 0.
        feature: usize,
        /// The number.
        found: f64,
    },
    /// A parameter, before the step.
    Parameter {
        /// Its place in [`Network::parameters`](crate::Network::parameters).
        index: usize,
        /// The number.
        found: f64,
    },
    /// The mean loss of the batch.
    Loss(f64),
    /// The gradient.
    Gradient {
        /// The place of the parameter in [`Network::parameters`](crate::Network::parameters).
        index: usize,
        /// The derivative of the loss with respect to it.
        found: f64,
    },
    /// A parameter, or what the optimiser remembers about it, after the step.
    Update,
}

impl fmt::Display for NotFinite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Feature { sample, feature, found } => {
                write!(f, "feature {feature} of sample {sample} is {found}")
            }
            Self::Parameter { index, found } => write!(f, "parameter {index} was {found} before the step"),
            Self::Loss(loss) => write!(f, "the loss became {loss}"),
            Self::Gradient { index, found } => {
                write!(f, "the gradient with respect to parameter {index} became {found}")
            }
            Self::Update => f.write_str("the step is so long that a parameter would not be finite after it"),
        }
    }
}

impl From<NotFinite> for Error {
    /// In a step of its own.
    fn from(what: NotFinite) -> Self {
        Self::NotFinite { place: Place::Step, what }
    }
}

impl Error {
    /// The same error with the place in the training where it happened.
    #[cfg(feature = "alloc")]
    pub(crate) fn at(self, epoch: usize, batch: usize) -> Self {
        match self {
            Self::NotFinite { what, .. } => Self::NotFinite { place: Place::Batch { epoch, batch }, what },
            other => other,
        }
    }
}
