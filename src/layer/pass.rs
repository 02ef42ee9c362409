//! What the functions of a layer are given: a tile of samples on its way, and where to write.
//!
//! Take them apart by name, `let Training { x, y, workspace, .. } = pass;`: what a layer may need one day
//! becomes one more field.

use super::Layer;
use crate::kernel::{Samples, Simd};
use crate::round::Round;

/// A tile on its way through a layer in inference.
///
/// It is a type of its own so that the logits of a network are never taken for its outputs: code that wants
/// outputs calls [`Network::predict`](crate::Network::predict), and only code that says `Forward` gets what
/// the layer itself computes.
#[derive(Debug)]
#[non_exhaustive]
pub struct Forward<'a, L: Layer, S: Simd> {
    /// The instruction set that the function is compiled for, for layers inside of this one.
    pub simd: S,
    /// The samples.
    pub x: &'a [L::Input],
    /// Where their outputs go.
    pub y: &'a mut [L::Output],
    /// Room for as many scalars as [`Needs::scratch`](crate::Needs::scratch) says for each sample, with any
    /// values.
    pub scratch: &'a mut [L::Scalar],
}

impl<'a, L: Layer, S: Simd> Forward<'a, L, S> {
    /// A pass through a layer inside of this one, for which `scratch` has room for what it needs.
    #[must_use]
    #[inline(always)]
    pub fn new(simd: S, x: &'a [L::Input], y: &'a mut [L::Output], scratch: &'a mut [L::Scalar]) -> Self {
        Self { simd, x, y, scratch }
    }
}

/// A tile on its way forward through a layer in training.
#[derive(Debug)]
#[non_exhaustive]
pub struct Training<'a, L: Layer, const TILE: usize> {
    /// The samples.
    pub x: &'a [L::Input],
    /// Where their outputs go.
    pub y: &'a mut [L::Output],
    /// What [`Layer::backward`] will find.
    pub workspace: &'a mut L::Workspace<TILE>,
    /// Which tile of which batch this is.
    pub round: Round<'a, L>,
}

impl<'a, L: Layer, const TILE: usize> Training<'a, L, TILE> {
    /// A pass through a layer inside of yours, or of a layer alone in a test: then [`Round::alone`] is its
    /// round.
    #[must_use]
    #[inline(always)]
    pub fn new(
        x: &'a [L::Input],
        y: &'a mut [L::Output],
        workspace: &'a mut L::Workspace<TILE>,
        round: Round<'a, L>,
    ) -> Self {
        Self { x, y, workspace, round }
    }

    /// The samples, wherever they lie.
    #[inline(always)]
    pub(crate) fn samples(&self) -> Samples<'a, L::Input> {
        self.round.picks().samples(self.x)
    }
}

/// A tile on its way back through a layer.
#[derive(Debug)]
#[non_exhaustive]
pub struct Backward<'a, L: Layer, const TILE: usize> {
    /// What went in.
    pub x: &'a [L::Input],
    /// What came out.
    pub y: &'a [L::Output],
    /// `∂loss/∂y`.
    pub dy: &'a [L::Output],
    /// Where `∂loss/∂x` goes; `None` where it is not wanted.
    pub dx: Option<&'a mut [L::Input]>,
    /// What [`Layer::forward_training`] kept.
    pub workspace: &'a mut L::Workspace<TILE>,
    /// Which tile of which batch this is.
    pub round: Round<'a, L>,
}

impl<'a, L: Layer, const TILE: usize> Backward<'a, L, TILE> {
    /// A pass back through a layer inside of yours, or of a layer alone in a test: then [`Round::alone`] is
    /// its round.
    #[must_use]
    #[inline(always)]
    pub fn new(
        x: &'a [L::Input],
        y: &'a [L::Output],
        dy: &'a [L::Output],
        workspace: &'a mut L::Workspace<TILE>,
        round: Round<'a, L>,
    ) -> Self {
        Self { x, y, dy, dx: None, workspace, round }
    }

    /// The same pass, of which the gradient of the input is wanted.
    #[must_use]
    #[inline(always)]
    pub fn to(self, dx: &'a mut [L::Input]) -> Self {
        self.maybe_to(Some(dx))
    }

    /// [`to`](Self::to) for a `dx` that the caller may not have asked for.
    #[must_use]
    #[inline(always)]
    pub fn maybe_to(self, dx: Option<&'a mut [L::Input]>) -> Self {
        Self { dx, ..self }
    }

    /// The samples, wherever they lie.
    #[inline(always)]
    pub(crate) fn samples(&self) -> Samples<'a, L::Input> {
        self.round.picks().samples(self.x)
    }
}

impl<L: Layer> Round<'_, L> {
    /// The only round of a tile that is a batch of its own.
    ///
    /// A layer that draws random numbers or looks at whole batches does not compile here.
    #[must_use]
    #[inline]
    pub fn alone(samples: usize) -> Self {
        const { L::NEEDS.assert_nothing() };
        Self::new(0, 0, samples, 0, None)
    }
}
