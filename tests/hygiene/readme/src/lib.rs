//! The README's programs, compiled and run as its reader would: with its dependencies alone.

/// Each block of code is a test.
#[cfg(doctest)]
#[doc = include_str!("../../../../README.md")]
struct Readme;
