//! The records of a file, one at a time, and the lines that they are on: outside of it no code knows the
//! crate `csv-core`.

use alloc::vec::Vec;
use core::ops::Range;
use core::str;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};

use csv_core::{ReadRecordResult, ReaderBuilder};

use crate::data::csv::Csv;
use crate::data::csv::error::{Error, RowError};
use crate::file::FileError;

/// What a file may begin with to say that it is UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// A record has room for this number of bytes and of cells at first; then the room doubles.
const FIRST_ROOM: usize = 256;

/// A row of cells, or the header.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    /// The cells, one after the other, and room for more.
    bytes: Vec<u8>,
    /// Where each cell ends, and room for more.
    ends: Vec<usize>,
    cells: usize,
    /// The line where it begins, counted from 1.
    pub(super) line: usize,
}

impl Record {
    pub(super) fn len(&self) -> usize {
        self.cells
    }

    /// A cell without the blanks around it. It is text, as [`Records::read`] has checked.
    pub(super) fn cell(&self, cell: usize) -> &str {
        str::from_utf8(&self.bytes[self.range(cell)]).unwrap_or_default().trim()
    }

    fn range(&self, cell: usize) -> Range<usize> {
        let ends = &self.ends[..self.cells];
        let start = if cell == 0 { 0 } else { ends[cell - 1] };
        start..ends[cell]
    }

    /// Checks that each cell is text; else gives the line of the first byte that is not.
    fn check_text(&self) -> Result<(), usize> {
        let bytes = &self.bytes[..self.ends[..self.cells].last().copied().unwrap_or_default()];
        // All at once is the fast way, but then half a character may end a cell and the other half begin the
        // next.
        let is_text = str::from_utf8(bytes)
            .is_ok_and(|text| self.ends[..self.cells].iter().all(|&end| text.is_char_boundary(end)));
        if is_text {
            return Ok(());
        }
        for range in (0..self.cells).map(|cell| self.range(cell)) {
            if let Err(error) = str::from_utf8(&bytes[range.clone()]) {
                return Err(self.line + line_breaks(&bytes[..range.start + error.valid_up_to()], false));
            }
        }
        Ok(())
    }
}

/// Reads one record after the other.
pub(super) struct Records<'a> {
    csv: &'a Csv,
    file: Chain<Cursor<Vec<u8>>, BufReader<File>>,
    parser: csv_core::Reader,
    lines: Lines,
}

impl<'a> Records<'a> {
    pub(super) fn open(csv: &'a Csv) -> Result<Self, Error> {
        let open = || {
            let mut file = BufReader::new(File::open(&csv.path)?);
            let mut start = Vec::with_capacity(BYTE_ORDER_MARK.len());
            file.by_ref().take(BYTE_ORDER_MARK.len() as u64).read_to_end(&mut start)?;
            if start == BYTE_ORDER_MARK {
                start.clear();
            }
            Ok(Cursor::new(start).chain(file))
        };
        let file = open().map_err(|cause| FileError::Read { path: csv.path.clone(), cause })?;
        let parser = ReaderBuilder::new().delimiter(csv.delimiter).build();
        Ok(Self { csv, file, parser, lines: Lines::default() })
    }

    /// Reads the next record, or tells that there is none.
    pub(super) fn read(&mut self, record: &mut Record) -> Result<bool, Error> {
        while self.read_any(record)? {
            // A line of blanks is one cell of blanks to the parser.
            if record.cells > 1 || !self.lines.is_blank {
                let check = record.check_text();
                return match check {
                    Ok(()) => Ok(true),
                    Err(line) => Err(RowError::NotText { path: self.csv.path.clone(), line }.into()),
                };
            }
        }
        Ok(false)
    }

    fn read_any(&mut self, record: &mut Record) -> Result<bool, Error> {
        let (mut filled, mut cells) = (0, 0);
        self.lines.begin_record();
        loop {
            let input = match self.file.fill_buf() {
                Ok(input) => input,
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => continue,
                Err(cause) => return Err(FileError::Read { path: self.csv.path.clone(), cause }.into()),
            };
            let (result, read, written, ended) =
                self.parser.read_record(input, &mut record.bytes[filled..], &mut record.ends[cells..]);
            self.lines.pass(&input[..read]);
            self.file.consume(read);
            filled += written;
            cells += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => {
                    self.make_room(&mut record.bytes, self.csv.row_limit, too_long)?;
                }
                ReadRecordResult::OutputEndsFull => {
                    self.make_room(&mut record.ends, self.csv.column_limit, too_many)?;
                }
                ReadRecordResult::Record => {
                    if filled > self.csv.row_limit {
                        return Err(too_long(self.csv, self.lines.first));
                    }
                    if cells > self.csv.column_limit {
                        return Err(too_many(self.csv, self.lines.first));
                    }
                    (record.cells, record.line) = (cells, self.lines.first);
                    return Ok(true);
                }
                ReadRecordResult::End => return Ok(false),
            }
        }
    }

    fn make_room<T: Clone + Default>(
        &self,
        values: &mut Vec<T>,
        limit: usize,
        error: impl Fn(&Csv, usize) -> Error,
    ) -> Result<(), Error> {
        let length = values.len();
        // One more than the limit: the parser asks for room also where it turns out that it needs none.
        let room = length.max(FIRST_ROOM).min(limit.saturating_add(1).saturating_sub(length));
        if room == 0 {
            return Err(error(self.csv, self.lines.first));
        }
        if values.try_reserve_exact(room).is_err() {
            return Err(FileError::OutOfMemory {
                path: self.csv.path.clone(),
                wanted: (length + room).saturating_mul(size_of::<T>()),
            }
            .into());
        }
        values.resize(length + room, T::default());
        Ok(())
    }
}

fn too_long(csv: &Csv, line: usize) -> Error {
    RowError::RowTooLong { path: csv.path.clone(), line, limit: csv.row_limit }.into()
}

fn too_many(csv: &Csv, line: usize) -> Error {
    RowError::TooManyColumns { path: csv.path.clone(), line, limit: csv.column_limit }.into()
}

/// Counts lines, which end with `\n`, `\r` or `\r\n`.
#[derive(Debug)]
struct Lines {
    /// The line of the next byte, counted from 1.
    next: usize,
    /// Whether the byte before is `\r`.
    is_after_return: bool,
    /// The line where the record begins.
    first: usize,
    /// Whether the record is blank so far.
    is_blank: bool,
}

impl Default for Lines {
    fn default() -> Self {
        Self { next: 1, is_after_return: false, first: 1, is_blank: true }
    }
}

impl Lines {
    fn begin_record(&mut self) {
        (self.first, self.is_blank) = (self.next, true);
    }

    fn pass(&mut self, mut bytes: &[u8]) {
        if self.is_blank {
            // The record begins after the ends of lines, the last of which may be the second half of that of
            // the record before.
            let (blanks, rest) =
                bytes.split_at(bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count());
            if let Some(last) = blanks.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')) {
                self.first = self.next + line_breaks(&blanks[..last], self.is_after_return);
            }
            self.skip(blanks);
            if rest.is_empty() {
                return;
            }
            (self.first, self.is_blank, bytes) = (self.next, false, rest);
        }
        self.skip(bytes);
    }

    fn skip(&mut self, bytes: &[u8]) {
        self.next += line_breaks(bytes, self.is_after_return);
        self.is_after_return = bytes.last().map_or(self.is_after_return, |&byte| byte == b'\r');
    }
}

/// The number of ends of lines; a `\n` first of all ends none where the byte before is `\r`.
fn line_breaks(bytes: &[u8], mut is_after_return: bool) -> usize {
    let mut breaks = 0;
    for &byte in bytes {
        breaks += usize::from(byte == b'\r' || (byte == b'\n' && !is_after_return));
        is_after_return = byte == b'\r';
    }
    breaks
}
