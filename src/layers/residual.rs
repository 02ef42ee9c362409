//! `Residual`: a chain of layers beside a wire that goes past it.

use core::ops::Range;

use bytemuck::{Pod, Zeroable};

use crate::aligned::Aligned;
use crate::head::VALUES;
use crate::inference::{Within, forward_alone};
use crate::init::Init;
use crate::kernel::{AddTo, Simd, dispatch};
use crate::layer::{Forward, KeepsShape, Layer, Pass, dispatch_forward};
use crate::magnitude::Magnitude;
use crate::random::Rng;
use crate::round::{Needs, Round};
use crate::shape::Sample;

/// `y = x + chain(x)`: what the chain learns is the difference to its input.
///
/// The chain gives what it takes; `network!` writes it as `Residual(Linear(8) => ReLU => Linear(8))`. Its layers are fields of
/// the chain: `net.residual1.chain.linear1`.
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

/// What training a [`Residual`] keeps: what the chain gave before `x` was added, and what the chain keeps itself.
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

    const MULTIPLY_ADDS: usize = L::MULTIPLY_ADDS;
    const NEEDS: Needs = L::NEEDS;
    const SCRATCH: usize = L::SCRATCH;

    fn initialize<R: Rng + ?Sized>(&mut self, init: Init, rng: &mut R) {
        self.chain.initialize(init, rng);
    }

    fn forward(&self, pass: Forward<'_, Self>) {
        dispatch_forward(self, pass);
    }

    #[inline(always)]
    fn forward_on<S: Simd>(&self, simd: S, x: &[L::Sample], y: &mut [L::Sample]) {
        forward_alone(self, simd, x, y);
    }

    /// The chain is called, not written out in place: a network of many blocks is still compiled soon.
    #[inline(always)]
    fn forward_within<S: Simd>(
        &self,
        simd: S,
        x: &[L::Sample],
        y: &mut [L::Sample],
        scratch: &mut [L::Scalar],
    ) {
        const { assert!(L::HEAD == VALUES, "a block holds no network that ends in `Softmax` or `Sigmoid`") };
        simd.call(Within { layer: &self.chain, x, y, scratch });
        add_to(x, y);
    }

    crate::__in_one_round!();

    fn forward_round<const TILE: usize>(
        &self,
        x: &[L::Sample],
        y: &mut [L::Sample],
        workspace: &mut Self::Workspace<TILE>,
        mut round: Round<'_, Self>,
    ) {
        let ResidualWorkspace { y: inner, chain } = workspace;
        let inner = &mut inner[..x.len()];
        if let Some(round) = round.inside(0, Needs::NOTHING, L::NEEDS, |block| &mut block.chain) {
            self.chain.forward_round(x, inner, chain, round);
            y.copy_from_slice(inner);
            add_to(x, y);
        }
    }

    fn backward_round<const TILE: usize>(
        &self,
        pass: Pass<'_, Self, TILE>,
        dx: Option<&mut [L::Sample]>,
        mut round: Round<'_, Self>,
    ) {
        let Some(round) = round.inside(0, Needs::NOTHING, L::NEEDS, |block| &mut block.chain) else { return };
        let (dy, is_last) = (pass.dy, round.is_last(L::NEEDS));
        match dx {
            None => self.chain.backward_round(inside(pass), None, round),
            Some(dx) => {
                self.chain.backward_round(inside(pass), Some(&mut *dx), round);
                if is_last {
                    add_to(dy, dx);
                }
            }
        }
    }

    fn learned(start: usize, each: &mut dyn FnMut(Range<usize>)) {
        L::learned(start, each);
    }

    fn update_buffers<const TILE: usize>(&mut self, workspace: &Self::Workspace<TILE>) {
        self.chain.update_buffers(&workspace.chain);
    }

    fn gradient<const TILE: usize>(&self, pass: Pass<'_, Self, TILE>, gradient: &mut Self) {
        self.chain.gradient(inside(pass), &mut gradient.chain);
    }

    fn measure<const TILE: usize>(
        &self,
        pass: Pass<'_, Self, TILE>,
        scratch: &mut Self,
        magnitude: &mut Magnitude<Self::Scalar>,
    ) {
        self.chain.measure(inside(pass), &mut scratch.chain, magnitude);
    }

    fn descend<const TILE: usize>(
        &mut self,
        pass: Pass<'_, Self, TILE>,
        learning_rate: Self::Scalar,
        scratch: &mut Self,
    ) {
        self.chain.descend(inside(pass), learning_rate, &mut scratch.chain);
    }
}

/// The chain's own pass: its gradient is that of the block, its output what `x` was added to.
#[allow(clippy::elidable_lifetime_names, reason = "the two have one lifetime")]
fn inside<'a, L: KeepsShape, const TILE: usize>(pass: Pass<'a, Residual<L>, TILE>) -> Pass<'a, L, TILE> {
    let Pass { x, dy, workspace, .. } = pass;
    Pass { x, picks: None, y: &workspace.y[..x.len()], dy, workspace: &mut workspace.chain }
}

/// `y += x`
fn add_to<X: Sample>(x: &[X], y: &mut [X]) {
    dispatch(AddTo::<X::Scalar> { x: bytemuck::cast_slice(x), y: bytemuck::cast_slice_mut(y) });
}
