//! The content of a file, decompressed where it begins like gzip, whatever its name.

use alloc::{boxed::Box, vec::Vec};
use core::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};
use std::path::Path;

use flate2::bufread::GzDecoder;

/// The first two bytes of every gzip file (RFC 1952, 2.3.1).
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The bytes of a file, the first of which have been looked at.
type Raw = Chain<Cursor<Vec<u8>>, BufReader<File>>;

/// A file's content.
pub(super) struct Content {
    /// The bytes after decompression.
    pub(super) bytes: Box<dyn Read>,
    pub(super) is_gzip: bool,
    /// The size of the file, 0 where it has none, as a pipe.
    pub(super) file_size: u64,
}

impl Content {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let file_size = file.metadata()?.len();
        let mut file = BufReader::new(file);
        let mut magic = Vec::with_capacity(MAGIC.len());
        file.by_ref().take(MAGIC.len() as u64).read_to_end(&mut magic)?;
        let is_gzip = magic == MAGIC;
        let whole = Cursor::new(magic).chain(file);
        let bytes: Box<dyn Read> =
            if is_gzip { Box::new(BufReader::new(Gzip::new(whole))) } else { Box::new(whole) };
        Ok(Self { bytes, is_gzip, file_size })
    }
}

/// The members of a gzip file, one after the other; zeros may come between and after them, as archives on
/// tapes have them.
enum Gzip {
    Member(GzDecoder<Raw>),
    Between(Raw),
    /// A state that only an error in the middle of a change leaves.
    Ended,
}

impl Gzip {
    fn new(raw: Raw) -> Self {
        Self::Member(GzDecoder::new(raw))
    }

    /// Goes on to the next member; tells whether there is one.
    fn next_member(&mut self) -> io::Result<bool> {
        if let Self::Member(decoder) = core::mem::replace(self, Self::Ended) {
            *self = Self::Between(decoder.into_inner());
        }
        let Self::Between(raw) = self else { return Ok(false) };
        loop {
            let buffer = raw.fill_buf()?;
            let zeros = buffer.iter().take_while(|&&byte| byte == 0).count();
            match buffer.get(zeros) {
                Some(byte) if *byte != MAGIC[0] => return Err(io::Error::other(AfterGzip(*byte))),
                None if zeros == 0 => return Ok(false),
                found => {
                    let is_member = found.is_some();
                    raw.consume(zeros);
                    if is_member {
                        break;
                    }
                }
            }
        }
        if let Self::Between(raw) = core::mem::replace(self, Self::Ended) {
            *self = Self::new(raw);
        }
        Ok(true)
    }
}

impl Read for Gzip {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Self::Member(decoder) = self {
                let read = decoder.read(buffer)?;
                if read > 0 || buffer.is_empty() {
                    return Ok(read);
                }
            }
            if !self.next_member()? {
                return Ok(0);
            }
        }
    }
}

/// The byte after a gzip file that is neither a zero nor the beginning of another member.
#[derive(Debug)]
pub(super) struct AfterGzip(pub(super) u8);

impl fmt::Display for AfterGzip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the byte {:02x} comes after it", self.0)
    }
}

impl core::error::Error for AfterGzip {}
