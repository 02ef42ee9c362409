//! Every name that the expansion could reach for means something else here.

#![no_implicit_prelude]
#![allow(dead_code, non_camel_case_types, clippy::upper_case_acronyms)]

/// Not the module of the standard library.
mod core {}
/// Not the crate.
mod std {}
/// Not the crate.
mod alloc {}
/// Not this library.
mod monograd {}

/// Not those of the prelude.
mod names {
    /// Declares a type for each name.
    macro_rules! types {
        ($($name:ident)*) => {$(
            #[doc = "Not what it is called."]
            pub(super) struct $name;
        )*};
    }
    /// Declares a trait for each name.
    macro_rules! traits {
        ($($name:ident)*) => {$(
            #[doc = "Not what it is called."]
            pub(super) trait $name {
                #[doc = "Clashes with the methods of slices."]
                fn len(&self) {}
                #[doc = "Clashes with the methods of slices."]
                fn chunks(&self) {}
                #[doc = "Clashes with the methods of networks."]
                fn forward(&self) {}
            }
            impl<T: ?::core::marker::Sized> $name for T {}
        )*};
    }
    types!(Vec Result Option Some None Ok Err Box String f32 f64 usize u8 u64 bool str SVector Linear Training Backward Forward Update Learn Stage Round);
    types!(Residual Repeat Concat Identity BatchNorm Dropout Needs Aligned);
    types!(Softmax Shape Summary Row Init TILE __Workspace __private);
    traits!(Copy Clone Sized Debug PartialEq Layer Network Sample Zeroable Pod Rng Iterator IntoIterator Scalar);
}
#[allow(unused_imports)]
use self::names::*;

/// Not a constant of the library.
const SOFTMAX: () = ();

/// Declares a macro for each name.
macro_rules! not_this {
    ($dollar:tt $($name:ident)*) => {$(
        #[allow(unused_macros)]
        macro_rules! $name {
            ($dollar($dollar any:tt)*) => { ::core::compile_error!("not this macro") };
        }
    )*};
}
not_this!($ compile_error panic assert assert_eq vec write format);

/// A width.
const WIDTH: ::core::primitive::usize = 3;

::monograd::network! {
    struct Classes<2 => Linear(WIDTH) => ReLU => LeakyReLU(0.1) => Linear({ WIDTH + 1 }) => Softmax => 4>;
}
::monograd::network! {
    struct Values<f64; WIDTH => hidden: Linear(WIDTH, 2, bias = false) => Tanh => Linear(1) => Sigmoid>;
}
::monograd::network! {
    struct Nested<2 => Classes2 => Linear(1)>;
}
::monograd::network! {
    struct Classes2<2 => Linear(WIDTH) => ReLU>;
}
::monograd::network! {
    struct Blocks<2
        => Residual(Linear(WIDTH) => BatchNorm => Linear(2) => Dropout(0.1))
        => Concat(Repeat(WIDTH, Residual(Classes2 => Linear(2))), Identity)
        => Linear(1) => Sigmoid
    >;
}

#[test]
fn nothing_is_taken_for_what_it_is_called() {
    use ::monograd::Network as _;
    ::core::assert_eq!(<Classes as ::monograd::Network>::PARAMETERS, 2 * 3 + 3 + 3 * 4 + 4);
    ::core::assert_eq!(<Values as ::monograd::Network>::PARAMETERS, 3 * 2 + 2 + 1);
    ::core::assert_eq!(<Nested as ::monograd::Network>::PARAMETERS, 2 * 3 + 3 + 3 + 1);
    ::core::assert_eq!(<Blocks as ::monograd::Network>::PARAMETERS, 9 + 6 + 8 + 3 * (9 + 8) + 5);
    let unnamed = ::monograd::network!(WIDTH => Linear(2) => Tanh => Linear(1));
    ::core::assert_eq!(unnamed.parameters().len(), 3 * 2 + 2 + 2 + 1);
}
