//! What several examples share: Ctrl-C, pictures in the terminal, and where handwritten digits come from.

#![allow(clippy::missing_errors_doc, reason = "the errors of an example end it, and are read as they are")]

pub mod interrupt;
pub mod sketch;
pub mod digits;
