//! `Residual`: a chain of layers beside a wire that goes past it.

use bytemuck::{Pod, Zeroable};

use crate::aligned::Aligned;
use crate::init::Init;
use crate::kernel::{AddTo, Simd, dispatch};
use crate::layer::{self, Backward, Forward, KeepsShape, Layer, Learn, Parameters, Training, Update, Within};
use crate::random::Rng;
use crate::round::{Needs, Round};
use crate::shape::Sample;

/// `y = x + chain(x)`: what the chain learns is the difference to its input.
///
/// The chain gives what it takes; `network!` writes it as `Residual(Linear(8) => ReLU => Linear(8))`. Its
/// layers are fields of the chain: `net.residual1.chain.linear1`.
///
/// K. He et al., "Deep residual learning for image recognition", 2015.
///
/// # Shapes
///
/// `x` and `y`: the chain's input.
///
/// ```
/// use monograd::prelude::*;
///
/// network! { struct Net<2 => block: Residual(half: Linear(2))>; }
///
/// let mut net = Net::zeros();
/// net.block.chain.half.weight = [[0.5, 0.0], [0.0, 0.5]].into();
/// assert_eq!(net.predict(&[2.0, 4.0].into()), SVector::from([3.0, 6.0]));
/// ```
#[repr(transparent)]
#[derive(Copy, Debug, PartialEq)]
pub struct Residual<L> {
    /// The chain.
    pub chain: L,
}

crate::aligned::clone_in_place!([L: Copy] Residual<L>);

// SAFETY: `repr(transparent)` over plain data.
unsafe impl<L: Pod> Pod for Residual<L> {}
// SAFETY: the one field is `Zeroable`.
unsafe impl<L: Zeroable> Zeroable for Residual<L> {}

/// What training a [`Residual`] keeps: what the chain gave before `x` was added, and what the chain keeps
/// itself.
#[repr(C)]
#[derive(Debug)]
pub struct ResidualWorkspace<Output, Workspace, const TILE: usize> {
    y: Aligned<[Output; TILE]>,
    chain: Workspace,
}

// SAFETY: both fields are `Zeroable`.
unsafe impl<Output: Zeroable, Workspace: Zeroable, const TILE: usize> Zeroable
    for ResidualWorkspace<Output, Workspace, TILE>
{
}

impl<L: KeepsShape> Layer for Residual<L> {
    type Scalar = L::Scalar;
    type Input = L::Sample;
    type Output = L::Sample;
    type Workspace<const TILE: usize> = ResidualWorkspace<L::Sample, L::Workspace<TILE>, TILE>;

    type Learns = Parameters;

    const MULTIPLY_ADDS: usize = L::MULTIPLY_ADDS;
    const NEEDS: Needs = L::NEEDS;

    /// The chain is called, not written out in place: a network of many blocks is still compiled soon.
    #[inline(always)]
    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        let Forward { simd, x, y, scratch, .. } = pass;
        simd.call(Within { layer: &self.chain, x, y: &mut *y, scratch });
        add_to(x, y);
    }

    fn forward_training<const TILE: usize>(&self, pass: Training<'_, Self, TILE>) {
        let Training { x, y, workspace: ResidualWorkspace { y: inner, chain }, mut round, .. } = pass;
        let inner = &mut inner[..x.len()];
        if let Some(round) = inside(&mut round) {
            self.chain.forward_training(Training::new(x, inner, chain, round));
            y.copy_from_slice(inner);
            add_to(x, y);
        }
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Backward { x, dy, mut dx, workspace: ResidualWorkspace { y, chain }, mut round, .. } = pass;
        let Some(round) = inside(&mut round) else { return };
        let is_last = round.is_last(L::NEEDS);
        // The chain's gradient is that of the block, its output what `x` was added to.
        let pass = Backward::new(x, &y[..x.len()], dy, chain, round).maybe_to(dx.as_deref_mut());
        self.chain.backward(pass);
        if let (Some(dx), true) = (dx, is_last) {
            add_to(dy, dx);
        }
    }
}

impl<L: KeepsShape> Learn for Residual<L> {
    fn initialize<R: Rng + ?Sized>(&mut self, init: Init, rng: &mut R) {
        layer::initialize(&mut self.chain, init, rng);
    }

    fn gradient<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>, gradient: &mut Self) {
        Self::update(Update::Add { layer: self, gradient }, pass);
    }

    fn update_buffers<const TILE: usize>(&mut self, workspace: &Self::Workspace<TILE>) {
        layer::update_buffers(&mut self.chain, &workspace.chain);
    }

    fn update<const TILE: usize>(mut update: Update<'_, Self>, pass: Backward<'_, Self, TILE>) {
        let Backward { x, dy, workspace: ResidualWorkspace { y, chain }, round, .. } = pass;
        let update = update.inside(|block| &block.chain, |block| &mut block.chain);
        layer::update(update, Backward::new(x, &y[..x.len()], dy, chain, round.of(0)));
    }

    fn learned(start: usize, each: &mut dyn FnMut(core::ops::Range<usize>)) {
        layer::learned::<L>(start, each);
    }
}

/// The chain's round.
fn inside<'r, L: KeepsShape>(round: &'r mut Round<'_, Residual<L>>) -> Option<Round<'r, L>> {
    round.inside(0, Needs::NOTHING, L::NEEDS, |block| &mut block.chain)
}

/// `y += x`
fn add_to<X: Sample>(x: &[X], y: &mut [X]) {
    dispatch(AddTo::<X::Scalar> { x: bytemuck::cast_slice(x), y: bytemuck::cast_slice_mut(y) });
}
