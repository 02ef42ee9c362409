//! A strict reader of IDX, the file format of MNIST and its relatives, plain or gzipped.
//!
//! IDX is a header of big-endian numbers (two zero bytes, the element type, the number of
//! dimensions, one 32-bit size for each dimension) and then the elements, the last index fastest.
//! A file is accepted only when everything agrees: a wrong byte, one byte too few or one too many
//! is an error that names the file. Memory grows with the bytes that have arrived, never with a
//! number that a header merely claims.

use alloc::{boxed::Box, format, vec, vec::Vec};
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;
use nalgebra::SVector;

use crate::data::Class;
use crate::error::Error;

/// The IDX type of unsigned bytes.
const UNSIGNED_BYTE: u8 = 0x08;
/// The first two bytes of every gzip file (RFC 1952, 2.3.1).
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
/// Room for this many items is made at first; then it doubles as they arrive.
const FIRST_ROOM: usize = 1024;

/// The path of `stem` in `folder`, or of `stem.gz` where there is no plain file.
///
/// # Errors
///
/// [`Error::NoDataFile`] where there is neither, [`Error::Read`] where the folder cannot be searched.
pub fn find(folder: impl AsRef<Path>, stem: &str) -> Result<PathBuf, Error> {
    let folder = folder.as_ref();
    for name in [stem, &format!("{stem}.gz")] {
        let path = folder.join(name);
        match path.try_exists() {
            Ok(true) => return Ok(path),
            Ok(false) => {}
            Err(cause) => return Err(Error::Read { path, cause }),
        }
    }
    Err(Error::NoDataFile { folder: folder.into(), stem: stem.into() })
}

/// Reads images and their labels, and checks that there are as many of the one as of the other.
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
/// # Errors
///
/// Those of [`read_images`] and [`read_labels`], and [`Error::Counts`].
pub fn read<const PIXELS: usize, const CLASSES: usize>(
    images_path: impl AsRef<Path>,
    labels_path: impl AsRef<Path>,
) -> Result<(Vec<SVector<f32, PIXELS>>, Vec<Class<CLASSES>>), Error> {
    // Labels first: they are small, so a mistake in them is found at once.
    let labels = read_labels(labels_path.as_ref())?;
    let images = read_images(images_path.as_ref())?;
    if images.len() != labels.len() {
        return Err(Error::Counts {
            images_path: images_path.as_ref().into(),
            images: images.len(),
            labels_path: labels_path.as_ref().into(),
            labels: labels.len(),
        });
    }
    Ok((images, labels))
}

/// Reads images, row by row into vectors of `PIXELS = rows · columns` grey values from 0 to 1.
///
/// # Errors
///
/// Where the file cannot be read, is not IDX, holds anything but unsigned bytes in three dimensions,
/// has images of another size, or is not exactly as long as its header says.
pub fn read_images<const PIXELS: usize>(path: impl AsRef<Path>) -> Result<Vec<SVector<f32, PIXELS>>, Error> {
    let mut file = Idx::open(path.as_ref())?;
    let [count, rows, columns] = file.header()?;
    if u64::from(rows) * u64::from(columns) != PIXELS as u64 {
        return Err(Error::ImageSize { path: file.path.into(), rows, columns, wanted: PIXELS });
    }
    file.items(count, PIXELS, |images, bytes| {
        let mut image = SVector::<f32, PIXELS>::zeros();
        for (pixel, &byte) in image.iter_mut().zip(bytes) {
            *pixel = f32::from(byte) / 255.0;
        }
        images.push(image);
        Ok(())
    })
}

/// Reads class labels.
///
/// # Errors
///
/// Where the file cannot be read, is not IDX, holds anything but unsigned bytes in one dimension, is
/// not exactly as long as its header says, or where a label is outside the `CLASSES` classes.
pub fn read_labels<const CLASSES: usize>(path: impl AsRef<Path>) -> Result<Vec<Class<CLASSES>>, Error> {
    let path = path.as_ref();
    let mut file = Idx::open(path)?;
    let [count] = file.header()?;
    file.items(count, 1, |labels, bytes| {
        let (index, found) = (labels.len(), bytes[0]);
        let class = Class::new(found.into());
        labels.push(class.ok_or_else(|| Error::Label {
            path: path.into(),
            index,
            found,
            classes: CLASSES,
        })?);
        Ok(())
    })
}

/// Opens a file for reading, decompressed where it begins like gzip, whatever its name.
fn open(path: &Path) -> io::Result<(Box<dyn Read>, bool)> {
    let mut file = BufReader::new(File::open(path)?);
    let mut magic = Vec::with_capacity(GZIP_MAGIC.len());
    file.by_ref().take(GZIP_MAGIC.len() as u64).read_to_end(&mut magic)?;
    let is_gzip = magic == GZIP_MAGIC;
    let whole = Cursor::new(magic).chain(file);
    Ok(if is_gzip {
        (Box::new(BufReader::new(MultiGzDecoder::new(whole))), true)
    } else {
        (Box::new(whole), false)
    })
}

/// An IDX file that is being read.
struct Idx<'a> {
    path: &'a Path,
    /// The bytes after decompression.
    bytes: Box<dyn Read>,
    is_gzip: bool,
    /// How many of them have been read.
    position: u64,
}

impl<'a> Idx<'a> {
    fn open(path: &'a Path) -> Result<Self, Error> {
        match open(path) {
            Ok((bytes, is_gzip)) => Ok(Self { path, bytes, is_gzip, position: 0 }),
            Err(cause) => Err(Error::Read { path: path.into(), cause }),
        }
    }

    /// Reads and checks the header; returns the size of each dimension.
    fn header<const DIMENSIONS: usize>(&mut self) -> Result<[u32; DIMENSIONS], Error> {
        let wanted = 4 * (1 + DIMENSIONS);
        let [zero, nought, element, dimensions] = self.header_word(wanted)?;
        let path = || self.path.into();
        if [zero, nought] != [0, 0] {
            return Err(Error::NotIdx { path: path(), found: [zero, nought] });
        }
        if element != UNSIGNED_BYTE {
            return Err(Error::ElementType { path: path(), found: element });
        }
        if usize::from(dimensions) != DIMENSIONS {
            return Err(Error::Dimensions { path: path(), found: dimensions.into(), wanted: DIMENSIONS });
        }
        let mut sizes = [0; DIMENSIONS];
        for size in &mut sizes {
            *size = u32::from_be_bytes(self.header_word(wanted)?);
        }
        Ok(sizes)
    }

    /// Reads four bytes of a header that takes `wanted` bytes in all.
    fn header_word(&mut self, wanted: usize) -> Result<[u8; 4], Error> {
        let mut word = [0; 4];
        let start = usize::try_from(self.position).unwrap_or(usize::MAX);
        match self.fill(&mut word)? {
            4 => Ok(word),
            0 if start == 0 => Err(Error::EmptyFile { path: self.path.into(), wanted }),
            found => Err(Error::ShortHeader { path: self.path.into(), found: start + found, wanted }),
        }
    }

    /// Reads `count` items of `size` bytes each; the file must end behind them.
    fn items<T>(
        &mut self,
        count: u32,
        size: usize,
        mut add: impl FnMut(&mut Vec<T>, &[u8]) -> Result<(), Error>,
    ) -> Result<Vec<T>, Error> {
        let wanted = self.position.saturating_add(u64::from(count).saturating_mul(size as u64));
        let mut items = Vec::new();
        let mut bytes = vec![0; size];
        for _ in 0..count {
            if self.fill(&mut bytes)? < size {
                return Err(Error::TooShort { path: self.path.into(), found: self.position, wanted });
            }
            make_room(&mut items, count as usize);
            add(&mut items, &bytes)?;
        }
        // This read also makes the decompressor compare the checksum at the end of a gzip file.
        match self.fill(&mut [0])? {
            0 => Ok(items),
            _ => Err(Error::TooLong { path: self.path.into(), wanted }),
        }
    }

    /// Reads until the buffer is full or the file ends; returns the number of bytes read.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.bytes.read(&mut buffer[filled..]) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                // The operating system's own errors carry its number; the decompressor's do not.
                Err(cause) if self.is_gzip && cause.raw_os_error().is_none() => {
                    return Err(Error::CorruptGzip { path: self.path.into(), cause });
                }
                Err(cause) => {
                    return Err(Error::Read { path: self.path.into(), cause });
                }
            }
        }
        self.position += filled as u64;
        Ok(filled)
    }
}

/// Makes room for the next item: twice what has arrived, never more than `count` in all. So the
/// vector ends with no unused room, and a header's claim alone allocates next to nothing.
fn make_room<T>(items: &mut Vec<T>, count: usize) {
    if items.len() == items.capacity() {
        let missing = count.saturating_sub(items.len());
        items.reserve_exact(items.len().max(FIRST_ROOM).min(missing));
    }
}
