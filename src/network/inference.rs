//! Where inference of a network keeps what goes from layer to layer: of a single sample exactly as much as it
//! needs.

use bytemuck::Zeroable;

use super::Network;
use crate::kernel::{Op, Simd};
use crate::layer::{Alone, Forward, bytes};
use crate::room::ON_THE_STACK;
use crate::scalar::Scalar;

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

/// Declares a method of a network that keeps activations on the stack, or on the heap where they are too
/// large. With a heap, every network has the method.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_room {
    ($network:ident [$($signature:tt)*] $body:block) => { $($signature)* $body };
}

/// Without a heap, only networks whose activations fit on the stack have it. The bound has a lifetime so that
/// it is an error where the method is called, and not where it is declared.
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

/// A batch on its way through a network, whose logits are wanted.
pub(crate) struct Logits<'a, N: Network> {
    pub(crate) network: &'a N,
    pub(crate) x: &'a [N::Input],
    pub(crate) y: &'a mut [N::Output],
}

impl<N: Network> Op for Logits<'_, N> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let Self { network, x, y } = self;
        if const { bytes::<N>() <= ON_THE_STACK } && x.len() == 1 {
            forward_single(network, simd, x, y);
        } else {
            Alone { layer: network, x, y }.run(simd);
        }
    }
}

/// A debug build would keep this room in the frame of its caller, where other branches have theirs.
#[cfg_attr(not(debug_assertions), inline(always))]
fn forward_single<S: Simd, N: Network>(network: &N, simd: S, x: &[N::Input], y: &mut [N::Output]) {
    let mut room: N::Room<1> = bytemuck::zeroed();
    network.forward(Forward::new(simd, x, y, room.scalars_mut()));
}
