//! How a layer is run in inference: on the best instruction set, with room for what it keeps between the
//! layers inside.
//!
//! A layer says with [`Needs::scratch`](crate::Needs::scratch) how many scalars it needs for a sample, and is
//! given them: on the stack where they are few, and else in a room that the thread keeps.

use core::iter::zip;

use bytemuck::Zeroable;

use super::{Forward, Layer, Training};
use crate::kernel::{Op, Simd, dispatch};
use crate::room::{self, Line, ON_THE_STACK, TILE_ON_THE_HEAP};
use crate::shape::Sample;
use crate::threads;

/// A batch of samples whose activations are kept on the stack takes up to this number of bytes.
const BATCH_ON_THE_STACK: usize = 2 * ON_THE_STACK;
/// The same in cache lines.
const LINES: usize = BATCH_ON_THE_STACK / size_of::<Line>();
/// The most samples that go through the layers side by side: enough to read each weight once for two register
/// tiles.
const MOST: usize = 16;

/// What inference of one sample keeps between the layers.
pub(crate) const fn bytes<L: Layer>() -> usize {
    L::NEEDS.scratch * size_of::<L::Scalar>()
}

/// Writes `y = f(x)` of any layer, for a batch of any length. For a network `y` are the logits.
///
/// ```
/// use monograd::{Image, infer, bytemuck::Zeroable, layers::GlobalAvgPool2d, nalgebra::SVector};
///
/// let mut y = [SVector::zeros()];
/// infer(&GlobalAvgPool2d::<1, 2, 2>::zeroed(), &[Image([[[1.0, 2.0], [3.0, 6.0]]])], &mut y);
/// assert_eq!(y, [[3.0].into()]);
/// ```
///
/// # Panics
///
/// When `x` and `y` differ in length.
#[inline]
#[track_caller]
pub fn infer<L: Layer>(layer: &L, x: &[L::Input], y: &mut [L::Output]) {
    assert_eq!(x.len(), y.len(), "there must be one output for each sample");
    dispatch(Alone { layer, x, y });
}

impl<L: Layer, const TILE: usize> Training<'_, L, TILE> {
    /// Computes the outputs as inference does. Threads may share the samples, whose outputs do not depend on
    /// each other.
    #[inline]
    pub fn infer(self, layer: &L) {
        let Self { x, y, round, .. } = self;
        match round.share(y.len(), y.len() * cost::<L>()) {
            None => infer(layer, x, y),
            Some(samples) => threads::for_each_share(y, samples, |first, y| {
                infer(layer, &x[first..first + y.len()], y);
            }),
        }
    }
}

/// What a sample costs in multiply-adds. A number is read from memory, and may be the argument of a `tanh`:
/// that costs as much as a few dozen.
const fn cost<L: Layer>() -> usize {
    let numbers = 32 * <L::Output as Sample>::SHAPE.len();
    if L::MULTIPLY_ADDS > numbers { L::MULTIPLY_ADDS } else { numbers }
}

/// A batch without room.
pub(crate) struct Alone<'a, L: Layer> {
    pub(crate) layer: &'a L,
    pub(crate) x: &'a [L::Input],
    pub(crate) y: &'a mut [L::Output],
}

impl<L: Layer> Op for Alone<'_, L> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        const {
            assert!(
                cfg!(feature = "alloc") || bytes::<L>() <= ON_THE_STACK,
                "the activations of this network are too large for the stack, and without the feature `alloc` there is no heap\n\
                 = help: give it a workspace, which may be a `static`: \
                 `net.predict_with(&x, &mut workspace)` with an `InferenceWorkspace<Net>`"
            );
        };
        let Self { layer, x, y } = self;
        // Conditions that are constants, so that only one of these is compiled.
        if const { L::NEEDS.scratch == 0 } {
            layer.forward(Forward::new(simd, x, y, &mut []));
        } else if const { is_within::<L>(BATCH_ON_THE_STACK / 8) } {
            simd.call(OnTheStack::<L, { LINES / 8 }> { layer, x, y });
        } else if const { is_within::<L>(BATCH_ON_THE_STACK / 4) } {
            simd.call(OnTheStack::<L, { LINES / 4 }> { layer, x, y });
        } else if const { is_within::<L>(BATCH_ON_THE_STACK / 2) } {
            simd.call(OnTheStack::<L, { LINES / 2 }> { layer, x, y });
        } else if const { bytes::<L>() <= ON_THE_STACK } {
            simd.call(OnTheStack::<L, LINES> { layer, x, y });
        } else {
            let tile = const { tile::<L>() }.min(x.len());
            room::with(L::NEEDS.scratch * tile, |scratch| simd.call(Within { layer, x, y, scratch }));
        }
    }
}

/// Whether this number of bytes is enough for as many samples as ever go side by side.
const fn is_within<L: Layer>(room: usize) -> bool {
    bytes::<L>() * MOST <= room
}

/// How many samples go side by side where their room is on the heap.
const fn tile<L: Layer>() -> usize {
    match TILE_ON_THE_HEAP.checked_div(bytes::<L>()) {
        Some(0) => 1,
        Some(tile) if tile < MOST => tile,
        _ => MOST,
    }
}

/// A batch with `LINES` cache lines of stack.
struct OnTheStack<'a, L: Layer, const LINES: usize> {
    layer: &'a L,
    x: &'a [L::Input],
    y: &'a mut [L::Output],
}

impl<L: Layer, const LINES: usize> Op for OnTheStack<'_, L, LINES> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let Self { layer, x, y } = self;
        let mut room = [Line::zeroed(); LINES];
        Within { layer, x, y, scratch: room::values(&mut room) }.run(simd);
    }
}

/// A batch with the given room, in tiles of as many samples as it is enough for.
pub(crate) struct Within<'a, L: Layer> {
    pub(crate) layer: &'a L,
    pub(crate) x: &'a [L::Input],
    pub(crate) y: &'a mut [L::Output],
    pub(crate) scratch: &'a mut [L::Scalar],
}

impl<L: Layer> Op for Within<'_, L> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let Self { layer, x, y, scratch } = self;
        let most = scratch.len().checked_div(L::NEEDS.scratch);
        let tile = most.map_or(x.len(), |tile| tile.min(MOST)).max(1);
        for (x, y) in zip(x.chunks(tile), y.chunks_mut(tile)) {
            layer.forward(Forward::new(simd, x, y, scratch));
        }
    }
}
