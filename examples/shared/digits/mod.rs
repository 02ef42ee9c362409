//! Handwritten digits, for every example that reads them: MNIST where it is, else drawings.
//!
//! [`Data`] decides which; `download` fetches MNIST; `drawn` draws digits from `strokes`; [`Origin`] holds
//! the options of the command line that say where the digits come from.

mod strokes;
mod drawn;
mod download;
mod origin;
mod data;

pub use data::{Data, Source};
pub use drawn::{Image, SIDE, drawn};
pub use origin::Origin;
