//! Optimisers: loops over the flat parameters of a network, with no code per layer.
//!
//! Each has its definition and its defaults from `PyTorch`. What an optimiser remembers between steps is plain
//! data that its trainer holds, and a step allocates nothing. [`Clip`] limits the gradient before any of them
//! sees it; [`schedule`] moves the learning rate while training goes on.
#![allow(clippy::inline_always, reason = "a loop is compiled for an instruction set with all that it calls")]

mod adam;
mod clip;
mod flat;
mod rms_prop;
pub mod schedule;
mod sgd;

use bytemuck::Zeroable;

use crate::kernel::Simd;
use crate::layer::Layer;
use crate::scalar::Scalar;

pub use adam::{Adam, AdamW, Moments};
#[cfg(feature = "std")]
pub(crate) use clip::norm;
pub use clip::{Clip, Clipped, Limit, MaxNorm, MaxValue};
pub use rms_prop::{HeavyBall, HeavyState, RmsProp};
pub use sgd::{Momentum, Plain, Sgd};

/// Turns gradients into steps.
pub trait Optimizer<T: Scalar>: Copy + Zeroable + Send + Sync {
    /// What the optimiser remembers between steps about the network `N`; all zeros before the first.
    type State<N: Layer<Scalar = T>>: Zeroable + Send;

    /// The length of a step, as schedules see it.
    fn learning_rate(&self) -> f64;

    /// Changes the length of the steps to come.
    fn set_learning_rate(&mut self, learning_rate: f64);

    /// Changes the momentum, or the first of Adam's betas, of the steps to come, as the
    /// [one-cycle schedule](schedule::OneCycle) wants it. An optimiser without momentum leaves this out.
    fn set_momentum(&mut self, momentum: f64) {
        let _ = momentum;
    }

    /// Takes one step: changes `parameters` by what `gradient` and the state say. Nobody reads the gradient
    /// afterwards, so it may be overwritten.
    fn step<N: Layer<Scalar = T>>(&self, state: &mut Self::State<N>, parameters: &mut N, gradient: &mut N);

    /// The learning rate, where a step is nothing but `θ ← θ − learning_rate · dθ`. Such a step needs no
    /// gradient buffer: each layer subtracts straight from its parameters.
    fn plain(&self) -> Option<T> {
        None
    }
}

/// The penalties on large parameters: `weight_decay · θ + l1_penalty · sign(θ)`, with `sign(0) = 0`.
#[derive(Clone, Copy)]
struct Penalty<T> {
    weight_decay: T,
    l1_penalty: T,
}

impl<T: Scalar> Penalty<T> {
    fn new(weight_decay: f64, l1_penalty: f64) -> Self {
        Self { weight_decay: T::from_f64(weight_decay), l1_penalty: T::from_f64(l1_penalty) }
    }

    /// The penalty's slope at a parameter. Comparisons become masks, so that a loop of these has no branch.
    #[inline(always)]
    fn at(self, w: T) -> T {
        let up = if w > T::ZERO { self.l1_penalty } else { T::ZERO };
        let down = if w < T::ZERO { self.l1_penalty } else { T::ZERO };
        self.weight_decay * w + (up - down)
    }
}

/// The square root, on the instruction set of the loop around it.
#[inline(always)]
fn square_root<S: Simd, T: Scalar>(x: T) -> T {
    x.sqrt::<S>()
}
