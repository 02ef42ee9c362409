//! One tile of a batch on its way through a network and back.

use bytemuck::Zeroable;

use crate::aligned::Aligned;
use crate::kernel::Samples;
use crate::layer::Pass;
use crate::loss::Loss;
use crate::network::Network;
use crate::picks::{Picks, SumOfSquares};
use crate::round::Round;
use crate::scalar::Scalar;

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
}

impl Span {
    /// One of the tile's rounds.
    pub(crate) fn round<N>(self, index: usize, gradient: Option<&mut N>) -> Round<'_, N> {
        Round::new(index, self.before, self.total, self.key, gradient)
    }
}

impl<N: Network, const TILE: usize> Tile<N, TILE> {
    /// Takes samples all the way forward and back, in rounds of this tile alone. A network of several rounds needs a gradient for
    /// what is kept between them.
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
            self.forward(network, x, span.round(index, gradient.as_deref_mut()), squares);
        }
        self.loss(loss, targets, span.total);
        for index in 0..N::NEEDS.rounds {
            self.backward(network, x, span.round(index, gradient.as_deref_mut()));
        }
    }

    /// One round forward. A first layer that takes picks finds the sum of the samples' squares in passing, if it is asked for.
    pub(crate) fn forward(
        &mut self,
        network: &N,
        x: Samples<'_, N::Input>,
        round: Round<'_, N>,
        squares: Option<&SumOfSquares>,
    ) {
        let round = round.picked(picks::<N>(x, squares));
        network.forward_round(x.all(), &mut self.logits[..x.len()], &mut self.inside, round);
    }

    /// Computes the sum of the samples' losses, and the gradient of the logits for a mean over `total` samples.
    pub(crate) fn loss<L: Loss<N::Head>>(&mut self, loss: &L, targets: &[L::Target], total: usize) {
        let (logits, d_logits) = (&self.logits[..targets.len()], &mut self.d_logits[..targets.len()]);
        let share = N::Scalar::from_f64(1.0 / total as f64);
        self.sum = loss.loss_and_gradient(logits, targets, share, d_logits);
    }

    /// One round back. The gradient of the samples themselves is never asked for.
    pub(crate) fn backward(&mut self, network: &N, x: Samples<'_, N::Input>, round: Round<'_, N>) {
        network.backward_round(self.pass(x), None, round.picked(picks::<N>(x, None)));
    }

    /// The operands of the way back.
    pub(crate) fn pass<'a>(&'a mut self, x: Samples<'a, N::Input>) -> Pass<'a, N, TILE> {
        let (y, dy) = (&self.logits[..x.len()], &self.d_logits[..x.len()]);
        Pass { x: x.all(), picks: picks::<N>(x, None), y, dy, workspace: &mut self.inside }
    }
}

/// What a network is told of its samples: nothing, if it takes no picks.
pub(crate) fn picks<'a, N: Network>(
    x: Samples<'a, N::Input>,
    squares: Option<&'a SumOfSquares>,
) -> Option<Picks<'a>> {
    N::PICKS.then(|| Picks::default().with_indices(x.picks()).with_squares(squares))
}
