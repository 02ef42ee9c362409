//! `Repeat`: a chain of layers several times over, each time with parameters of its own.

use core::ops::Range;

use bytemuck::{Pod, Zeroable};

use crate::head::VALUES;
use crate::inference::{Within, forward_alone};
use crate::init::Init;
use crate::kernel::Simd;
use crate::layer::{Forward, KeepsShape, Layer, Pass, Stage, dispatch_forward};
use crate::magnitude::Magnitude;
use crate::random::Rng;
use crate::round::{Needs, Round};
use crate::shape::Sample;

/// `y = chain(chain(... chain(x)))`, `COUNT` times, with other parameters each time.
///
/// The chain gives what it takes; `network!` writes it as `Repeat(3, Linear(8) => ReLU)`. The repetitions are an array:
/// `net.repeat1.chains[2].linear1`.
///
/// # Shapes
///
/// `x` and `y`: the chain's input.
///
/// ```
/// use monograd::prelude::*;
///
/// network! { struct Net<1 => doubled: Repeat(3, twice: Linear(1))>; }
///
/// let mut net = Net::zeros();
/// net.doubled.chains.iter_mut().for_each(|chain| chain.twice.weight[0] = 2.0);
/// net.doubled.chains[2].twice.bias[0] = 1.0;
/// assert_eq!(net.predict(&[3.0].into()), [2.0 * 2.0 * 2.0 * 3.0 + 1.0].into());
/// ```
#[repr(transparent)]
#[derive(Copy, Debug, PartialEq)]
pub struct Repeat<const COUNT: usize, L> {
    /// The repetitions.
    pub chains: [L; COUNT],
}

crate::aligned::clone_in_place!([const COUNT: usize, L: Copy] Repeat<COUNT, L>);

// SAFETY: `repr(transparent)` over an array of plain data.
unsafe impl<const COUNT: usize, L: Pod> Pod for Repeat<COUNT, L> {}
// SAFETY: the one field is an array of what is `Zeroable`.
unsafe impl<const COUNT: usize, L: Zeroable> Zeroable for Repeat<COUNT, L> {}

/// What training a [`Repeat`] keeps: a stage for each repetition. The outputs of the last one belong to the caller.
#[repr(transparent)]
#[derive(Debug)]
pub struct RepeatWorkspace<Output, Workspace, const COUNT: usize, const TILE: usize>(
    [Stage<Output, Workspace, TILE, TILE>; COUNT],
);

// SAFETY: an array of stages, which are `Zeroable`.
unsafe impl<Output: Zeroable, Workspace: Zeroable, const COUNT: usize, const TILE: usize> Zeroable
    for RepeatWorkspace<Output, Workspace, COUNT, TILE>
{
}

impl<const COUNT: usize, L: KeepsShape> Repeat<COUNT, L> {
    const CHECK: () = assert!(
        COUNT > 0 && L::HEAD == VALUES,
        "a chain is repeated once at least, and is no network that ends in `Softmax` or `Sigmoid`"
    );

    /// The scalars of a sample between two of the chains.
    const BETWEEN: usize = if COUNT > 1 { <L::Sample as Sample>::SHAPE.len() } else { 0 };
}

impl<const COUNT: usize, L: KeepsShape> Layer for Repeat<COUNT, L> {
    type Scalar = L::Scalar;
    type Input = L::Sample;
    type Output = L::Sample;
    type Workspace<const TILE: usize> = RepeatWorkspace<L::Sample, L::Workspace<TILE>, COUNT, TILE>;

    const MULTIPLY_ADDS: usize = COUNT * L::MULTIPLY_ADDS;
    const NEEDS: Needs = L::NEEDS.times(COUNT);
    const SCRATCH: usize = Self::BETWEEN + L::SCRATCH;

    fn initialize<R: Rng + ?Sized>(&mut self, init: Init, rng: &mut R) {
        self.chains.iter_mut().for_each(|chain| chain.initialize(init, rng));
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
        const { Self::CHECK };
        let (between, scratch) = scratch.split_at_mut(x.len() * Self::BETWEEN);
        let between: &mut [L::Sample] = bytemuck::cast_slice_mut(between);
        for (i, layer) in self.chains.iter().enumerate() {
            let x = if i == 0 {
                x
            } else {
                between.copy_from_slice(y);
                &*between
            };
            simd.call(Within { layer, x, y: &mut *y, scratch: &mut *scratch });
        }
    }

    crate::__in_one_round!();

    fn forward_round<const TILE: usize>(
        &self,
        x: &[L::Sample],
        y: &mut [L::Sample],
        workspace: &mut Self::Workspace<TILE>,
        mut round: Round<'_, Self>,
    ) {
        const { Self::CHECK };
        let n = x.len();
        for (i, chain) in self.chains.iter().enumerate() {
            let Some(round) = round.inside(i, L::NEEDS.times(i), L::NEEDS, |block| &mut block.chains[i])
            else {
                continue;
            };
            let (before, here) = workspace.0.split_at_mut(i);
            let Stage { y: between, workspace, .. } = &mut here[0];
            let x = before.last().map_or(x, |before| &before.y[..n]);
            let y = if i + 1 == COUNT { &mut *y } else { &mut between[..n] };
            chain.forward_round(x, y, workspace, round);
        }
    }

    fn backward_round<const TILE: usize>(
        &self,
        mut pass: Pass<'_, Self, TILE>,
        mut dx: Option<&mut [L::Sample]>,
        mut round: Round<'_, Self>,
    ) {
        for (i, chain) in self.chains.iter().enumerate().rev() {
            let behind = L::NEEDS.times(COUNT - 1 - i);
            let Some(round) = round.inside(i, behind, L::NEEDS, |block| &mut block.chains[i]) else {
                continue;
            };
            let (pass, between) = pass_of(&mut pass, i);
            chain.backward_round(pass, if i == 0 { dx.take() } else { between }, round);
        }
    }

    fn learned(start: usize, each: &mut dyn FnMut(Range<usize>)) {
        let scalars = size_of::<L>() / size_of::<L::Scalar>();
        (0..COUNT).for_each(|i| L::learned(start + i * scalars, each));
    }

    fn update_buffers<const TILE: usize>(&mut self, workspace: &Self::Workspace<TILE>) {
        for (chain, stage) in self.chains.iter_mut().zip(&workspace.0) {
            chain.update_buffers(&stage.workspace);
        }
    }

    fn gradient<const TILE: usize>(&self, mut pass: Pass<'_, Self, TILE>, gradient: &mut Self) {
        for (i, (chain, gradient)) in self.chains.iter().zip(&mut gradient.chains).enumerate() {
            chain.gradient(pass_of(&mut pass, i).0, gradient);
        }
    }

    fn measure<const TILE: usize>(
        &self,
        mut pass: Pass<'_, Self, TILE>,
        scratch: &mut Self,
        magnitude: &mut Magnitude<Self::Scalar>,
    ) {
        for (i, (chain, scratch)) in self.chains.iter().zip(&mut scratch.chains).enumerate() {
            chain.measure(pass_of(&mut pass, i).0, scratch, magnitude);
        }
    }

    fn descend<const TILE: usize>(
        &mut self,
        mut pass: Pass<'_, Self, TILE>,
        learning_rate: Self::Scalar,
        scratch: &mut Self,
    ) {
        for (i, (chain, scratch)) in self.chains.iter_mut().zip(&mut scratch.chains).enumerate() {
            chain.descend(pass_of(&mut pass, i).0, learning_rate, scratch);
        }
    }
}

/// Chain `i` on its way back, and where the gradient of its input goes where that is not the block's own.
fn pass_of<'a, const COUNT: usize, L: KeepsShape, const TILE: usize>(
    pass: &'a mut Pass<'_, Repeat<COUNT, L>, TILE>,
    i: usize,
) -> (Pass<'a, L, TILE>, Option<&'a mut [L::Sample]>) {
    let n = pass.x.len();
    let (before, here) = pass.workspace.0.split_at_mut(i);
    let Stage { y, dy, workspace } = &mut here[0];
    let (y, dy) = if i + 1 == COUNT { (pass.y, pass.dy) } else { (&y[..n], &dy[..n]) };
    match before.last_mut() {
        Some(before) => {
            (Pass { x: &before.y[..n], picks: None, y, dy, workspace }, Some(&mut before.dy[..n]))
        }
        None => (Pass { x: pass.x, picks: None, y, dy, workspace }, None),
    }
}
