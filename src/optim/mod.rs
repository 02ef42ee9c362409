//! Optimisers: loops over the flat parameters of a network, with no code per layer.

mod sgd;

use bytemuck::Zeroable;

use crate::layer::Layer;
use crate::scalar::Scalar;

pub use sgd::{Momentum, Plain, Sgd};

/// Turns gradients into steps.
pub trait Optimizer<T: Scalar>: Copy + Zeroable {
    /// What the optimiser remembers between steps about the network `N`; all zeros before the first.
    type State<N: Layer<Scalar = T>>: Zeroable;

    /// Takes one step: changes `parameters` by what `gradient` and the state say.
    fn step<N: Layer<Scalar = T>>(&self, state: &mut Self::State<N>, parameters: &mut N, gradient: &N);

    /// The learning rate, where a step is nothing but `θ ← θ − learning_rate · dθ`. Such a step needs no
    /// gradient buffer: each layer subtracts straight from its parameters.
    fn plain(&self) -> Option<T> {
        None
    }
}
