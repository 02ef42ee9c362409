//! Optimisers: loops over the flat parameters of a network, with no code per layer.
//!
//! Each has its definition and its defaults from `PyTorch`. What an optimiser remembers between steps is
//! plain data that its trainer holds, and a step allocates nothing. [`Clip`] limits the gradient before any
//! of them sees it; [`schedule`] moves the learning rate while training goes on.
//!
//! # Settings
//!
//! A setting that makes no sense, such as a negative learning rate, is refused where it is given:
//! constructors and builder methods panic, and fail to compile in a constant. A value from a command line, a
//! sweep or a file may go straight into a field instead; a schedule of your own works one out while training
//! goes on. Nothing panics then: each step [checks](Optimizer::check) the settings first, and returns
//! [`SettingError`].
//!
//! ```
//! use monograd::SettingError;
//! use monograd::optim::Optimizer;
//! use monograd::prelude::*;
//!
//! let written_here = Sgd::new(0.1).momentum(0.9);
//! let mut from_outside = Sgd::new(0.1);
//! from_outside.learning_rate = "-0.1".parse().unwrap();
//! assert!(Optimizer::<f32>::check(&written_here).is_ok());
//! assert!(matches!(Optimizer::<f32>::check(&from_outside), Err(SettingError::OutOfRange { name: "learning rate", .. })));
//! ```
//!
//! ```compile_fail,E0080
//! # use monograd::prelude::*;
//! const NEGATIVE: Sgd = Sgd::new(-0.1);
//! ```
#![allow(clippy::inline_always, reason = "a loop is compiled for an instruction set with all that it calls")]

mod not_finite;
mod gradient;
mod walk;
mod sgd;
mod rms_prop;
mod adam;
mod clip;
pub mod schedule;

use bytemuck::Zeroable;

use crate::kernel::Simd;
use crate::layer::Layer;
use crate::scalar::Scalar;
use crate::setting::SettingError;

pub use adam::{Adam, AdamW, Moments};
#[cfg(feature = "std")]
pub(crate) use clip::norm;
pub use clip::{Clip, Clipped, Limit, MaxNorm, MaxValue};
pub use gradient::Gradient;
use gradient::largest;
pub(crate) use gradient::{is_finite, not_finite};
pub use not_finite::NotFinite;
pub use rms_prop::{HeavyBall, HeavyState, RmsProp};
pub use sgd::{Momentum, Plain, Sgd, Velocity};

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

    /// Refuses settings that make no sense. A trainer asks before each step.
    ///
    /// # Errors
    ///
    /// [`SettingError`].
    fn check(&self) -> Result<(), SettingError> {
        Ok(())
    }

    /// Takes one step: changes `parameters` by what `gradient` and the state say. All of them are finite
    /// before.
    ///
    /// # Errors
    ///
    /// [`NotFinite::Update`] where a parameter or a number of the state would be NaN or infinite after the
    /// step. Parameters and state are then as before: an optimiser of your own works out all of the step
    /// before it changes anything, or knows that it is short enough from [`Gradient::largest`].
    fn step<N: Layer<Scalar = T>>(
        &self,
        state: &mut Self::State<N>,
        parameters: &mut N,
        gradient: Gradient<'_, N>,
    ) -> Result<(), NotFinite>;

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

    /// The largest slope at any of these parameters.
    fn largest(self, parameters: &[T]) -> f64 {
        let weight_decay = self.weight_decay.to_f64();
        let of_weights = if weight_decay > 0.0 { weight_decay * largest(parameters) } else { 0.0 };
        of_weights + self.l1_penalty.to_f64()
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
