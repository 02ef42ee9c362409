//! The scalar types that a network can be made of: `f32` (the default) and `f64`.

use core::fmt::{Debug, Display};
use core::iter::Sum;
use core::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

use bytemuck::Pod;

use crate::kernel::Number;

/// A scalar of a network: `f32` or `f64`.
///
/// The trait is sealed: the kernels know these two types and no other.
///
/// ```
/// use monograd::Scalar;
///
/// fn half<T: Scalar>(x: T) -> T {
///     x * T::from_f64(0.5)
/// }
/// assert_eq!(half(3.0_f32), 1.5);
/// ```
pub trait Scalar:
    sealed::Sealed
    + Pod
    + Number
    + Debug
    + Display
    + Default
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
    + Sum
    + Send
    + Sync
{
    /// The type's name in `network!`.
    const NAME: &'static str;
    /// 0
    const ZERO: Self;
    /// 1
    const ONE: Self;

    /// As far below the largest number as half of the distance of the two largest: this may be added to any
    /// number, and nothing overflows. Some powers of two are left for rounding.
    #[doc(hidden)]
    const HEADROOM: f64;

    /// The scalar nearest to `value`.
    fn from_f64(value: f64) -> Self;

    /// The same value as an `f64`.
    fn to_f64(self) -> f64;

    /// Whether the value is neither infinite nor NaN.
    fn is_finite(self) -> bool;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

macro_rules! scalar {
    ($type:ident, $headroom:literal) => {
        impl Scalar for $type {
            const NAME: &'static str = stringify!($type);
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;
            const HEADROOM: f64 = $headroom;

            #[inline(always)]
            #[allow(clippy::cast_possible_truncation, reason = "the nearest f32 is what is wanted")]
            fn from_f64(value: f64) -> Self {
                value as $type
            }

            #[inline(always)]
            fn to_f64(self) -> f64 {
                f64::from(self)
            }

            #[inline(always)]
            fn is_finite(self) -> bool {
                <$type>::is_finite(self)
            }
        }
    };
}

// 2¹⁰⁰ and 2⁹⁰⁰.
scalar!(f32, 1.267_650_600_228_229_4e30);
scalar!(f64, 8.452_712_498_170_644e270);
