//! A file that is being read: its header, its items and its end.

use alloc::vec::Vec;
use std::io;
use std::path::PathBuf;

use nalgebra::SVector;

use crate::data::idx::Idx;
use crate::data::idx::content::{AfterGzip, Content};
use crate::data::idx::element::Element;
use crate::data::idx::error::{ContentError, Error, GzipError, HeaderError};
use crate::file::FileError;
use crate::scalar::Scalar;

/// A vector gets room for this number of items at first; then the room doubles as they arrive.
const FIRST_ROOM: usize = 1024;

/// Items are read together up to this number of bytes.
const MOST_AT_ONCE: usize = 1 << 14;

/// What a header says.
pub(super) struct Header {
    pub(super) element: Element,
    pub(super) sizes: Vec<u32>,
}

/// An IDX file that is being read.
pub(super) struct Reader<'a> {
    idx: &'a Idx,
    content: Content,
    memory_limit: usize,
    /// The number of bytes that have been read.
    position: u64,
}

impl<'a> Reader<'a> {
    pub(super) fn open(idx: &'a Idx) -> Result<Self, Error> {
        let content =
            Content::open(&idx.path).map_err(|cause| FileError::Read { path: idx.path.clone(), cause })?;
        let file_size = usize::try_from(content.file_size).unwrap_or(usize::MAX);
        let in_proportion = file_size.saturating_mul(256).saturating_add(256 << 20);
        Ok(Self { idx, content, memory_limit: idx.memory_limit.unwrap_or(in_proportion), position: 0 })
    }

    fn path(&self) -> PathBuf {
        self.idx.path.clone()
    }

    /// Reads and checks the header; until it says how many dimensions there are, the `usual` ones are
    /// expected.
    pub(super) fn header(&mut self, usual: usize) -> Result<Header, Error> {
        let [zero, nought, code, dimensions] = self.header_word(4 * (1 + usual))?;
        if [zero, nought] != [0, 0] {
            return Err(HeaderError::NotIdx { path: self.path(), found: [zero, nought] }.into());
        }
        let Some(element) = Element::from_code(code) else {
            return Err(HeaderError::ElementType { path: self.path(), found: code }.into());
        };
        let dimensions = usize::from(dimensions);
        if dimensions == 0 {
            return Err(HeaderError::Dimensions { path: self.path(), found: 0, wanted: usual }.into());
        }
        let mut sizes = Vec::with_capacity(dimensions);
        for _ in 0..dimensions {
            sizes.push(u32::from_be_bytes(self.header_word(4 * (1 + dimensions))?));
        }
        Ok(Header { element, sizes })
    }

    /// Reads four bytes of a header that takes `wanted` bytes in all.
    fn header_word(&mut self, wanted: usize) -> Result<[u8; 4], Error> {
        let mut word = [0; 4];
        let start = usize::try_from(self.position).unwrap_or(usize::MAX);
        match self.fill(&mut word)? {
            4 => Ok(word),
            0 if start == 0 => Err(HeaderError::EmptyFile { path: self.path(), wanted }.into()),
            found => Err(HeaderError::ShortHeader { path: self.path(), found: start + found, wanted }.into()),
        }
    }

    /// Reads vectors of `N` numbers; the file must end after them.
    pub(super) fn vectors<T: Scalar, const N: usize>(
        &mut self,
        header: &Header,
        value: impl Fn(&[u8]) -> T,
    ) -> Result<Vec<SVector<T, N>>, Error> {
        const { assert!(N > 0, "a vector needs at least one number") }
        let sizes = &header.sizes[1..];
        let size = sizes.iter().try_fold(1, |size: u64, &next| size.checked_mul(next.into()));
        if size != Some(N as u64) {
            return Err(HeaderError::ItemSize { path: self.path(), sizes: sizes.to_vec(), wanted: N }.into());
        }
        let path = self.path();
        // One after the other and not vector by vector: a vector may be too large for the stack.
        let mut numbers = Vec::new();
        self.items(header, N, N, &mut numbers, |numbers, bytes| {
            let first = numbers.len();
            numbers.extend(bytes.chunks_exact(header.element.size()).map(&value));
            match numbers[first..].iter().position(|number: &T| !number.is_finite()) {
                None => Ok(()),
                Some(number) => Err(ContentError::NotFiniteElement {
                    path: path.clone(),
                    item: first / N,
                    number,
                    found: header.element.value(&bytes[number * header.element.size()..]),
                }
                .into()),
            }
        })?;
        numbers.shrink_to_fit();
        Ok(bytemuck::allocation::cast_vec(numbers))
    }

    /// Reads as many items as the header says, of `numbers` numbers each, and gives each to `add`, which adds
    /// `added` values to `values`. The file must end after them.
    pub(super) fn items<T>(
        &mut self,
        header: &Header,
        numbers: usize,
        added: usize,
        values: &mut Vec<T>,
        mut add: impl FnMut(&mut Vec<T>, &[u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let count = header.sizes[0] as usize;
        let size = numbers.saturating_mul(header.element.size());
        let wanted = self.position.saturating_add((count as u64).saturating_mul(size as u64));
        let at_once = (MOST_AT_ONCE / size.max(1)).max(1);
        let mut bytes = Vec::new();
        let mut left = count;
        while left > 0 {
            let items = left.min(at_once);
            let filled = self.fill_items(&mut bytes, size.saturating_mul(items))?;
            for item in bytes[..filled].chunks_exact(size.max(1)) {
                self.make_room(values, added, count.saturating_mul(added))?;
                add(values, item)?;
            }
            if filled < size.saturating_mul(items) {
                return Err(ContentError::TooShort { path: self.path(), found: self.position, wanted }.into());
            }
            left -= items;
        }
        // This read also makes the decompressor compare the checksum at the end of a gzip file.
        match self.fill(&mut [0])? {
            0 => Ok(()),
            _ => Err(ContentError::TooLong { path: self.path(), wanted }.into()),
        }
    }

    /// Reads the bytes of items, of which there may be fewer than the header claims.
    fn fill_items(&mut self, bytes: &mut Vec<u8>, size: usize) -> Result<usize, Error> {
        bytes.clear();
        while bytes.len() < size {
            let start = bytes.len();
            if start == bytes.capacity() {
                self.make_room(bytes, 1, size)?;
            }
            bytes.resize(bytes.capacity().min(size), 0);
            let filled = self.fill(&mut bytes[start..])?;
            if start + filled < bytes.len() {
                return Ok(start + filled);
            }
        }
        Ok(size)
    }

    /// Makes room for the next values: twice what has arrived, but for no more than `most` in all. So the
    /// vector ends without unused room, and a header's claim alone allocates next to nothing.
    fn make_room<T>(&self, values: &mut Vec<T>, next: usize, most: usize) -> Result<(), Error> {
        let length = values.len();
        if values.capacity() - length >= next {
            return Ok(());
        }
        let allowed = (self.memory_limit / size_of::<T>()).saturating_sub(length);
        if allowed < next {
            return Err(Error::MemoryLimit { path: self.path(), limit: self.memory_limit });
        }
        let room = length.max(FIRST_ROOM).max(next).min(most.saturating_sub(length)).min(allowed);
        values.try_reserve_exact(room).map_err(|_| {
            FileError::OutOfMemory {
                path: self.path(),
                wanted: (length + room).saturating_mul(size_of::<T>()),
            }
            .into()
        })
    }

    /// Reads until the buffer is full or the file ends; returns the number of bytes read.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.content.bytes.read(&mut buffer[filled..]) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                Err(cause) => return Err(self.error(cause)),
            }
        }
        self.position += filled as u64;
        Ok(filled)
    }

    fn error(&self, cause: io::Error) -> Error {
        let path = self.path();
        match cause.get_ref().and_then(|inner| inner.downcast_ref()) {
            Some(AfterGzip(found)) => GzipError::AfterGzip { path, found: *found }.into(),
            // The operating system's own errors carry its number; the decompressor's do not.
            None if self.content.is_gzip && cause.raw_os_error().is_none() => {
                GzipError::CorruptGzip { path, cause }.into()
            }
            None => FileError::Read { path, cause }.into(),
        }
    }
}
