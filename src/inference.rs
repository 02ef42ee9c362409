//! Where inference keeps what goes from layer to layer: on the stack where that is small, and else in a workspace.
//!
//! A layer says with [`Layer::SCRATCH`] how many scalars it needs for a sample, and is given them; here is who gives them.

use core::iter::zip;

use bytemuck::Zeroable;

use crate::kernel::{Op, Simd};
use crate::layer::Layer;
use crate::network::Network;
use crate::room::{self, Line, ON_THE_STACK, TILE_ON_THE_HEAP};
use crate::scalar::Scalar;

/// A batch of samples whose activations are kept on the stack takes up to this number of bytes.
const BATCH_ON_THE_STACK: usize = 2 * ON_THE_STACK;
/// The same in cache lines.
const LINES: usize = BATCH_ON_THE_STACK / size_of::<Line>();
/// The most samples that go through the layers side by side: enough to read each weight once for two register tiles.
const MOST: usize = 16;

/// What inference of one sample keeps between the layers.
pub(crate) const fn bytes<L: Layer>() -> usize {
    L::SCRATCH * size_of::<L::Scalar>()
}

/// The activations of `TILE` samples, of `SCALARS` scalars each, at the start of a cache line.
#[repr(C, align(64))]
#[derive(Clone, Copy, Debug)]
pub struct Activations<T, const SCALARS: usize, const TILE: usize>([[T; SCALARS]; TILE]);

// SAFETY: the one field is an array of scalars, and what follows it is padding.
unsafe impl<T: Zeroable, const SCALARS: usize, const TILE: usize> Zeroable for Activations<T, SCALARS, TILE> {}

/// Room for the activations of some samples.
pub trait Room: Zeroable + Send {
    /// What the samples are made of.
    type Scalar: Scalar;

    /// All of it.
    fn scalars_mut(&mut self) -> &mut [Self::Scalar];
}

impl<T: Scalar, const SCALARS: usize, const TILE: usize> Room for Activations<T, SCALARS, TILE> {
    type Scalar = T;

    #[inline(always)]
    fn scalars_mut(&mut self) -> &mut [T] {
        self.0.as_flattened_mut()
    }
}

/// A method of a network that has nowhere to keep more activations than the stack has room for: with a heap any network has it.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_room {
    ($network:ident [$($signature:tt)*] $body:block) => { $($signature)* $body };
}

/// Without a heap only networks have it that are small enough. The bound has a lifetime so that it is an error where the method is
/// called, and not where it is declared.
#[cfg(not(feature = "alloc"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_room {
    ($network:ident [$($signature:tt)*] $body:block) => {
        $($signature)*
        where
            for<'__call> $crate::__private::Stack<'__call, { $crate::__private::has_room::<$network>() }>:
                $crate::__private::HasRoom,
        $body
    };
}

/// The stack, and whether it has room for the activations of a network.
#[cfg(not(feature = "alloc"))]
#[derive(Debug)]
pub struct Stack<'a, const HAS_ROOM: bool>(core::marker::PhantomData<&'a ()>);

/// Whether it has.
#[cfg(not(feature = "alloc"))]
#[diagnostic::on_unimplemented(
    message = "the activations of this network are too large for the stack, and without the feature `alloc` there is no heap",
    label = "needs a workspace",
    note = "write `predict_with(&x, &mut workspace)` or `predict_batch_with`, where the workspace is an `InferenceWorkspace` of this \
            network, for instance in a `static`"
)]
pub trait HasRoom {}

#[cfg(not(feature = "alloc"))]
impl HasRoom for Stack<'_, true> {}

/// Whether the activations of one sample have room on the stack.
#[cfg(not(feature = "alloc"))]
#[must_use]
pub const fn has_room<N: Network>() -> bool {
    bytes::<N>() <= ON_THE_STACK
}

/// [`Layer::forward_on`] of a network: of a single sample with exactly the room that it needs.
#[inline(always)]
pub fn forward_network<S: Simd, N: Network>(network: &N, simd: S, x: &[N::Input], y: &mut [N::Output]) {
    if const { bytes::<N>() <= ON_THE_STACK } && x.len() == 1 {
        forward_single(network, simd, x, y);
    } else {
        forward_alone(network, simd, x, y);
    }
}

/// A debug build would keep this room in the frame of its caller, where other branches have theirs.
#[cfg_attr(not(debug_assertions), inline(always))]
fn forward_single<S: Simd, N: Network>(network: &N, simd: S, x: &[N::Input], y: &mut [N::Output]) {
    let mut room: N::Room<1> = bytemuck::zeroed();
    network.forward_within(simd, x, y, room.scalars_mut());
}

/// [`Layer::forward_on`] of a layer that has a [`Layer::forward_within`], and no room.
#[inline(always)]
pub fn forward_alone<S: Simd, L: Layer>(layer: &L, simd: S, x: &[L::Input], y: &mut [L::Output]) {
    const {
        assert!(
            cfg!(feature = "alloc") || bytes::<L>() <= ON_THE_STACK,
            "the activations of this network are too large for the stack, and without the feature `alloc` there is no heap\n\
             = help: give it a workspace, which may be a `static`: \
             `net.predict_with(&x, &mut workspace)` with an `InferenceWorkspace<Net>`"
        );
    };
    // Conditions that are constants, so that only one of these is compiled.
    if const { L::SCRATCH == 0 } {
        layer.forward_within(simd, x, y, &mut []);
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
        room::with(L::SCRATCH * tile, |scratch| simd.call(Within { layer, x, y, scratch }));
    }
}

/// Whether this number of bytes is enough for as many samples as ever go side by side.
const fn is_within<L: Layer>(room: usize) -> bool {
    bytes::<L>() * MOST <= room
}

/// How many samples go side by side where they need a workspace.
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
        let tile = scratch.len().checked_div(L::SCRATCH).map_or(x.len(), |tile| tile.min(MOST)).max(1);
        for (x, y) in zip(x.chunks(tile), y.chunks_mut(tile)) {
            layer.forward_within(simd, x, y, scratch);
        }
    }
}
