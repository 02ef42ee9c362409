//! A strict reader of IDX, the file format of MNIST and its relatives, plain or gzipped.
//!
//! IDX is a header of big-endian numbers (two zero bytes, the element type, the number of dimensions, one
//! 32-bit size for each dimension) and then the elements, big-endian and the last index fastest. A file is
//! accepted only when everything agrees: a wrong byte, one byte too few or one too many is an error that
//! names the file.
//!
//! Memory grows with the bytes that have arrived, never with a number that a header merely claims, up to a
//! [limit](Idx::memory_limit) that a small gzip file cannot exceed. When the system has no more, that is an
//! error as well.

mod error;
mod content;
mod element;
mod reader;

use alloc::{format, vec::Vec};
use std::path::{Path, PathBuf};

use nalgebra::SVector;

use crate::data::Class;
use crate::file::FileError;
use crate::scalar::Scalar;
use element::Element;
pub use error::{ContentError, Error, GzipError, HeaderError};
use reader::Reader;

/// The path of `stem` in `folder`, or of `stem.gz` where there is no plain file.
///
/// # Errors
///
/// [`Error::NoDataFile`] where there is neither, [`FileError::Read`] where the folder cannot be searched.
pub fn find(folder: impl AsRef<Path>, stem: &str) -> Result<PathBuf, Error> {
    let folder = folder.as_ref();
    for name in [stem, &format!("{stem}.gz")] {
        let path = folder.join(name);
        match path.try_exists() {
            Ok(true) => return Ok(path),
            Ok(false) => {}
            Err(cause) => return Err(FileError::Read { path, cause }.into()),
        }
    }
    Err(Error::NoDataFile { folder: folder.into(), stem: stem.into() })
}

/// Reads images and their labels, and checks that there is one label for each image.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let (images, labels) = (folder.path().join("images"), folder.path().join("labels"));
/// // One image of 2×2 pixels, of class 7.
/// std::fs::write(&images, b"\0\0\x08\x03\0\0\0\x01\0\0\0\x02\0\0\0\x02\x00\xff\x33\x00")?;
/// std::fs::write(&labels, b"\0\0\x08\x01\0\0\0\x01\x07")?;
///
/// let (images, labels) = monograd::data::idx::read::<4, 10>(images, labels)?;
/// assert_eq!(images[0].as_slice(), [0.0, 1.0, 0.2, 0.0]);
/// assert_eq!(labels[0].index(), 7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// An [`Idx`] in place of a path changes how a file is read.
///
/// # Errors
///
/// Those of [`Idx::images`] and [`Idx::labels`], and [`Error::Counts`].
pub fn read<const PIXELS: usize, const CLASSES: usize>(
    images: impl Into<Idx>,
    labels: impl Into<Idx>,
) -> Result<(Vec<SVector<f32, PIXELS>>, Vec<Class<CLASSES>>), Error> {
    let (images_file, labels_file) = (images.into(), labels.into());
    // Labels first: they are small, so a mistake in them is found at once.
    let labels = labels_file.labels()?;
    let images = images_file.images()?;
    if images.len() != labels.len() {
        return Err(Error::Counts {
            images_path: images_file.path,
            images: images.len(),
            labels_path: labels_file.path,
            labels: labels.len(),
        });
    }
    Ok((images, labels))
}

/// Reads one set of a folder in which the files have MNIST's names: `"train"` means `train-images-idx3-ubyte`
/// and `train-labels-idx1-ubyte`, each plain or with `.gz` at its end.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # std::fs::write(folder.path().join("t10k-images-idx3-ubyte"), b"\0\0\x08\x03\0\0\0\x01\0\0\0\x02\0\0\0\x02\x00\xff\x33\x00")?;
/// # std::fs::write(folder.path().join("t10k-labels-idx1-ubyte"), b"\0\0\x08\x01\0\0\0\x01\x07")?;
/// # let folder = folder.path();
/// // One image of 2×2 pixels, of class 7.
/// let (images, labels) = monograd::data::idx::read_set::<4, 10>(folder, "t10k")?;
/// assert_eq!(images[0].as_slice(), [0.0, 1.0, 0.2, 0.0]);
/// assert_eq!(labels[0].index(), 7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Those of [`find`] and [`read`].
pub fn read_set<const PIXELS: usize, const CLASSES: usize>(
    folder: impl AsRef<Path>,
    set: &str,
) -> Result<(Vec<SVector<f32, PIXELS>>, Vec<Class<CLASSES>>), Error> {
    let folder = folder.as_ref();
    let images = find(folder, &format!("{set}-images-idx3-ubyte"))?;
    let labels = find(folder, &format!("{set}-labels-idx1-ubyte"))?;
    read(images, labels)
}

/// Reads images: [`Idx::images`] with the defaults.
///
/// # Errors
///
/// Those of [`Idx::images`].
pub fn read_images<const PIXELS: usize>(path: impl Into<Idx>) -> Result<Vec<SVector<f32, PIXELS>>, Error> {
    path.into().images()
}

/// Reads class labels: [`Idx::labels`] with the defaults.
///
/// # Errors
///
/// Those of [`Idx::labels`].
pub fn read_labels<const CLASSES: usize>(path: impl Into<Idx>) -> Result<Vec<Class<CLASSES>>, Error> {
    path.into().labels()
}

/// An IDX file, and how to read it. It is opened when it is read.
///
/// The letters of EMNIST are numbered from 1, and QMNIST stores eight numbers for each digit, of which the
/// first is its class:
///
/// ```
/// use monograd::data::idx::Idx;
/// # let folder = tempfile::tempdir()?;
/// # let (letters, digits) = (folder.path().join("letters"), folder.path().join("digits"));
/// # std::fs::write(&letters, b"\0\0\x08\x01\0\0\0\x02\x01\x1a")?;
/// # std::fs::write(&digits, b"\0\0\x0c\x02\0\0\0\x01\0\0\0\x02\0\0\0\x07\0\0\x01\0")?;
///
/// let letters = Idx::new(letters).first_label(1).labels::<26>()?;
/// assert_eq!([letters[0].index(), letters[1].index()], [0, 25]);
/// let digits = Idx::new(digits).label_column(0).labels::<10>()?;
/// assert_eq!(digits[0].index(), 7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idx {
    path: PathBuf,
    first_label: i32,
    label_column: Option<usize>,
    memory_limit: Option<usize>,
}

impl<P: AsRef<Path> + ?Sized> From<&P> for Idx {
    fn from(path: &P) -> Self {
        Self::new(path.as_ref())
    }
}

impl From<PathBuf> for Idx {
    fn from(path: PathBuf) -> Self {
        Self::new(path)
    }
}

impl Idx {
    /// The file at this path.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), first_label: 0, label_column: None, memory_limit: None }
    }

    /// Makes `label` the label of class 0, `label + 1` that of class 1, and so on. The default is 0.
    #[must_use]
    pub fn first_label(self, label: i32) -> Self {
        Self { first_label: label, ..self }
    }

    /// Takes the label from this column, counted from 0, of a file that stores several numbers for each
    /// label.
    #[must_use]
    pub fn label_column(self, column: usize) -> Self {
        Self { label_column: Some(column), ..self }
    }

    /// Refuses a file whose content takes more memory than this number of bytes.
    ///
    /// The default is 256 MiB and 256 bytes for each byte of the file. Compressed images take about 20 bytes
    /// for each byte of the file; a file that takes thousands is made to exhaust the memory.
    #[must_use]
    pub fn memory_limit(self, bytes: usize) -> Self {
        Self { memory_limit: Some(bytes), ..self }
    }

    /// Reads images into vectors of `PIXELS` values, row by row and channel by channel.
    ///
    /// The first dimension of the file counts the images, and the sizes of the others multiply to `PIXELS`,
    /// which is not 0. Unsigned bytes become grey values from 0 to 1; numbers of any other type stay as they
    /// are.
    ///
    /// ```compile_fail,E0080
    /// let images = monograd::data::idx::Idx::new("images").images::<0>();
    /// ```
    ///
    /// # Errors
    ///
    /// Where the file cannot be read, is not IDX, has one dimension, has images of another size, holds a
    /// number that is not finite, is not exactly as long as its header says, or takes more memory than it may
    /// or there is.
    pub fn images<const PIXELS: usize>(&self) -> Result<Vec<SVector<f32, PIXELS>>, Error> {
        let mut file = Reader::open(self)?;
        let header = file.header(3)?;
        if header.sizes.len() < 2 {
            return Err(HeaderError::Dimensions {
                path: self.path.clone(),
                found: header.sizes.len(),
                wanted: 3,
            }
            .into());
        }
        match header.element {
            Element::U8 => file.vectors(&header, |bytes| f32::from(bytes[0]) / 255.0),
            element => file.vectors(&header, |bytes| f32::from_f64(element.value(bytes))),
        }
    }

    /// Reads vectors of `N` numbers as they are in the file, whatever their type.
    ///
    /// The first dimension of the file counts the vectors, and the sizes of the others multiply to `N`, which
    /// is 1 where there are no others.
    ///
    /// # Errors
    ///
    /// Those of [`images`](Self::images).
    pub fn numbers<T: Scalar, const N: usize>(&self) -> Result<Vec<SVector<T, N>>, Error> {
        let mut file = Reader::open(self)?;
        let header = file.header(1)?;
        file.vectors(&header, |bytes| T::from_f64(header.element.value(bytes)))
    }

    /// Reads class labels, whole numbers of any type.
    ///
    /// The file has one dimension, or two and a [`label_column`](Self::label_column).
    ///
    /// # Errors
    ///
    /// Where the file cannot be read, is not IDX, has other dimensions, is not exactly as long as its header
    /// says, where a label is outside the `CLASSES` classes, or where the labels take more memory than they
    /// may or there is.
    pub fn labels<const CLASSES: usize>(&self) -> Result<Vec<Class<CLASSES>>, Error> {
        const { assert!(CLASSES > 0, "there is no label of 0 classes") }
        let mut file = Reader::open(self)?;
        let header = file.header(1)?;
        let (columns, column) = self.columns(&header.sizes)?;
        let size = header.element.size();
        let mut labels = Vec::new();
        file.items(&header, columns, 1, &mut labels, |labels, bytes| {
            let found = header.element.value(&bytes[column * size..][..size]);
            let class = class(found - f64::from(self.first_label)).ok_or_else(|| ContentError::Label {
                path: self.path.clone(),
                index: labels.len(),
                found,
                first: self.first_label.into(),
                classes: CLASSES,
            })?;
            labels.push(class);
            Ok(())
        })?;
        Ok(labels)
    }

    /// How many numbers a label has, and which one of them is the label.
    fn columns(&self, sizes: &[u32]) -> Result<(usize, usize), Error> {
        let columns = match *sizes {
            [_] => 1,
            [_, columns] => columns as usize,
            _ => {
                return Err(HeaderError::Dimensions {
                    path: self.path.clone(),
                    found: sizes.len(),
                    wanted: 1,
                }
                .into());
            }
        };
        match self.label_column {
            None if columns == 1 => Ok((1, 0)),
            Some(column) if column < columns => Ok((columns, column)),
            column => Err(HeaderError::LabelColumn { path: self.path.clone(), columns, column }.into()),
        }
    }
}

/// The class with this number, which must be a whole one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "converted back and compared")]
fn class<const CLASSES: usize>(number: f64) -> Option<Class<CLASSES>> {
    let index = number as u32;
    (f64::from(index).to_bits() == (number + 0.0).to_bits())
        .then(|| Class::new(index as usize).ok())
        .flatten()
}
