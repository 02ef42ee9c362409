//! A batch as its tiles: slices where the samples lie side by side; where they were shuffled, copies, or for
//! a network that reads them where they lie the indices.

use core::ops::Range;

use crate::aligned::copy_in_place;
use crate::data::Dataset;
use crate::kernel::{Gather, Samples, dispatch};
use crate::network::Network;
use crate::optim::not_finite;
use crate::shape::Sample;
use crate::threads::{self, Threads};
use crate::train::cause::Cause;
use crate::train::error::Error;

/// The samples of one step.
pub(crate) enum Batch<'a, X, Y> {
    /// Side by side in memory: a tile is a part of the slice.
    Contiguous(Dataset<'a, X, Y>),
    /// Picked from a data set: a tile is copied together.
    #[cfg_attr(not(feature = "alloc"), expect(dead_code, reason = "epochs need alloc"))]
    Picked(Dataset<'a, X, Y>, &'a [u32]),
}

impl<X: Copy + Send + Sync, Y: Copy> Batch<'_, X, Y> {
    /// The number of samples.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Contiguous(data) => data.len(),
            Self::Picked(_, indices) => indices.len(),
        }
    }

    /// The samples of one tile and their targets, copied into the buffers where they must be.
    pub(crate) fn tile<'b, N: Network<Input = X>>(
        &'b self,
        threads: Threads,
        range: Range<usize>,
        samples: &'b mut [X],
        targets: &'b mut [Y],
    ) -> (Samples<'b, X>, &'b [Y]) {
        match self {
            Self::Picked(data, indices) if N::PICKS => {
                let indices = &indices[range];
                (Samples::new(data.samples(), Some(indices)), pick(data.targets(), indices, targets))
            }
            _ => {
                let (samples, targets) = self.side_by_side(threads, range, samples, targets);
                (samples.into(), targets)
            }
        }
    }

    /// The samples of one tile and their targets; picked ones are copied into the buffers.
    pub(crate) fn side_by_side<'b>(
        &'b self,
        threads: Threads,
        range: Range<usize>,
        samples: &'b mut [X],
        targets: &'b mut [Y],
    ) -> (&'b [X], &'b [Y]) {
        match self {
            Self::Contiguous(data) => (&data.samples()[range.clone()], &data.targets()[range]),
            Self::Picked(data, indices) => {
                let indices = &indices[range];
                let samples = &mut samples[..indices.len()];
                gather(threads, data.samples(), indices, samples);
                (samples, pick(data.targets(), indices, targets))
            }
        }
    }
}

impl Error {
    /// The same error with its cause, where that is a number in the network or in the samples.
    #[cold]
    pub(crate) fn explained<N: Network, Y>(self, network: &N, batch: &Batch<'_, N::Input, Y>) -> Self {
        let Self::NotFinite { place, what } = self else { return self };
        let what = match not_finite(network.parameters()) {
            Some((index, found)) => Cause::Parameter { index, found },
            None => batch.not_finite().unwrap_or(what),
        };
        Self::NotFinite { place, what }
    }
}

impl<X: Sample, Y> Batch<'_, X, Y> {
    /// The first feature that is not finite.
    fn not_finite(&self) -> Option<Cause> {
        let of = |sample: usize, x: &X| {
            not_finite(x.scalars()).map(|(feature, found)| Cause::Feature { sample, feature, found })
        };
        match self {
            Self::Contiguous(data) => data.samples().iter().enumerate().find_map(|(i, x)| of(i, x)),
            Self::Picked(data, indices) => {
                indices.iter().find_map(|&i| of(i as usize, &data.samples()[i as usize]))
            }
        }
    }
}

/// Copies the targets with these indices.
fn pick<'b, Y: Copy>(from: &[Y], indices: &[u32], to: &'b mut [Y]) -> &'b [Y] {
    let to = &mut to[..indices.len()];
    for (&index, target) in indices.iter().zip(&mut *to) {
        copy_in_place(target, &from[index as usize]);
    }
    to
}

/// Copies picked samples side by side; threads may share a large batch.
fn gather<X: Copy + Send + Sync>(threads: Threads, from: &[X], indices: &[u32], to: &mut [X]) {
    // A byte costs a few multiply-adds: it comes from far away.
    match threads.share(indices.len(), size_of_val(to) * 8) {
        None => dispatch(Gather { from, indices, to }),
        Some(share) => threads::for_each_share(to, share, |first, to| {
            dispatch(Gather { from, indices: &indices[first..first + to.len()], to });
        }),
    }
}
