//! A strict reader of CSV tables into typed samples.
//!
//! A file is read row by row, so it may be larger than the memory as long as the samples fit. Blank lines are
//! ignored, and a line ends with `\n`, `\r\n` or `\r`.
//!
//! Columns, by name or by number from 0, say what a row becomes:
//!
//! | | | a cell holds |
//! |---|---|---|
//! | [`numbers(["width", "height"])`](numbers) | `SVector<T, N>` | a finite number |
//! | [`class_number("digit")`](class_number) | `Class<N>` | a whole number below `N` |
//! | [`class_name("species", &names)`](class_name) | `Class<N>` | one of the [`ClassNames`] |
//! | [`answers(["sick"])`](answers) | `[bool; N]` | `0`, `1`, `false` or `true` |
//!
//! ```
//! use monograd::data::csv::{Csv, class_name, numbers};
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("iris.csv");
//! # let test = path.clone();
//! std::fs::write(&path, "width, species, height\n1.5, rose, 2\n0.25, lily, 3\n")?;
//!
//! let train = Csv::new(&path);
//! let names = train.class_names::<2>("species")?;
//! let (x, t) = (numbers::<f32, 2>(["width", "height"]), class_name("species", &names));
//! let train = train.read(&x, &t)?;
//! assert_eq!(train.samples()[1].as_slice(), [0.25, 3.0]);
//! assert_eq!(names.name(train.targets()[1]), "lily");
//!
//! // The same names for the test data: a species that was not in the training data is an error.
//! let test = Csv::new(&test).read(&x, &t)?;
//! assert_eq!(test.len(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A table is accepted as a whole or not at all: a row that is longer or shorter than the others, a cell that
//! is not what was wanted, or a number that is infinite or NaN is an error that names the file, the line, the
//! column, what was found and what was wanted. Blanks around cells are ignored, and so are blank lines.

mod error;
mod records;
mod table;
mod names;
mod columns;

use std::path::PathBuf;
use std::vec::Vec;

use crate::data::OwnedDataset;
use crate::file::FileError;

pub use columns::{
    Answers, ClassName, ClassNumber, Columns, Numbers, answers, class_name, class_number, numbers,
};
pub use error::{ColumnError, Error, RowError};
pub use names::ClassNames;
use table::Table;
pub use table::{Cells, Column};

/// A CSV file: comma-separated values (RFC 4180), UTF-8, with the names of the columns in the first line.
#[derive(Clone, Debug)]
pub struct Csv {
    path: PathBuf,
    delimiter: u8,
    has_header: bool,
    row_limit: usize,
    column_limit: usize,
}

impl Csv {
    /// The file at this path. It is opened when it is read.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            delimiter: b',',
            has_header: true,
            row_limit: 16 << 20,
            column_limit: 1 << 20,
        }
    }

    /// With another character between the cells, such as `b';'` or `b'\t'`.
    ///
    /// # Panics
    ///
    /// When it is a quote, the end of a line or not ASCII.
    #[must_use]
    #[track_caller]
    pub fn delimiter(self, delimiter: u8) -> Self {
        assert!(
            delimiter.is_ascii() && !matches!(delimiter, b'"' | b'\r' | b'\n'),
            "the byte {delimiter:#04x} cannot separate cells"
        );
        Self { delimiter, ..self }
    }

    /// Without names: the first line is the first row, and columns have numbers only.
    #[must_use]
    pub fn without_header(self) -> Self {
        Self { has_header: false, ..self }
    }

    /// Refuses a row of more than this number of bytes, 16 MiB by default. A row that long mostly comes from
    /// a quote that is never closed, or from a file that is no table.
    #[must_use]
    pub fn row_limit(self, bytes: usize) -> Self {
        Self { row_limit: bytes, ..self }
    }

    /// Refuses a row of more than this number of cells, 1,048,576 by default.
    #[must_use]
    pub fn column_limit(self, columns: usize) -> Self {
        Self { column_limit: columns, ..self }
    }

    /// Reads samples and targets.
    ///
    /// # Errors
    ///
    /// [`FileError::Read`], [`Error::NoRows`], [`ColumnError::NoColumn`], [`ColumnError::AmbiguousColumn`],
    /// [`RowError::RaggedRow`], [`RowError::RowTooLong`], [`RowError::TooManyColumns`],
    /// [`RowError::NotText`], [`RowError::Cell`] and [`FileError::OutOfMemory`].
    pub fn read<X: Columns, Y: Columns>(
        &self,
        samples: &X,
        targets: &Y,
    ) -> Result<OwnedDataset<X::Value, Y::Value>, Error> {
        let mut table = Table::open(self)?;
        let (sample_places, target_places) =
            (table.places(samples.columns())?, table.places(targets.columns())?);
        let (mut x, mut y) = (Vec::new(), Vec::new());
        table.rows(|row| {
            self.push(&mut x, samples.value(&row.cells(&sample_places))?)?;
            self.push(&mut y, targets.value(&row.cells(&target_places))?)
        })?;
        // Each row has given one of each.
        Ok(OwnedDataset { samples: x, targets: y })
    }

    /// Reads one value of each row: samples without targets.
    ///
    /// ```
    /// use monograd::data::csv::{Csv, numbers};
    /// # let file = tempfile::NamedTempFile::new()?;
    /// # let path = file.path();
    /// std::fs::write(path, "1;2;3\n4;5;6\n")?;
    ///
    /// let x = Csv::new(path).delimiter(b';').without_header().values(&numbers::<f32, 2>([0, 2]))?;
    /// assert_eq!(x[1].as_slice(), [4.0, 6.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`read`](Self::read).
    pub fn values<X: Columns>(&self, columns: &X) -> Result<Vec<X::Value>, Error> {
        let mut table = Table::open(self)?;
        let places = table.places(columns.columns())?;
        let mut values = Vec::new();
        table.rows(|row| self.push(&mut values, columns.value(&row.cells(&places))?))?;
        Ok(values)
    }

    fn push<T>(&self, values: &mut Vec<T>, value: T) -> Result<(), Error> {
        if values.try_reserve(1).is_err() {
            let wanted = values.len().saturating_mul(2).saturating_mul(size_of::<T>());
            return Err(FileError::OutOfMemory { path: self.path.clone(), wanted }.into());
        }
        values.push(value);
        Ok(())
    }

    /// Learns the names of the classes from a column: in alphabetical order, or by size where all names are
    /// numbers, so that `2` comes before `11`.
    ///
    /// # Errors
    ///
    /// Those of [`read`](Self::read), and [`ColumnError::ClassNames`] unless there are `CLASSES` different
    /// names.
    pub fn class_names<const CLASSES: usize>(
        &self,
        column: impl Into<Column>,
    ) -> Result<ClassNames<CLASSES>, Error> {
        ClassNames::learn(&mut Table::open(self)?, &column.into())
    }
}
