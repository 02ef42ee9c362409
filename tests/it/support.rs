//! What several tests share: the comparison of numbers, a counting allocator, drawn numbers, and bad files.

pub(crate) mod heap;
pub(crate) mod compare;
pub(crate) mod draw;
#[cfg(feature = "std")]
pub(crate) mod files;
