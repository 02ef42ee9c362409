//! Bad files, and what readers say about them.

use std::fmt::Display;
use std::path::Path;

/// The message of an error, which names the file as `FILE`.
#[track_caller]
pub(crate) fn message(result: Result<impl Sized, impl Display>, path: &Path) -> String {
    let error = result.err().expect("the file is bad, and was read all the same");
    error.to_string().replace(&path.display().to_string(), "FILE")
}
