//! The built-in layers, one file a family. No layer names another layer, a loss or an optimiser.

mod constant;
mod activation;
mod batch_norm;
mod bias;
mod conv2d;
mod dropout;
mod flatten;
mod layer_norm;
mod linear;
mod pool;
mod repeat;
mod residual;
mod softmax;

/// What has a name in the language of `network!`: the prelude and the private door of the expansion have all
/// of it.
pub(crate) mod language {
    pub use super::activation::{
        ELU, GELU, Identity, LeakyReLU, ReLU, SiLU, Sigmoid, Softplus, Softsign, Tanh,
    };
    pub use super::batch_norm::BatchNorm;
    pub use super::bias::NoBias;
    pub use super::conv2d::Conv2d;
    pub use super::dropout::Dropout;
    pub use super::flatten::Flatten;
    pub use super::layer_norm::LayerNorm;
    pub use super::linear::Linear;
    pub use super::pool::{AvgPool2d, GlobalAvgPool2d, MaxPool2d};
    pub use super::repeat::Repeat;
    pub use super::residual::Residual;
    pub use super::softmax::Softmax;
}

pub use batch_norm::Statistics;
pub use bias::Bias;
pub use constant::constant;
pub use dropout::MaskStart;
pub use language::*;
pub use repeat::RepeatWorkspace;
pub use residual::ResidualWorkspace;

pub use crate::window::{Padding, Stride, Window};
