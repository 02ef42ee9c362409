//! The stages outside the compiler.

mod expansions;
mod fuse;
mod fuzz;
mod holds;
mod plain;
mod spans;
mod table;

use holds::{expand, flat};
