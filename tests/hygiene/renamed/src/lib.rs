//! Networks where the library is called `nn`, or reached through the crate `other`, without std.

#![no_std]
#![deny(warnings, missing_docs, clippy::all, clippy::pedantic, clippy::nursery)]
#![forbid(unsafe_code)]

/// A width.
const WIDTH: usize = 3;

nn::network! {
    /// The macro by the new name of its crate.
    pub struct Renamed<2 => Linear(WIDTH) => Tanh => Linear(1) => Sigmoid>;
}
other::inside::monograd::network! {
    /// The macro in a crate that another one shows.
    pub struct Reexported<2 => Linear(WIDTH) => Tanh => Linear(2) => Renamed>;
}
other::declare! {
    /// The macro alone, by another name.
    pub struct Declared<2 => Linear(WIDTH) => 3 => ReLU => Linear(2) => Softmax>;
}

/// A network without a name.
#[must_use]
pub fn unnamed() -> usize {
    use nn::Network as _;
    nn::network!(WIDTH => Linear(1)).parameters().len()
}

#[test]
fn a_network_is_a_network_by_any_name() {
    use nn::Network as _;
    assert_eq!(Renamed::PARAMETERS, 9 + 4);
    assert_eq!(Declared::PARAMETERS, 9 + 8);
    assert_eq!(unnamed(), 4);
}
