//! The three stages outside the compiler.

mod expansions;
mod fuzz;
mod holds;
mod plain;
mod spans;

use holds::{expand, flat};
