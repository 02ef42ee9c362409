//! Any bytes in any file: the readers end in a value or in an error of one line, and take memory in
//! proportion.
//!
//! The functions here are also the targets of `tests/fuzz`, which a fuzzer that follows the coverage drives
//! with a nightly compiler. Here they get the files of `tests/corpus`, and changes of those that are the same
//! in every run.

mod file;
mod mutate;
pub(crate) mod csv;
pub(crate) mod idx;

use crate::support::heap;

#[test]
fn csv_tables() {
    mutate::run_all("csv", csv::run);
}

#[test]
fn idx_files() {
    mutate::run_all("idx", idx::run);
}
