//! Windows that move over a side of an image: the equation that their sizes obey, once for types and once for
//! values.
//!
//! A window of `KERNEL` pixels moves in steps of `STRIDE` over a side of `SIDE` pixels, with `BEFORE` and
//! `AFTER` of padding at its ends, and finds room at
//! `OUTPUT = ⌊(SIDE + BEFORE + AFTER − KERNEL) / STRIDE⌋ + 1` places.

mod numbers;

use core::ops::{Add, BitAnd, Mul};

use nalgebra::Const;
use typenum::{And, B0, B1, Gr, IsGreater, IsLessOrEqual, LeEq, Prod, Sum, U0};

pub(crate) use numbers::Number;

/// `Const<SIDE>`: a side that such a window turns into `OUTPUT` pixels.
///
/// The layers that move windows ask for this of both sides, so that their types are held to account in
/// `cargo check` also where `network!` did not write them.
///
/// The equation is written without a difference and a quotient, which do not exist for a window larger than
/// its side: `OUTPUT · STRIDE + KERNEL` is above `SIDE + BEFORE + AFTER`, by `STRIDE` at most, and `OUTPUT`
/// is not 0. All of its numbers go up to 1024.
#[diagnostic::on_unimplemented(
    message = "a window of {KERNEL} with stride {STRIDE} and padding {BEFORE} + {AFTER} cannot move over `{Self}`",
    label = "sides, kernels, strides and paddings go up to 1024"
)]
pub trait Window<
    const KERNEL: usize,
    const STRIDE: usize,
    const BEFORE: usize,
    const AFTER: usize,
    const OUTPUT: usize,
>
{
}

/// A number as a type.
type N<const NUMBER: usize> = <Const<NUMBER> as Number>::Type;

/// `SIDE + BEFORE + AFTER`
type Padded<const SIDE: usize, const BEFORE: usize, const AFTER: usize> =
    Sum<Sum<N<SIDE>, N<BEFORE>>, N<AFTER>>;

/// `OUTPUT · STRIDE + KERNEL`: where a window would end that is one step too far.
type Beyond<const KERNEL: usize, const STRIDE: usize, const OUTPUT: usize> =
    Sum<Prod<N<OUTPUT>, N<STRIDE>>, N<KERNEL>>;

/// The last place is inside, and the next one would not be.
type Fits<
    const SIDE: usize,
    const K: usize,
    const S: usize,
    const B: usize,
    const A: usize,
    const OUTPUT: usize,
> = And<
    Gr<Beyond<K, S, OUTPUT>, Padded<SIDE, B, A>>,
    LeEq<Beyond<K, S, OUTPUT>, Sum<Padded<SIDE, B, A>, N<S>>>,
>;

impl<const SIDE: usize, const K: usize, const S: usize, const B: usize, const A: usize, const OUTPUT: usize>
    Window<K, S, B, A, OUTPUT> for Const<SIDE>
where
    Const<SIDE>: Number,
    Const<K>: Number,
    Const<S>: Number,
    Const<B>: Number,
    Const<A>: Number,
    Const<OUTPUT>: Number,
    // Sums, products and comparisons exist for all numbers, but a generic function is not told so.
    N<OUTPUT>: Mul<N<S>> + IsGreater<U0>,
    Prod<N<OUTPUT>, N<S>>: Add<N<K>>,
    N<SIDE>: Add<N<B>>,
    Sum<N<SIDE>, N<B>>: Add<N<A>>,
    Padded<SIDE, B, A>: Add<N<S>>,
    Beyond<K, S, OUTPUT>: IsGreater<Padded<SIDE, B, A>> + IsLessOrEqual<Sum<Padded<SIDE, B, A>, N<S>>>,
    Gr<Beyond<K, S, OUTPUT>, Padded<SIDE, B, A>>:
        BitAnd<LeEq<Beyond<K, S, OUTPUT>, Sum<Padded<SIDE, B, A>, N<S>>>>,
    Fits<SIDE, K, S, B, A, OUTPUT>: BitAnd<Gr<N<OUTPUT>, U0>>,
    And<Fits<SIDE, K, S, B, A, OUTPUT>, Gr<N<OUTPUT>, U0>>: Answer,
    <And<Fits<SIDE, K, S, B, A, OUTPUT>, Gr<N<OUTPUT>, U0>> as Answer>::Word: Holds<SIDE, K, S, B, A, OUTPUT>,
{
}

/// A truth about a window. It carries the window's numbers, so that an error can name them.
#[diagnostic::on_unimplemented(
    message = "a window of {KERNEL} with stride {STRIDE} over a side of {SIDE} with padding {BEFORE} + {AFTER} does not give {OUTPUT}",
    label = "the sizes of this layer do not fit together",
    note = "the output size is `(side + padding - kernel) / stride + 1`, rounded down, and at least 1; `network!` works it out"
)]
pub trait Holds<
    const SIDE: usize,
    const KERNEL: usize,
    const STRIDE: usize,
    const BEFORE: usize,
    const AFTER: usize,
    const OUTPUT: usize,
>
{
}

impl<const SIDE: usize, const K: usize, const S: usize, const B: usize, const A: usize, const OUTPUT: usize>
    Holds<SIDE, K, S, B, A, OUTPUT> for Fitting
{
}

/// A window that fits.
#[derive(Clone, Copy, Debug)]
pub struct Fitting;

/// A window that does not.
#[derive(Clone, Copy, Debug)]
pub struct NotFitting;

/// A truth value of typenum as a word, so that no message shows a type-level number.
pub trait Answer {
    /// The word.
    type Word;
}

impl Answer for B1 {
    type Word = Fitting;
}

impl Answer for B0 {
    type Word = NotFitting;
}

/// How far a window moves, as part of a layer's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stride<const DOWN: usize, const ACROSS: usize>;

/// The zeros around an image, as part of a layer's type. One number for both ends of a side is the usual
/// case; `padding = "same"` before an even kernel needs two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Padding<
    const ABOVE: usize,
    const LEFT: usize,
    const BELOW: usize = ABOVE,
    const RIGHT: usize = LEFT,
>;

/// The equation for values: the length of what a window gives, if it finds room at all.
#[must_use]
pub(crate) const fn output(side: usize, kernel: usize, stride: usize, padding: usize) -> Option<usize> {
    if kernel == 0 || stride == 0 || kernel > side + padding {
        None
    } else {
        Some((side + padding - kernel) / stride + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compiles where the types agree with the value.
    fn window<
        const SIDE: usize,
        const K: usize,
        const S: usize,
        const B: usize,
        const A: usize,
        const OUTPUT: usize,
    >()
    where
        Const<SIDE>: Window<K, S, B, A, OUTPUT>,
    {
        assert_eq!(output(SIDE, K, S, B + A), Some(OUTPUT));
    }

    #[test]
    fn types_agree_with_values() {
        window::<28, 5, 1, 2, 2, 28>();
        window::<28, 2, 2, 0, 0, 14>();
        window::<7, 3, 2, 1, 1, 4>();
        window::<5, 2, 3, 0, 0, 2>();
        window::<7, 4, 1, 1, 2, 7>();
        window::<3, 4, 1, 1, 1, 2>();
        window::<1, 1, 1, 0, 0, 1>();
        window::<1024, 1024, 1024, 0, 0, 1>();
        window::<1024, 3, 1, 1, 1, 1024>();
        window::<1000, 7, 3, 0, 0, 332>();
    }
}
