//! The built-in layers, one file a family. No layer names another layer, a loss or an optimiser.

mod activation;
mod linear;
mod softmax;

pub use activation::{ELU, GELU, LeakyReLU, ReLU, SiLU, Sigmoid, Softplus, Tanh, constant};
pub use linear::{Bias, Linear, NoBias};
pub use softmax::Softmax;
