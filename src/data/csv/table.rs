//! The rows of a table, their columns and their cells.

use core::fmt;
use std::borrow::ToOwned;
use std::format;
use std::path::Path;
use std::string::{String, ToString};
use std::vec::Vec;

use crate::data::csv::Csv;
use crate::data::csv::error::{ColumnError, Error, RowError};
use crate::data::csv::records::{Record, Records};
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
            Self::Name(name) => f.write_str(&quoted(name)),
            Self::Number(number) => write!(f, "{number} (counted from 0)"),
        }
    }
}

/// A file of which the first record has been read.
pub(super) struct Table<'a> {
    csv: &'a Csv,
    records: Records<'a>,
    /// The header, or where there is none the first row, which says how many columns there are.
    first: Record,
}

impl<'a> Table<'a> {
    pub(super) fn open(csv: &'a Csv) -> Result<Self, Error> {
        let mut table = Self { csv, records: Records::open(csv)?, first: Record::default() };
        if table.records.read(&mut table.first)? {
            return Ok(table);
        }
        Err(Error::NoRows { path: csv.path.clone(), has_header: false })
    }

    pub(super) fn path(&self) -> &'a Path {
        &self.csv.path
    }

    /// The places of the columns.
    pub(super) fn places(&self, columns: &[Column]) -> Result<Vec<usize>, Error> {
        columns.iter().map(|column| self.place(column)).collect()
    }

    pub(super) fn place(&self, column: &Column) -> Result<usize, Error> {
        let path = || self.path().to_owned();
        match column {
            Column::Number(number) if *number < self.first.len() => Ok(*number),
            Column::Name(name) if self.csv.has_header => {
                let mut places = (0..self.first.len()).filter(|&place| self.first.cell(place) == name);
                match (places.next(), places.count()) {
                    (Some(place), 0) => Ok(place),
                    (Some(_), more) => Err(ColumnError::AmbiguousColumn {
                        path: path(),
                        column: column.to_string(),
                        found: 1 + more,
                    }
                    .into()),
                    (None, _) => Err(self.no_column(column)),
                }
            }
            _ => Err(self.no_column(column)),
        }
    }

    fn no_column(&self, column: &Column) -> Error {
        let found = match column {
            Column::Name(_) if self.csv.has_header => {
                format!("the columns {}", list((0..self.first.len()).map(|place| self.first.cell(place))))
            }
            Column::Name(_) => format!("{} without names", columns(self.first.len())),
            Column::Number(_) => columns(self.first.len()),
        };
        ColumnError::NoColumn { path: self.path().to_owned(), column: column.to_string(), found }.into()
    }

    /// Calls `visit` with each row; there must be one.
    pub(super) fn rows(&mut self, mut visit: impl FnMut(Row<'_>) -> Result<(), Error>) -> Result<(), Error> {
        let Self { csv, records, first } = self;
        let header = csv.has_header.then_some(&*first);
        if header.is_none() {
            visit(Row { csv, header, record: first })?;
        }
        let mut is_empty = csv.has_header;
        let mut record = Record::default();
        while records.read(&mut record)? {
            let (found, wanted) = (record.len(), first.len());
            if found != wanted {
                return Err(
                    RowError::RaggedRow { path: csv.path.clone(), line: record.line, found, wanted }.into()
                );
            }
            visit(Row { csv, header, record: &record })?;
            is_empty = false;
        }
        if is_empty {
            return Err(Error::NoRows { path: csv.path.clone(), has_header: true });
        }
        Ok(())
    }
}

/// A row of a table.
pub(super) struct Row<'a> {
    csv: &'a Csv,
    header: Option<&'a Record>,
    record: &'a Record,
}

impl<'a> Row<'a> {
    pub(super) fn cells(&self, places: &'a [usize]) -> Cells<'a> {
        Cells { csv: self.csv, header: self.header, record: self.record, places }
    }
}

/// The cells of a row in the requested columns, in their order.
#[derive(Clone, Copy)]
pub struct Cells<'a> {
    csv: &'a Csv,
    header: Option<&'a Record>,
    record: &'a Record,
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
        self.record.cell(self.places[cell])
    }

    /// The number in a cell.
    ///
    /// # Errors
    ///
    /// [`RowError::Cell`] unless it is a number that is finite, also as a `T`.
    pub fn number<T: Scalar>(&self, cell: usize) -> Result<T, Error> {
        let number =
            self.text(cell).parse::<f64>().ok().map(T::from_f64).filter(|&number| number.is_finite());
        number.ok_or_else(|| self.error(cell, "a finite number"))
    }

    /// An error that names the file, the line, the column and what was found in this cell.
    #[must_use]
    pub fn error(&self, cell: usize, wanted: impl Into<String>) -> Error {
        let place = self.places[cell];
        let name = self.header.map(|header| Column::from(header.cell(place)));
        let column = name.unwrap_or(Column::Number(place));
        RowError::Cell {
            path: self.csv.path.clone(),
            line: self.record.line,
            column: column.to_string(),
            found: quoted(self.text(cell)),
            wanted: wanted.into(),
        }
        .into()
    }
}

impl fmt::Debug for Cells<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries((0..self.places.len()).map(|cell| self.text(cell))).finish()
    }
}

/// The text of a cell, for a message of one line.
pub(super) fn quoted(text: &str) -> String {
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
