//! A network inside another one: its head is applied there and then, and no other code takes part in that.

use bytemuck::{Pod, Zeroable};
use nalgebra::SVector;

use crate::aligned::Aligned;
use crate::head::{Kind, SIGMOID, SOFTMAX, VALUES};
use crate::init::Init;
use crate::kernel::{Simd, apply_in_place};
use crate::layer::{self, Backward, Forward, Layer, Learn, Parameters, Training, Update};
use crate::layers::Sigmoid;
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

/// What training an [`Activated`] layer keeps. The layer may read its logits again on the way back, so the
/// outputs do not take their place.
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

    type Learns = Parameters;

    const MULTIPLY_ADDS: usize = L::MULTIPLY_ADDS;
    const NEEDS: Needs = L::NEEDS;

    #[inline(always)]
    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        let Forward { simd, x, y, scratch, .. } = pass;
        self.0.forward(Forward::new(simd, x, &mut *y, scratch));
        apply_in_place::<S, Sigmoid<1, L::Scalar>, _>(simd, bytemuck::cast_slice_mut(y));
    }

    fn forward_training<const TILE: usize>(&self, pass: Training<'_, Self, TILE>) {
        let Training { x, y, workspace, mut round, .. } = pass;
        let head = round.of(1);
        let Some(round) = inside(&mut round) else { return };
        let (logits, is_last) = (&mut workspace.logits[..y.len()], round.is_last(L::NEEDS));
        self.0.forward_training(Training::new(x, &mut *logits, &mut workspace.layer, round));
        if is_last {
            Self::SIGMOID.forward_training::<TILE>(Training::new(each(logits), each_mut(y), &mut (), head));
        }
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Backward { x, y, dy, dx, workspace, mut round, .. } = pass;
        let head = round.of(1);
        let Some(round) = inside(&mut round) else { return };
        let ActivatedWorkspace { logits, d_logits, layer } = workspace;
        let (logits, d_logits) = (&logits[..y.len()], &mut d_logits[..y.len()]);
        if round.index() == 0 {
            let nothing = &mut ();
            let head = Backward::new(each(logits), each(y), each(dy), nothing, head);
            Self::SIGMOID.backward::<TILE>(head.to(each_mut(d_logits)));
        }
        self.0.backward(Backward::new(x, logits, d_logits, layer, round).maybe_to(dx));
    }
}

impl<L: Layer> Learn for Activated<L> {
    fn initialize<R: Rng + ?Sized>(&mut self, init: Init, rng: &mut R) {
        layer::initialize(&mut self.0, init, rng);
    }

    fn gradient<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>, gradient: &mut Self) {
        Self::update(Update::Add { layer: self, gradient }, pass);
    }

    fn update_buffers<const TILE: usize>(&mut self, workspace: &Self::Workspace<TILE>) {
        layer::update_buffers(&mut self.0, &workspace.layer);
    }

    fn update<const TILE: usize>(mut update: Update<'_, Self>, pass: Backward<'_, Self, TILE>) {
        let Backward { x, y, workspace: ActivatedWorkspace { logits, d_logits, layer }, round, .. } = pass;
        let (logits, d_logits) = (&logits[..y.len()], &d_logits[..y.len()]);
        let update = update.inside(|activated| &activated.0, |activated| &mut activated.0);
        layer::update(update, Backward::new(x, logits, d_logits, layer, round.of(0)));
    }

    fn learned(start: usize, each: &mut dyn FnMut(core::ops::Range<usize>)) {
        layer::learned::<L>(start, each);
    }
}

/// The layer's own round.
fn inside<'r, L: Layer>(round: &'r mut Round<'_, Activated<L>>) -> Option<Round<'r, L>> {
    round.inside(0, Needs::NOTHING, L::NEEDS, |activated| &mut activated.0)
}

/// Scalars one by one, as the samples of a layer that takes them so.
fn each<Y: Sample>(samples: &[Y]) -> &[SVector<Y::Scalar, 1>] {
    bytemuck::cast_slice(samples)
}

/// [`each`] to write to.
fn each_mut<Y: Sample>(samples: &mut [Y]) -> &mut [SVector<Y::Scalar, 1>] {
    bytemuck::cast_slice_mut(samples)
}
