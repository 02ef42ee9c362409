//! One tile of a batch on its way through a network and back.

use bytemuck::Zeroable;

use crate::aligned::Aligned;
use crate::kernel::Samples;
use crate::layer::{Backward, Training};
use crate::loss::Loss;
use crate::network::Network;
use crate::picks::{Picks, SumOfSquares};
use crate::round::Round;
use crate::scalar::Scalar;
use crate::threads::Threads;

/// The activations of up to `TILE` samples and their gradients.
pub(crate) struct Tile<N: Network, const TILE: usize> {
    pub(crate) logits: Aligned<[N::Output; TILE]>,
    d_logits: Aligned<[N::Output; TILE]>,
    pub(crate) inside: N::Workspace<TILE>,
    /// The sum of the samples' losses.
    pub(crate) sum: N::Scalar,
}

// SAFETY: samples and scalars are `Pod`, and a layer's workspace is `Zeroable` by its contract.
unsafe impl<N: Network, const TILE: usize> Zeroable for Tile<N, TILE> {}

/// The place of a tile in its batch.
#[derive(Clone, Copy)]
pub(crate) struct Span {
    /// The samples before it.
    pub(crate) before: usize,
    /// The samples of the batch.
    pub(crate) total: usize,
    /// Where the batch's random numbers start.
    pub(crate) key: u64,
    /// Who shares the work of a layer.
    pub(crate) threads: Threads,
}

impl Span {
    /// One of the tile's rounds.
    fn round<N>(self, index: usize, gradient: Option<&mut N>) -> Round<'_, N> {
        Round::new(index, self.before, self.total, self.key, gradient).shared(self.threads)
    }
}

impl<N: Network, const TILE: usize> Tile<N, TILE> {
    /// Takes samples all the way forward and back, in rounds of this tile alone. A network of several rounds
    /// needs a gradient for what is kept between them.
    pub(crate) fn there_and_back<L: Loss<N::Head>>(
        &mut self,
        network: &N,
        loss: &L,
        (x, targets): (Samples<'_, N::Input>, &[L::Target]),
        span: Span,
        mut gradient: Option<&mut N>,
        squares: Option<&SumOfSquares>,
    ) {
        for index in 0..N::NEEDS.rounds {
            self.forward(network, (x, squares), span, (index, gradient.as_deref_mut()));
        }
        self.loss(loss, targets, span.total);
        for index in 0..N::NEEDS.rounds {
            self.backward(network, x, span, (index, gradient.as_deref_mut()));
        }
    }

    /// One round forward. A first layer that takes picks finds the sum of the samples' squares in passing, if
    /// it is asked for.
    pub(crate) fn forward(
        &mut self,
        network: &N,
        (x, squares): (Samples<'_, N::Input>, Option<&SumOfSquares>),
        span: Span,
        (index, gradient): (usize, Option<&mut N>),
    ) {
        let round = span.round(index, gradient).picked(Picks::new(x.picks(), squares));
        let y = &mut self.logits[..x.len()];
        network.forward_training(Training::new(x.all(), y, &mut self.inside, round));
    }

    /// Computes the sum of the samples' losses, and the gradient of the logits for a mean over `total`
    /// samples.
    pub(crate) fn loss<L: Loss<N::Head>>(&mut self, loss: &L, targets: &[L::Target], total: usize) {
        let (logits, d_logits) = (&self.logits[..targets.len()], &mut self.d_logits[..targets.len()]);
        let share = N::Scalar::from_f64(1.0 / total as f64);
        self.sum = loss.loss_and_gradient(logits, targets, share, d_logits);
    }

    /// One round back. The gradient of the samples themselves is never asked for.
    pub(crate) fn backward(
        &mut self,
        network: &N,
        x: Samples<'_, N::Input>,
        span: Span,
        (index, gradient): (usize, Option<&mut N>),
    ) {
        let round = span.round(index, gradient).picked(Picks::new(x.picks(), None));
        network.backward(self.pass(x, round));
    }

    /// The operands of the way back, once it has been gone: for what becomes of the gradient. A layer may be
    /// told how large the samples are.
    pub(crate) fn pass_again<'a>(
        &'a mut self,
        (x, squares): (Samples<'a, N::Input>, Option<&'a SumOfSquares>),
        span: Span,
    ) -> Backward<'a, N, TILE> {
        self.pass(x, span.round(0, None).picked(Picks::new(x.picks(), squares)))
    }

    fn pass<'a>(&'a mut self, x: Samples<'a, N::Input>, round: Round<'a, N>) -> Backward<'a, N, TILE> {
        let (y, dy) = (&self.logits[..x.len()], &self.d_logits[..x.len()]);
        Backward::new(x.all(), y, dy, &mut self.inside, round)
    }
}
