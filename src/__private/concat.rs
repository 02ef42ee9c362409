//! What the expansion calls for a `Concat`: each of its chains writes a part of every output.

use core::iter::zip;

use crate::kernel::{AddTo, Simd, dispatch};
use crate::layer::{Backward, Layer, Stage, Training, Within};
use crate::round::{Needs, Round};
use crate::shape::Sample;

/// A chain's part of the outputs, in inference: first in the scratch, and then in its place.
#[inline(always)]
pub fn forward<S: Simd, L: Layer, Y: Sample<Scalar = L::Scalar>>(
    chain: &L,
    simd: S,
    (x, y): (&[L::Input], &mut [Y]),
    offset: usize,
    scratch: &mut [L::Scalar],
) {
    let (part, scratch) = scratch.split_at_mut(x.len() * <L::Output as Sample>::SHAPE.len());
    let part: &mut [L::Output] = bytemuck::cast_slice_mut(part);
    simd.call(Within { layer: chain, x, y: &mut *part, scratch });
    join(part, y, offset);
}

/// The scalars that [`forward`] needs for each sample.
#[must_use]
pub const fn scratch<L: Layer>() -> usize {
    <L::Output as Sample>::SHAPE.len() + L::NEEDS.scratch
}

/// What a block needs whose chains need this in turn, and this number of scalars in inference, for one after
/// the other.
#[must_use]
pub const fn needs(chains: Needs, scratch: usize) -> Needs {
    Needs { scratch, ..chains }
}

/// A chain's part of the outputs, in training.
pub fn forward_training<L: Layer, Y: Sample<Scalar = L::Scalar>, const TILE: usize>(
    chain: &L,
    x: &[L::Input],
    y: &mut [Y],
    offset: usize,
    stage: &mut Stage<L::Output, L::Workspace<TILE>, TILE, TILE>,
    round: Option<Round<'_, L>>,
) {
    let Some(round) = round else { return };
    let part = &mut stage.y[..x.len()];
    chain.forward_training(Training::new(x, &mut *part, &mut stage.workspace, round));
    join(part, y, offset);
}

/// The gradient of a chain's input: the first chain's becomes `dx`, and the others' are added to it.
pub fn backward<L: Layer, Y: Sample<Scalar = L::Scalar>, const TILE: usize>(
    chain: &L,
    x: &[L::Input],
    dy: &[Y],
    offset: usize,
    stage: &mut Stage<L::Output, L::Workspace<TILE>, TILE, TILE>,
    (dx, spare): (Option<&mut [L::Input]>, &mut [L::Input]),
    round: Option<Round<'_, L>>,
) {
    let Some(round) = round else { return };
    let is_last = round.is_last(L::NEEDS);
    split(dy, &mut stage.dy[..x.len()], offset);
    match dx {
        None => chain.backward(pass(x, stage, round)),
        Some(dx) if offset == 0 => chain.backward(pass(x, stage, round).to(dx)),
        Some(dx) => {
            let spare = &mut spare[..x.len()];
            chain.backward(pass(x, stage, round).to(&mut *spare));
            if is_last {
                dispatch(AddTo::<L::Scalar> {
                    x: bytemuck::cast_slice(spare),
                    y: bytemuck::cast_slice_mut(dx),
                });
            }
        }
    }
}

/// A chain's own pass.
pub fn pass<'a, L: Layer, const TILE: usize>(
    x: &'a [L::Input],
    stage: &'a mut Stage<L::Output, L::Workspace<TILE>, TILE, TILE>,
    round: Round<'a, L>,
) -> Backward<'a, L, TILE> {
    Backward::new(x, &stage.y[..x.len()], &stage.dy[..x.len()], &mut stage.workspace, round)
}

/// Copies parts to their place in each sample.
fn join<P: Sample, Y: Sample<Scalar = P::Scalar>>(part: &[P], y: &mut [Y], offset: usize) {
    for (part, y) in zip(part, y) {
        y.scalars_mut()[offset..offset + P::SHAPE.len()].copy_from_slice(part.scalars());
    }
}

/// Copies parts from their place in each sample.
fn split<P: Sample, Y: Sample<Scalar = P::Scalar>>(y: &[Y], part: &mut [P], offset: usize) {
    for (part, y) in zip(part, y) {
        part.scalars_mut().copy_from_slice(&y.scalars()[offset..offset + P::SHAPE.len()]);
    }
}
