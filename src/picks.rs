//! What the first layer of a network is told of its samples, and what it tells.

use core::cell::Cell;

use crate::kernel::Samples;

/// Which samples of a data set a tile is of, and how large they are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Picks<'a> {
    /// All of them where it is `None`.
    indices: Option<&'a [u32]>,
    squares: Option<&'a SumOfSquares>,
}

/// The sum of the squares of a tile's samples, once a layer has come by them on its way forward. To read them again for the sum
/// alone costs a step of 784-128-10 on 64 samples 4 %.
pub(crate) type SumOfSquares = Cell<Option<f64>>;

impl<'a> Picks<'a> {
    /// The same picks, whose sum of squares is asked for.
    pub(crate) fn with_squares(self, squares: Option<&'a SumOfSquares>) -> Self {
        Self { squares, ..self }
    }

    /// The same sum for other picks.
    pub(crate) fn with_indices(self, indices: Option<&'a [u32]>) -> Self {
        Self { indices, ..self }
    }

    /// The samples among `x`.
    #[inline]
    pub(crate) fn samples<X>(picks: Option<Self>, x: &'a [X]) -> Samples<'a, X> {
        Samples::new(x, picks.and_then(|picks| picks.indices))
    }

    /// Where the sum of squares is asked for.
    #[inline]
    pub(crate) fn squares(picks: Option<Self>) -> Option<&'a SumOfSquares> {
        picks.and_then(|picks| picks.squares)
    }
}

impl<'a> From<&'a [u32]> for Picks<'a> {
    fn from(indices: &'a [u32]) -> Self {
        Self { indices: Some(indices), squares: None }
    }
}
