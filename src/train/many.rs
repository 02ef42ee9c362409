//! The tiles of a batch side by side: for networks that look at whole batches, and for threads.

use core::iter::zip;

use crate::loss::Loss;
use crate::network::Network;
use crate::scalar::Scalar;
use crate::threads::{self, Threads};
use crate::train::tile::{Span, Tile};

/// A batch, and a tile of activations for each of its tiles of samples.
pub(crate) struct Many<'a, N: Network, L: Loss<N::Head>, const TILE: usize> {
    pub(crate) tiles: &'a mut [Tile<N, TILE>],
    pub(crate) x: &'a [N::Input],
    pub(crate) targets: &'a [L::Target],
    /// Where the batch's random numbers start.
    pub(crate) key: u64,
    /// Who shares the tiles, and the work of a layer.
    pub(crate) threads: Threads,
}

/// One tile, with its samples and targets.
struct Piece<'a, N: Network, L: Loss<N::Head>, const TILE: usize> {
    tile: &'a mut Tile<N, TILE>,
    x: &'a [N::Input],
    targets: &'a [L::Target],
    span: Span,
}

impl<N: Network, L: Loss<N::Head>, const TILE: usize> Many<'_, N, L, TILE> {
    /// Takes all tiles forward and back, and returns the sum of the samples' losses. `gradient` holds what
    /// the tiles have in common meanwhile.
    pub(crate) fn there_and_back(&mut self, network: &N, loss: &L, gradient: &mut N) -> f64 {
        if N::NEEDS.rounds > 1 {
            self.in_rounds(network, loss, gradient);
        } else {
            self.each_alone(network, loss);
        }
        self.tiles.iter().map(|tile| tile.sum.to_f64()).sum()
    }

    /// Each round goes over all tiles before the next one begins.
    fn in_rounds(&mut self, network: &N, loss: &L, gradient: &mut N) {
        for round in 0..N::NEEDS.rounds {
            for Piece { tile, x, span, .. } in self.pieces() {
                tile.forward(network, (x.into(), None), span, (round, Some(&mut *gradient)));
            }
        }
        for Piece { tile, targets, span, .. } in self.pieces() {
            tile.loss(loss, targets, span.total);
        }
        for round in 0..N::NEEDS.rounds {
            for Piece { tile, x, span, .. } in self.pieces() {
                tile.backward(network, x.into(), span, (round, Some(&mut *gradient)));
            }
        }
    }

    /// No tile knows of the others: threads may share them.
    fn each_alone(&mut self, network: &N, loss: &L) {
        let Self { x, targets, key, threads, .. } = *self;
        let work = |first: usize, tiles: &mut [Tile<N, TILE>]| {
            for Piece { tile, x, targets, span } in
                pieces::<N, L, TILE>(first, tiles, (x, targets), key, threads)
            {
                tile.there_and_back(network, loss, (x.into(), targets), span, None, None);
            }
        };
        if threads == Threads::ONE {
            work(0, self.tiles);
        } else {
            threads::for_each_share(self.tiles, 1, work);
        }
    }

    /// Adds the gradient of all tiles, in their order.
    pub(crate) fn gradient(&mut self, network: &N, gradient: &mut N) {
        for Piece { tile, x, span, .. } in self.pieces() {
            network.gradient(tile.pass_again((x.into(), None), span), gradient);
        }
    }

    fn pieces(&mut self) -> impl Iterator<Item = Piece<'_, N, L, TILE>> {
        pieces(0, self.tiles, (self.x, self.targets), self.key, self.threads)
    }
}

/// The tiles from the `first` on, of a batch of these samples and targets.
fn pieces<'a, N: Network, L: Loss<N::Head>, const TILE: usize>(
    first: usize,
    tiles: &'a mut [Tile<N, TILE>],
    (x, targets): (&'a [N::Input], &'a [L::Target]),
    key: u64,
    threads: Threads,
) -> impl Iterator<Item = Piece<'a, N, L, TILE>> {
    let total = x.len();
    let data = zip(x.chunks(TILE), targets.chunks(TILE)).skip(first);
    zip(first.., zip(tiles, data)).map(move |(k, (tile, (x, targets)))| Piece {
        tile,
        x,
        targets,
        span: Span { before: k * TILE, total, key, threads },
    })
}
