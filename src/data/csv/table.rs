//! The rows of a table and where they stand in the file: behind it nothing knows the crate `csv`.

use core::fmt;
use std::borrow::ToOwned;
use std::format;
use std::io;
use std::path::Path;
use std::string::{String, ToString};
use std::vec::Vec;

use ::csv::{ErrorKind, Position, Reader, ReaderBuilder, StringRecord, Trim};

use crate::data::csv::Csv;
use crate::error::Error;
use crate::scalar::Scalar;

/// A column: its name in the header, or its number counted from 0.
///
/// ```
/// use monograd::data::csv::Column;
///
/// assert_eq!(Column::from("width").to_string(), "`width`");
/// assert_eq!(Column::from(3).to_string(), "3 (counted from 0)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// The column with this name.
    Name(String),
    /// The column with this number, counted from 0.
    Number(usize),
}

impl From<&str> for Column {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<String> for Column {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

impl From<usize> for Column {
    fn from(number: usize) -> Self {
        Self::Number(number)
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "`{name}`"),
            Self::Number(number) => write!(f, "{number} (counted from 0)"),
        }
    }
}

/// A file that has been read, and its first line.
pub(super) struct Table<'a> {
    csv: &'a Csv,
    bytes: Vec<u8>,
    /// The header, or where there is none the first row, which says how many columns there are.
    first: StringRecord,
}

impl<'a> Table<'a> {
    pub(super) fn open(csv: &'a Csv) -> Result<Self, Error> {
        let read = |cause| Error::Read { path: csv.path.clone(), cause };
        let bytes = std::fs::read(&csv.path).map_err(read)?;
        let mut table = Self { csv, bytes, first: StringRecord::new() };
        let mut reader = table.reader();
        let first = reader.headers().cloned().map_err(|error| table.error(error))?;
        if first.is_empty() {
            return Err(Error::NoRows { path: csv.path.clone(), has_header: false });
        }
        table.first = first;
        Ok(table)
    }

    pub(super) fn path(&self) -> &'a Path {
        &self.csv.path
    }

    fn reader(&self) -> Reader<&[u8]> {
        let mut builder = ReaderBuilder::new();
        builder.delimiter(self.csv.delimiter).has_headers(self.csv.has_header).trim(Trim::All);
        builder.from_reader(&self.bytes)
    }

    /// Where the columns stand.
    pub(super) fn places(&self, columns: &[Column]) -> Result<Vec<usize>, Error> {
        columns.iter().map(|column| self.place(column)).collect()
    }

    pub(super) fn place(&self, column: &Column) -> Result<usize, Error> {
        let path = || self.path().to_owned();
        match column {
            Column::Number(number) if *number < self.first.len() => Ok(*number),
            Column::Name(name) if self.csv.has_header => {
                let mut places = (0..self.first.len()).filter(|&place| self.first[place] == **name);
                match (places.next(), places.count()) {
                    (Some(place), 0) => Ok(place),
                    (Some(_), more) => Err(Error::AmbiguousColumn {
                        path: path(),
                        column: column.to_string(),
                        found: 1 + more,
                    }),
                    (None, _) => Err(self.no_column(column)),
                }
            }
            _ => Err(self.no_column(column)),
        }
    }

    fn no_column(&self, column: &Column) -> Error {
        let found = match column {
            Column::Name(_) if self.csv.has_header => {
                format!("the columns {}", list((0..self.first.len()).map(|place| &self.first[place])))
            }
            Column::Name(_) => format!("{} without names", columns(self.first.len())),
            Column::Number(_) => columns(self.first.len()),
        };
        Error::NoColumn { path: self.path().to_owned(), column: column.to_string(), found }
    }

    /// Calls `visit` with each row; there must be one.
    pub(super) fn rows(&self, mut visit: impl FnMut(Row<'_>) -> Result<(), Error>) -> Result<(), Error> {
        let mut reader = self.reader();
        let mut record = StringRecord::new();
        let mut is_empty = true;
        while reader.read_record(&mut record).map_err(|error| self.error(error))? {
            visit(Row { table: self, record: &record })?;
            is_empty = false;
        }
        if is_empty {
            return Err(Error::NoRows { path: self.path().to_owned(), has_header: self.csv.has_header });
        }
        Ok(())
    }

    /// The line, counted from 1, where a record begins. The crate's own count is that of the end of the record
    /// before, on whose side blank lines and the second half of `\r\n` are.
    fn line(&self, position: Option<&Position>) -> usize {
        let byte = position.map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
        let (before, rest) = self.bytes.split_at(byte.min(self.bytes.len()));
        let skipped = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        1 + before.iter().chain(skipped).filter(|&&byte| byte == b'\n').count()
    }

    fn error(&self, error: ::csv::Error) -> Error {
        let path = self.path().to_owned();
        match error.kind() {
            ErrorKind::UnequalLengths { pos, expected_len, len } => Error::RaggedRow {
                path,
                line: self.line(pos.as_ref()),
                found: usize::try_from(*len).unwrap_or(usize::MAX),
                wanted: usize::try_from(*expected_len).unwrap_or(usize::MAX),
            },
            ErrorKind::Utf8 { pos, .. } => Error::NotText { path, line: self.line(pos.as_ref()) },
            _ => Error::Read { path, cause: io::Error::other(error) },
        }
    }
}

/// A row of a table.
pub(super) struct Row<'a> {
    table: &'a Table<'a>,
    record: &'a StringRecord,
}

impl<'a> Row<'a> {
    pub(super) fn cells(&self, places: &'a [usize]) -> Cells<'a> {
        Cells { table: self.table, record: self.record, places }
    }
}

/// The cells of a row in the columns that were asked for, in that order.
#[derive(Clone, Copy)]
pub struct Cells<'a> {
    table: &'a Table<'a>,
    record: &'a StringRecord,
    places: &'a [usize],
}

impl<'a> Cells<'a> {
    /// The text of a cell.
    ///
    /// # Panics
    ///
    /// When there is no such cell: they are as many as the columns.
    #[must_use]
    #[track_caller]
    pub fn text(&self, cell: usize) -> &'a str {
        &self.record[self.places[cell]]
    }

    /// The number in a cell.
    ///
    /// # Errors
    ///
    /// [`Error::Cell`] unless it is a number that is finite, also as a `T`.
    pub fn number<T: Scalar>(&self, cell: usize) -> Result<T, Error> {
        let number =
            self.text(cell).parse::<f64>().ok().map(T::from_f64).filter(|&number| number.is_finite());
        number.ok_or_else(|| self.error(cell, "a finite number"))
    }

    /// An error that names the file, the line, the column and what was found in this cell.
    #[must_use]
    pub fn error(&self, cell: usize, wanted: impl Into<String>) -> Error {
        let place = self.places[cell];
        let name = self.table.csv.has_header.then(|| Column::from(&self.table.first[place]));
        let column = name.unwrap_or(Column::Number(place));
        Error::Cell {
            path: self.table.path().to_owned(),
            line: self.table.line(self.record.position()),
            column: column.to_string(),
            found: quoted(self.text(cell)),
            wanted: wanted.into(),
        }
    }
}

impl fmt::Debug for Cells<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries((0..self.places.len()).map(|cell| self.text(cell))).finish()
    }
}

/// What stands in a cell, for a message of one line.
fn quoted(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.chars().count() {
        0 => "nothing".to_owned(),
        length => {
            let shown: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
            format!("`{shown}{}`", if length > LONGEST { "…" } else { "" })
        }
    }
}

/// "1 column", "3 columns".
fn columns(count: usize) -> String {
    format!("{count} column{}", if count == 1 { "" } else { "s" })
}

/// "`a`, `b`", of many the first ten.
pub(super) fn list<'a>(names: impl Iterator<Item = &'a str> + Clone) -> String {
    const SHOWN: usize = 10;
    let shown: Vec<String> = names.clone().take(SHOWN).map(quoted).collect();
    let more = match names.count().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    shown.join(", ") + &more
}
