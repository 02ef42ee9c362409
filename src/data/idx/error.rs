//! What can be wrong with an IDX file.

use alloc::{format, string::String, vec::Vec};
use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::file::{FileError, shown};

/// Why an IDX file was not read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The system refused something.
    #[error(transparent)]
    File(#[from] FileError),
    /// A folder holds a data file neither plain nor gzipped.
    #[error("`{folder}` holds neither `{stem}` nor `{stem}.gz`; one of them was wanted", folder = shown(folder))]
    NoDataFile {
        /// The folder.
        folder: PathBuf,
        /// The name of the plain file.
        stem: String,
    },
    /// The content of a file takes more memory than it may.
    #[error(
        "the content of `{path}` takes more than the {limit} bytes of memory that it may; `Idx::memory_limit` sets how many", path = shown(path))]
    MemoryLimit {
        /// The file.
        path: PathBuf,
        /// The limit, in bytes.
        limit: usize,
    },
    /// A gzip file is damaged.
    #[error(transparent)]
    Gzip(#[from] GzipError),
    /// The header is not what was wanted.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// What follows the header is not what was wanted.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// Images and labels that cannot belong together.
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
}

/// What is wrong with a gzip file.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum GzipError {
    /// A gzip file is cut short or damaged.
    #[error(
        "`{path}` begins like a gzip file but cannot be decompressed: {cause}; a whole gzip file was wanted", path = shown(path))]
    CorruptGzip {
        /// The file.
        path: PathBuf,
        /// The decompressor's reason.
        cause: io::Error,
    },
    /// A gzip file is whole, but goes on.
    #[error(
        "`{path}` goes on after its gzip data with the byte {found:02x}; zeros, more gzip data or the end of the file was wanted", path = shown(path))]
    AfterGzip {
        /// The file.
        path: PathBuf,
        /// The first byte after the gzip data that is not zero.
        found: u8,
    },
}

/// What is wrong with the header of an IDX file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum HeaderError {
    /// An IDX file without a single byte.
    #[error("`{path}` is empty; an IDX header of {wanted} bytes was wanted", path = shown(path))]
    EmptyFile {
        /// The file.
        path: PathBuf,
        /// The length of the header, in bytes.
        wanted: usize,
    },
    /// An IDX file that ends within its header.
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
    #[error("`{path}` begins with the bytes {:02x} {:02x}; an IDX file, which begins with 00 00, was wanted", found[0], found[1], path = shown(path))]
    NotIdx {
        /// The file.
        path: PathBuf,
        /// Its first two bytes.
        found: [u8; 2],
    },
    /// An IDX file whose elements have a type that the format does not know.
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
    #[error("`{path}` holds items of {}; items of {wanted} numbers were wanted, such as images of {wanted} pixels", item_size(sizes), path = shown(path))]
    ItemSize {
        /// The file.
        path: PathBuf,
        /// The sizes in its header after the number of items.
        sizes: Vec<u32>,
        /// The wanted number of numbers.
        wanted: usize,
    },
    /// An IDX file of labels stores several numbers for each, and no place says which is the label.
    #[error("`{path}` holds {columns} number(s) for each label, but {}", match column {
        None => "only one was wanted; `Idx::label_column` says which one is the label".into(),
        Some(column) => format!("number {column}, counted from 0, was wanted"),
    }, path = shown(path))]
    LabelColumn {
        /// The file.
        path: PathBuf,
        /// How many numbers each label has.
        columns: usize,
        /// The wanted one, if one was named.
        column: Option<usize>,
    },
}

/// What is wrong with the numbers in an IDX file.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ContentError {
    /// An IDX file that ends before everything that its header announces.
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
    #[error("`{path}` goes on after the {wanted} bytes of IDX data that its header announces", path = shown(path))]
    TooLong {
        /// The file.
        path: PathBuf,
        /// The length that its header announces, in bytes after decompression.
        wanted: u64,
    },
    /// An IDX file holds a number that is NaN or infinite, also as the wanted type.
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
    /// A label outside the classes.
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
}

/// "2×3 = 6 numbers"
fn item_size(sizes: &[u32]) -> String {
    const MOST_SIZES: usize = 6;
    let product = sizes.iter().try_fold(1, |product: u64, &size| product.checked_mul(size.into()));
    let product = product.map_or_else(|| "too many".into(), |product| format!("{product}"));
    if sizes.len() < 2 {
        return format!("{product} number(s)");
    }
    // A damaged header may announce 255 dimensions.
    let shown: Vec<String> = sizes.iter().take(MOST_SIZES).map(|size| format!("{size}")).collect();
    let more = if sizes.len() > MOST_SIZES { "×…" } else { "" };
    format!("{}{more} = {product} numbers", shown.join("×"))
}
