//! What can be wrong with a table.

use std::path::PathBuf;
use std::string::String;

use thiserror::Error;

use crate::file::{FileError, shown};

/// Why a table was not read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The system refused something.
    #[error(transparent)]
    File(#[from] FileError),
    /// A CSV file without a row.
    #[error("`{path}` {}; at least one row was wanted", if *has_header { "holds a header and no rows" } else { "is empty" }, path = shown(path))]
    NoRows {
        /// The file.
        path: PathBuf,
        /// Whether there is a header.
        has_header: bool,
    },
    /// Not the columns that were wanted.
    #[error(transparent)]
    Column(#[from] ColumnError),
    /// A row, or a cell of it, is wrong.
    #[error(transparent)]
    Row(#[from] RowError),
}

/// What is wrong with the columns of a table.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ColumnError {
    /// A CSV file lacks a column.
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
    #[error("`{path}` has {found} columns {column}; one was wanted", path = shown(path))]
    AmbiguousColumn {
        /// The file.
        path: PathBuf,
        /// The wanted column.
        column: String,
        /// How many columns have that name.
        found: usize,
    },
    /// A column of a CSV file names more classes than there are, or fewer.
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
}

/// What is wrong with a row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RowError {
    /// A row of a CSV file is shorter or longer than those before it.
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
    #[error("`{path}`, line {line}: found bytes that are not UTF-8; text was wanted", path = shown(path))]
    NotText {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
    },
    /// A cell of a CSV file is not what was wanted.
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
}
