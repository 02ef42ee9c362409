//! Handwritten digits, for every example that reads them: MNIST where it is, else drawings.
//!
//! [`data`] decides which; [`download`] fetches MNIST; [`drawn`] draws digits from [`strokes`]; [`origin`] holds the
//! options of the command line that say where the digits come from.

pub(crate) mod data;
mod download;
pub(crate) mod drawn;
pub(crate) mod origin;
mod strokes;
