//! A network inside another one: its head is applied there and then, and no other code takes part in that.

use bytemuck::{Pod, Zeroable};
use nalgebra::SVector;

use crate::aligned::Aligned;
use crate::head::{Kind, SIGMOID, SOFTMAX, VALUES};
use crate::inference::forward_alone;
use crate::init::Init;
use crate::kernel::{Simd, apply_in_place};
use crate::layer::{Forward, Layer, Pass, dispatch_forward};
use crate::layers::Sigmoid;
use crate::magnitude::Magnitude;
use crate::random::Rng;
use crate::round::{Needs, Round};
use crate::shape::Sample;

/// What a layer that leaves a head to its caller is to the layer after it.
pub trait Inside {
    /// The layer with its head applied: the layer itself where there is none.
    type Layer<L: Layer>: Layer<Scalar = L::Scalar, Input = L::Input, Output = L::Output>;

    /// The layer seen so.
    fn of<L: Layer>(layer: &L) -> &Self::Layer<L>;

    /// The layer seen so, to write to.
    fn of_mut<L: Layer>(layer: &mut L) -> &mut Self::Layer<L>;
}

/// Kinds of heads that leave a layer as it is.
macro_rules! leave_as_it_is {
    ($($head:ident)*) => {$(
        impl Inside for Kind<$head> {
            type Layer<L: Layer> = L;

            #[inline(always)]
            fn of<L: Layer>(layer: &L) -> &L {
                layer
            }

            #[inline(always)]
            fn of_mut<L: Layer>(layer: &mut L) -> &mut L {
                layer
            }
        }
    )*};
}

// A `Softmax` in the middle of a network is an error that `check_own` reports.
leave_as_it_is! { VALUES SOFTMAX }

impl Inside for Kind<SIGMOID> {
    type Layer<L: Layer> = Activated<L>;

    #[inline(always)]
    fn of<L: Layer>(layer: &L) -> &Activated<L> {
        bytemuck::must_cast_ref(layer)
    }

    #[inline(always)]
    fn of_mut<L: Layer>(layer: &mut L) -> &mut Activated<L> {
        bytemuck::must_cast_mut(layer)
    }
}

/// `y = sigmoid(layer(x))`, for a network that leaves its `Sigmoid` to its caller.
#[repr(transparent)]
#[derive(Clone, Copy, Debug)]
pub struct Activated<L>(L);

// SAFETY: `repr(transparent)` over plain data.
unsafe impl<L: Pod> Pod for Activated<L> {}
// SAFETY: the one field is `Zeroable`.
unsafe impl<L: Zeroable> Zeroable for Activated<L> {}

/// What training an [`Activated`] layer keeps. The layer may read its logits again on the way back, so the outputs do not take
/// their place.
#[repr(C)]
#[derive(Debug)]
pub struct ActivatedWorkspace<Output, Workspace, const TILE: usize> {
    logits: Aligned<[Output; TILE]>,
    d_logits: Aligned<[Output; TILE]>,
    layer: Workspace,
}

// SAFETY: all fields are `Zeroable`.
unsafe impl<Output: Zeroable, Workspace: Zeroable, const TILE: usize> Zeroable
    for ActivatedWorkspace<Output, Workspace, TILE>
{
}

impl<L: Layer> Activated<L> {
    const SIGMOID: Sigmoid<1, L::Scalar> = bytemuck::zeroed();
}

impl<L: Layer> Layer for Activated<L> {
    type Scalar = L::Scalar;
    type Input = L::Input;
    type Output = L::Output;
    type Workspace<const TILE: usize> = ActivatedWorkspace<L::Output, L::Workspace<TILE>, TILE>;

    const MULTIPLY_ADDS: usize = L::MULTIPLY_ADDS;
    const NEEDS: Needs = L::NEEDS;
    const PICKS: bool = L::PICKS;
    const SCRATCH: usize = L::SCRATCH;

    fn initialize<R: Rng + ?Sized>(&mut self, init: Init, rng: &mut R) {
        self.0.initialize(init, rng);
    }

    #[inline]
    fn forward(&self, pass: Forward<'_, Self>) {
        dispatch_forward(self, pass);
    }

    #[inline(always)]
    fn forward_on<S: Simd>(&self, simd: S, x: &[L::Input], y: &mut [L::Output]) {
        forward_alone(self, simd, x, y);
    }

    #[inline(always)]
    fn forward_within<S: Simd>(
        &self,
        simd: S,
        x: &[L::Input],
        y: &mut [L::Output],
        scratch: &mut [L::Scalar],
    ) {
        self.0.forward_within(simd, x, y, scratch);
        apply_in_place::<S, Sigmoid<1, L::Scalar>, _>(simd, bytemuck::cast_slice_mut(y));
    }

    crate::__in_one_round!();

    fn forward_round<const TILE: usize>(
        &self,
        x: &[L::Input],
        y: &mut [L::Output],
        workspace: &mut Self::Workspace<TILE>,
        mut round: Round<'_, Self>,
    ) {
        let Some(round) = round.inside(0, Needs::NOTHING, L::NEEDS, |activated| &mut activated.0) else {
            return;
        };
        let (logits, is_last) = (&mut workspace.logits[..y.len()], round.is_last(L::NEEDS));
        self.0.forward_round(x, logits, &mut workspace.layer, round);
        if is_last {
            Self::SIGMOID.forward_training::<TILE>(each(logits), each_mut(y), &mut ());
        }
    }

    fn backward_round<const TILE: usize>(
        &self,
        mut pass: Pass<'_, Self, TILE>,
        dx: Option<&mut [L::Input]>,
        mut round: Round<'_, Self>,
    ) {
        let Some(round) = round.inside(0, Needs::NOTHING, L::NEEDS, |activated| &mut activated.0) else {
            return;
        };
        if round.index() == 0 {
            let Pass { y, dy, workspace: ActivatedWorkspace { logits, d_logits, .. }, .. } = &mut pass;
            let (logits, d_logits) = (&logits[..y.len()], &mut d_logits[..y.len()]);
            let head = Pass { x: each(logits), picks: None, y: each(y), dy: each(dy), workspace: &mut () };
            Self::SIGMOID.backward::<TILE>(head, each_mut(d_logits));
        }
        self.0.backward_round(before_the_head(pass), dx, round);
    }

    fn update_buffers<const TILE: usize>(&mut self, workspace: &Self::Workspace<TILE>) {
        self.0.update_buffers(&workspace.layer);
    }

    fn gradient<const TILE: usize>(&self, pass: Pass<'_, Self, TILE>, gradient: &mut Self) {
        self.0.gradient(before_the_head(pass), &mut gradient.0);
    }

    fn measure<const TILE: usize>(
        &self,
        pass: Pass<'_, Self, TILE>,
        scratch: &mut Self,
        magnitude: &mut Magnitude<L::Scalar>,
    ) {
        self.0.measure(before_the_head(pass), &mut scratch.0, magnitude);
    }

    fn descend<const TILE: usize>(
        &mut self,
        pass: Pass<'_, Self, TILE>,
        learning_rate: L::Scalar,
        scratch: &mut Self,
    ) {
        self.0.descend(before_the_head(pass), learning_rate, &mut scratch.0);
    }
}

/// The layer's own pass: its outputs are the logits.
#[allow(clippy::elidable_lifetime_names, reason = "the two have one lifetime")]
fn before_the_head<'a, L: Layer, const TILE: usize>(pass: Pass<'a, Activated<L>, TILE>) -> Pass<'a, L, TILE> {
    let Pass { x, picks, y, workspace, .. } = pass;
    let (y, dy) = (&workspace.logits[..y.len()], &workspace.d_logits[..y.len()]);
    Pass { x, picks, y, dy, workspace: &mut workspace.layer }
}

/// Scalars one by one, as the samples of a layer that takes them so.
fn each<Y: Sample>(samples: &[Y]) -> &[SVector<Y::Scalar, 1>] {
    bytemuck::cast_slice(samples)
}

/// [`each`] to write to.
fn each_mut<Y: Sample>(samples: &mut [Y]) -> &mut [SVector<Y::Scalar, 1>] {
    bytemuck::cast_slice_mut(samples)
}
