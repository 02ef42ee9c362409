//! What the first layer of a network is told of its samples, and what it tells.

use core::cell::Cell;

use crate::kernel::Samples;

/// Which samples of a data set a tile is of, and how large they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Picks<'a> {
    /// All of them where it is `None`.
    indices: Option<&'a [u32]>,
    squares: Option<&'a SumOfSquares>,
}

/// The sum of the squares of a tile's samples, once a layer has come by them on its way forward. To read them
/// again for the sum alone costs a step of 784-128-10 on 64 samples 4 %.
pub(crate) type SumOfSquares = Cell<Option<f64>>;

impl<'a> Picks<'a> {
    /// All samples; no sum of squares is wanted.
    pub(crate) const NONE: Self = Self { indices: None, squares: None };

    /// Samples with these indices, or all; where the sum of their squares goes, if it is wanted.
    pub(crate) fn new(indices: Option<&'a [u32]>, squares: Option<&'a SumOfSquares>) -> Self {
        Self { indices, squares }
    }

    /// The samples among `x`.
    #[inline]
    pub(crate) fn samples<X>(self, x: &'a [X]) -> Samples<'a, X> {
        Samples::new(x, self.indices)
    }

    /// Where the sum of squares goes, if it is wanted.
    #[inline]
    pub(crate) fn squares(self) -> Option<&'a SumOfSquares> {
        self.squares
    }
}
