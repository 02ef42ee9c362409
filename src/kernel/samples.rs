//! The samples of a batch, wherever they lie.

use core::ops::Range;

use bytemuck::Pod;

/// Samples side by side in memory, or picked from all over a data set: a product that reads them in place
/// saves copying them together.
#[derive(Clone, Copy, Debug)]
pub struct Samples<'a, X> {
    all: &'a [X],
    /// Inside of `all`, each of them.
    picks: Option<&'a [u32]>,
}

impl<'a, X> Samples<'a, X> {
    /// All of them, or those with these indices.
    ///
    /// # Panics
    /// When an index is outside of the data.
    #[must_use]
    #[inline]
    pub fn new(all: &'a [X], picks: Option<&'a [u32]>) -> Self {
        match picks {
            // One sample lies beside itself.
            Some(&[pick]) => Self { all: core::slice::from_ref(&all[pick as usize]), picks: None },
            Some(picks) => {
                let last = picks.iter().max().map_or(0, |&last| last as usize);
                assert!(picks.is_empty() || last < all.len(), "sample {last} of {}", all.len());
                Self { all, picks: Some(picks) }
            }
            None => Self { all, picks },
        }
    }

    /// No samples.
    pub const NONE: Self = Self { all: &[], picks: None };

    /// The number of samples.
    #[must_use]
    #[inline]
    pub fn len(self) -> usize {
        self.picks.map_or(self.all.len(), <[u32]>::len)
    }

    /// Whether there are none.
    #[must_use]
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Some of them.
    ///
    /// # Panics
    /// When the range is outside of the samples.
    #[must_use]
    #[inline]
    pub fn range(self, range: Range<usize>) -> Self {
        match self.picks {
            Some(picks) => Self::new(self.all, Some(&picks[range])),
            None => Self { all: &self.all[range], picks: None },
        }
    }

    /// The samples as a slice, if they lie side by side.
    #[must_use]
    #[inline]
    pub fn side_by_side(self) -> Option<&'a [X]> {
        if self.picks.is_none() { Some(self.all) } else { None }
    }

    /// What is picked from, or the samples themselves.
    #[must_use]
    #[inline]
    pub fn all(self) -> &'a [X] {
        self.all
    }

    /// The indices, if they are picked.
    #[must_use]
    #[inline]
    pub fn picks(self) -> Option<&'a [u32]> {
        self.picks
    }

    /// The same samples as values of another type of the same size.
    ///
    /// ```compile_fail,E0080
    /// # use monograd::kernel::Samples;
    /// // Five samples of nothing are no samples of something, and there is no fourth of them.
    /// let _ = Samples::new(&[[0.0_f32; 0]; 5], Some(&[3, 4])).cast::<[f32; 4]>();
    /// ```
    #[must_use]
    #[inline(always)]
    pub fn cast<Y: Pod>(self) -> Samples<'a, Y>
    where
        X: Pod,
    {
        // Else there could be fewer of them than the picks say: none, where samples of nothing become
        // something.
        const { assert!(size_of::<X>() == size_of::<Y>(), "samples are cast to others of their size") };
        Samples { all: bytemuck::must_cast_slice(self.all), picks: self.picks }
    }
}

impl<'a, X> From<&'a [X]> for Samples<'a, X> {
    #[inline]
    fn from(all: &'a [X]) -> Self {
        Self { all, picks: None }
    }
}
