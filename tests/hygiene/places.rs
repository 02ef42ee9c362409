//! In a module, in a function, in a block, twice in each.

use monograd::prelude::*;

network! { struct One<2 => Linear(1)>; }
network! { struct Two<2 => Linear(1)>; }

/// The same names once more.
mod inner {
    use monograd::network;

    /// A width.
    const WIDTH: usize = 4;

    network! { pub(super) struct One<WIDTH => Linear(WIDTH)>; }
    network! { pub(super) struct Two<WIDTH => super::One2 => Linear(1)>; }
}

network! { struct One2<4 => Linear(2) => Tanh>; }

#[test]
fn in_modules() {
    assert_eq!((One::PARAMETERS, Two::PARAMETERS), (3, 3));
    assert_eq!((inner::One::PARAMETERS, inner::Two::PARAMETERS), (20, 10 + 3));
}

#[test]
fn in_functions() {
    /// A width of this function.
    const WIDTH: usize = 5;
    network! { struct One<WIDTH => Linear(1)>; }
    network! { struct Two<WIDTH => Linear(1) => Tanh => super::places::One1 => Linear(1)>; }
    assert_eq!((One::PARAMETERS, Two::PARAMETERS), (6, 6 + 2 + 2));
    {
        network! { struct One<3 => Linear(1)>; }
        assert_eq!(One::PARAMETERS, 4);
    }
}

network! { struct One1<1 => Linear(1)>; }

#[test]
fn blocks_in_functions() {
    /// A number of this function.
    const TIMES: usize = 2;
    network! { struct Blocks<2 => Residual(Linear(2) => BatchNorm) => Repeat(TIMES, Linear(2) => Dropout) => Concat(Linear(1), Identity)>; }
    network! { struct Other<2 => Residual(Linear(2)) => Concat(Blocks, Residual(super::places::Inner))>; }
    assert_eq!((Blocks::PARAMETERS, Other::PARAMETERS), (6 + 4 + 12 + 3, 6 + 25 + 6));
    let net = network!(<f64; 2 => Residual(Linear({ TIMES })) => Repeat(3, Linear(TIMES) => Tanh)>);
    assert_eq!(net.parameters().len(), 6 + 18);
}

network! { struct Inner<2 => Linear(2)>; }

#[test]
fn in_expressions() {
    /// A width of this function.
    const WIDTH: usize = 5;
    let nets = (network!(WIDTH => Linear(1)), network!(<f64; WIDTH => Linear(1) => Sigmoid>));
    assert_eq!((nets.0.parameters().len(), nets.1.parameters().len()), (6, 6));
    let closure = || network!(2 => Linear(2) => Tanh => Linear({ WIDTH + 1 })).parameters().len();
    assert_eq!(closure(), 6 + 18);
}

/// In an implementation, where `Self` means something.
struct Holder;

impl Holder {
    /// A width.
    const WIDTH: usize = 6;

    /// The number of parameters of a network of this function.
    const fn parameters() -> usize {
        network! { struct Inside<{ Holder::WIDTH } => Linear(Holder::WIDTH)>; }
        Inside::PARAMETERS
    }
}

#[test]
fn in_methods() {
    assert_eq!(Holder::parameters(), 42);
}
