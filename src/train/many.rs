//! The tiles of a batch side by side: for networks that look at whole batches, and for threads.

use core::iter::zip;

use crate::loss::Loss;
use crate::network::Network;
use crate::scalar::Scalar;
use crate::train::tile::{Span, Tile};

/// A batch, and a tile of activations for each of its tiles of samples.
pub(crate) struct Many<'a, N: Network, L: Loss<N::Head>, const TILE: usize> {
    pub(crate) tiles: &'a mut [Tile<N, TILE>],
    pub(crate) x: &'a [N::Input],
    pub(crate) targets: &'a [L::Target],
    /// Where the batch's random numbers start.
    pub(crate) key: u64,
    /// Whether the threads of the pool that this one belongs to share the tiles.
    pub(crate) in_parallel: bool,
}

impl<N: Network, L: Loss<N::Head>, const TILE: usize> Many<'_, N, L, TILE> {
    /// Takes all tiles forward and back, and returns the sum of the samples' losses. In `gradient` stands what the tiles have in
    /// common meanwhile.
    pub(crate) fn there_and_back(&mut self, network: &N, loss: &L, gradient: &mut N) -> N::Scalar {
        if N::NEEDS.rounds > 1 {
            self.in_rounds(network, loss, gradient);
        } else if self.in_parallel {
            self.on_threads(network, loss);
        } else {
            for (tile, x, targets, span) in self.pieces() {
                tile.there_and_back(network, loss, (x, targets), span, None);
            }
        }
        self.tiles.iter().fold(N::Scalar::ZERO, |sum, tile| sum + tile.sum)
    }

    /// Each round goes over all tiles before the next one begins.
    fn in_rounds(&mut self, network: &N, loss: &L, gradient: &mut N) {
        for round in 0..N::NEEDS.rounds {
            for (tile, x, _, span) in self.pieces() {
                tile.forward(network, x, span.round(round, Some(gradient)));
            }
        }
        for (tile, _, targets, span) in self.pieces() {
            tile.loss(loss, targets, span.total);
        }
        for round in 0..N::NEEDS.rounds {
            for (tile, x, _, span) in self.pieces() {
                tile.backward(network, x, span.round(round, Some(gradient)));
            }
        }
    }

    #[cfg(feature = "rayon")]
    fn on_threads(&mut self, network: &N, loss: &L) {
        use rayon::iter::{IndexedParallelIterator, IntoParallelRefMutIterator, ParallelIterator};

        let (x, targets, total, key) = (self.x, self.targets, self.x.len(), self.key);
        self.tiles.par_iter_mut().enumerate().for_each(|(k, tile)| {
            let before = k * TILE;
            let range = before..total.min(before + TILE);
            let span = Span { before, total, key };
            tile.there_and_back(network, loss, (&x[range.clone()], &targets[range]), span, None);
        });
    }

    #[cfg(not(feature = "rayon"))]
    fn on_threads(&mut self, _network: &N, _loss: &L) {
        unreachable!("nothing asks for threads without the feature `rayon`");
    }

    /// Adds the gradient of all tiles, in their order.
    pub(crate) fn gradient(&mut self, network: &N, gradient: &mut N) {
        for (tile, x, ..) in self.pieces() {
            network.gradient(tile.pass(x), gradient);
        }
    }

    /// The tiles with their samples and targets.
    fn pieces(&mut self) -> impl Iterator<Item = (&mut Tile<N, TILE>, &[N::Input], &[L::Target], Span)> {
        let (total, key) = (self.x.len(), self.key);
        let data = zip(self.x.chunks(TILE), self.targets.chunks(TILE));
        zip(&mut *self.tiles, data)
            .enumerate()
            .map(move |(k, (tile, (x, targets)))| (tile, x, targets, Span { before: k * TILE, total, key }))
    }
}
