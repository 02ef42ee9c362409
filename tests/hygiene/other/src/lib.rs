//! A library that shows monograd under other paths.

#![no_std]

pub use monograd::network as declare;
/// The whole crate, a module deeper.
pub mod inside {
    pub use monograd;
}
