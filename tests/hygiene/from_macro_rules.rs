//! Macros of a user's own that write networks: every part of one, passed as every kind of fragment.

use monograd::prelude::*;

/// Widths, each as another fragment.
macro_rules! widths {
    ($name:ident, $literal:literal, $expr:expr, $tt:tt, $ident:ident, $path:path, $block:block) => {
        network! {
            struct $name<
                $literal => Linear($expr) => $expr => Tanh => Linear($tt) => $tt => ReLU
                => Linear($ident, $literal) => $literal => Tanh => Linear($path) => Tanh
                => Linear($block) => $block
            >;
        }
    };
}

/// A width.
const WIDTH: usize = 4;
widths!(FromLiterals, 3, 5, 4, WIDTH, self::WIDTH, { WIDTH + 2 });
widths!(FromExpressions, 3, 2 * WIDTH, { WIDTH }, WIDTH, crate::from_macro_rules::WIDTH, { 6 });
widths!(FromConsts, 3, WIDTH, WIDTH, WIDTH, WIDTH, { WIDTH });

/// Attributes, visibility, scalar, label, layer, type and numbers.
macro_rules! parts {
    ($(#[$meta:meta])* $visibility:vis $name:ident $scalar:ident $label:ident $layer:ident $own:ty, $path:path, $slope:expr, $bias:expr) => {
        network! {
            $(#[$meta])*
            $visibility struct $name<
                $scalar; 2 => $label: $layer => Linear(2, bias = $bias) => LeakyReLU(slope = $slope) => $own
                => $path => ELU($slope) => Linear(1)
            >;
        }
    };
}

parts! {
    /// Documented.
    #[allow(activation_first)]
    #[budget(parameters = 40)]
    pub(crate) Parts f64 label Softplus Inner, self::Inner, 0.5, false
}
parts!(#[allow(activation_first)] Parts2 f64 r#type ReLU crate::from_macro_rules::Inner, Inner, { 0.1 + 0.2 }, true);

network! { pub(crate) struct Inner<f64; 2 => Linear(2) => Tanh>; }

/// A chain as it comes.
macro_rules! chain {
    ($name:ident: $($chain:tt)*) => {
        network! { struct $name<$($chain)*>; }
    };
}
chain!(Chain: f32; 2 => a: Linear(3) => Tanh => { 1 + 2 } => Linear(1));

/// A layer for each width.
macro_rules! repeated {
    ($name:ident: $input:literal $(=> $width:literal)*) => {
        network! { struct $name<$input $(=> Linear($width) => Tanh)* => Linear(1)>; }
    };
}
repeated!(Repeated: 2 => 3 => 4 => 5);

/// An expression.
macro_rules! unnamed {
    ($input:expr, $output:expr) => {
        network!($input => Linear($output) => Tanh => Linear($output))
    };
}

/// A macro within a macro.
macro_rules! outer {
    ($name:ident $width:expr) => {
        chain!($name: $width => Linear($width) => Tanh => Linear(1));
    };
}
outer!(Outer WIDTH + 1);

#[test]
fn all_parts_can_be_passed() {
    assert_eq!((FromLiterals::INPUTS, FromLiterals::OUTPUTS), (3, 6));
    assert_eq!((FromExpressions::INPUTS, FromExpressions::OUTPUTS), (3, 6));
    assert_eq!((FromConsts::INPUTS, FromConsts::OUTPUTS), (3, 4));
    assert_eq!((Parts::PARAMETERS, Parts2::PARAMETERS), (4 + 6 + 6 + 3, 6 + 6 + 6 + 3));
    assert_eq!(Parts::zeros().label, Parts::zeros().label);
    assert_eq!(Parts2::SUMMARY.rows.len(), 7);
    assert_eq!(Chain::zeros().a.bias.len(), 3);
    assert_eq!(Repeated::PARAMETERS, 9 + 16 + 25 + 6);
    assert_eq!(Outer::PARAMETERS, 30 + 6);
    assert_eq!(unnamed!(2, 3).parameters().len(), 9 + 12);
    assert_eq!(unnamed!(2 * 2, WIDTH - 1).parameters().len(), 15 + 12);
}
