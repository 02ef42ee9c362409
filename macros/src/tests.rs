//! The stages outside the compiler.

mod holds;
mod plain;
mod spans;
mod table;
mod fuzz;
mod fuse;
mod expansions;

use holds::{expand, flat};
