//! `Repeat`: a chain of layers several times over, each time with parameters of its own.

use bytemuck::{Pod, Zeroable};

use crate::init::Init;
use crate::kernel::Simd;
use crate::layer::{
    self, Backward, Forward, KeepsShape, Layer, Learn, Parameters, Stage, Training, Update, Within,
};
use crate::random::Rng;
use crate::round::Needs;
use crate::shape::Sample;

/// `y = chain(chain(... chain(x)))`, `COUNT` times, with other parameters each time.
///
/// The chain gives what it takes; `network!` writes it as `Repeat(3, Linear(8) => ReLU)`. The repetitions are
/// an array: `net.repeat1.chains[2].linear1`.
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

/// What training a [`Repeat`] keeps: a stage for each repetition. The outputs of the last one belong to the
/// caller.
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
    const CHECK: () = assert!(COUNT > 0, "a chain is repeated at least once");

    /// The scalars of a sample between two of the chains.
    const BETWEEN: usize = if COUNT > 1 { <L::Sample as Sample>::SHAPE.len() } else { 0 };
}

impl<const COUNT: usize, L: KeepsShape> Layer for Repeat<COUNT, L> {
    type Scalar = L::Scalar;
    type Input = L::Sample;
    type Output = L::Sample;
    type Workspace<const TILE: usize> = RepeatWorkspace<L::Sample, L::Workspace<TILE>, COUNT, TILE>;

    type Learns = Parameters;

    const MULTIPLY_ADDS: usize = COUNT * L::MULTIPLY_ADDS;
    const NEEDS: Needs = L::NEEDS.times(COUNT).scratch(Self::BETWEEN);

    /// The chain is called, not written out in place: a network of many blocks is still compiled soon.
    #[inline(always)]
    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        const { Self::CHECK };
        let Forward { simd, x, y, scratch, .. } = pass;
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

    fn forward_training<const TILE: usize>(&self, pass: Training<'_, Self, TILE>) {
        const { Self::CHECK };
        let Training { x, y, workspace, mut round, .. } = pass;
        let n = x.len();
        for (i, chain) in self.chains.iter().enumerate() {
            let before = L::NEEDS.times(i);
            let Some(round) = round.inside(i, before, L::NEEDS, |block| &mut block.chains[i]) else {
                continue;
            };
            let (before, here) = workspace.0.split_at_mut(i);
            let Stage { y: between, workspace, .. } = &mut here[0];
            let x = before.last().map_or(x, |before| &before.y[..n]);
            let y = if i + 1 == COUNT { &mut *y } else { &mut between[..n] };
            chain.forward_training(Training::new(x, y, workspace, round));
        }
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Backward { x, y, dy, mut dx, workspace, mut round, .. } = pass;
        for (i, chain) in self.chains.iter().enumerate().rev() {
            let after = L::NEEDS.times(COUNT - 1 - i);
            let Some(round) = round.inside(i, after, L::NEEDS, |block| &mut block.chains[i]) else {
                continue;
            };
            let Place { x, y, dy, between, workspace } = workspace.place(i, x, y, dy);
            let dx = if i == 0 { dx.take() } else { between };
            chain.backward(Backward::new(x, y, dy, workspace, round).maybe_to(dx));
        }
    }
}

impl<const COUNT: usize, L: KeepsShape> Learn for Repeat<COUNT, L> {
    fn initialize<R: Rng + ?Sized>(&mut self, init: Init, rng: &mut R) {
        self.chains.iter_mut().for_each(|chain| layer::initialize(chain, init, rng));
    }

    fn gradient<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>, gradient: &mut Self) {
        Self::update(Update::Add { layer: self, gradient }, pass);
    }

    fn update_buffers<const TILE: usize>(&mut self, workspace: &Self::Workspace<TILE>) {
        for (chain, stage) in self.chains.iter_mut().zip(&workspace.0) {
            layer::update_buffers(chain, &stage.workspace);
        }
    }

    fn update<const TILE: usize>(mut update: Update<'_, Self>, pass: Backward<'_, Self, TILE>) {
        let Backward { x, y, dy, workspace, round, .. } = pass;
        for i in 0..COUNT {
            let Place { x, y, dy, workspace, .. } = workspace.place(i, x, y, dy);
            let update = update.inside(|block| &block.chains[i], |block| &mut block.chains[i]);
            layer::update(update, Backward::new(x, y, dy, workspace, round.of(i)));
        }
    }

    fn learned(start: usize, each: &mut dyn FnMut(core::ops::Range<usize>)) {
        let scalars = size_of::<L>() / size_of::<L::Scalar>();
        (0..COUNT).for_each(|i| layer::learned::<L>(start + i * scalars, each));
    }
}

/// Where the operands of one of the chains are on its way back.
struct Place<'a, X, Workspace> {
    x: &'a [X],
    y: &'a [X],
    dy: &'a [X],
    /// Where the gradient of its input goes, where that is not the block's own.
    between: Option<&'a mut [X]>,
    workspace: &'a mut Workspace,
}

impl<X, Workspace, const COUNT: usize, const TILE: usize> RepeatWorkspace<X, Workspace, COUNT, TILE> {
    /// The place of chain `i` in a block with these operands.
    fn place<'a>(&'a mut self, i: usize, x: &'a [X], y: &'a [X], dy: &'a [X]) -> Place<'a, X, Workspace> {
        let n = x.len();
        let (before, here) = self.0.split_at_mut(i);
        let Stage { y: own_y, dy: own_dy, workspace } = &mut here[0];
        let (y, dy) = if i + 1 == COUNT { (y, dy) } else { (&own_y[..n], &own_dy[..n]) };
        match before.last_mut() {
            Some(Stage { y: x, dy: between, .. }) => {
                Place { x: &x[..n], y, dy, between: Some(&mut between[..n]), workspace }
            }
            None => Place { x, y, dy, between: None, workspace },
        }
    }
}
