//! What a product does to its elements while they are still in registers.

use super::simd::SimdScalar;

/// What becomes of the elements of a product before they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Epilogue {
    /// They stay as they are.
    Nothing,
    /// `max(y, 0)`, but NaN for an infinite `y`.
    Rectify,
}

impl Epilogue {
    /// The same for elements that were written without.
    #[inline(always)]
    pub fn apply<T: SimdScalar>(self, y: &mut [T]) {
        if self == Self::Rectify {
            for y in y {
                *y = (if *y <= T::NIL { T::NIL } else { *y }) + *y * T::NIL;
            }
        }
    }
}
