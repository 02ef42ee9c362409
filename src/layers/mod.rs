//! The built-in layers, one file a family. No layer names another layer, a loss or an optimiser.

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

pub use activation::{ELU, GELU, Identity, LeakyReLU, ReLU, SiLU, Sigmoid, Softplus, Tanh, constant};
pub use batch_norm::{BatchNorm, Statistics};
pub use bias::{Bias, NoBias};
pub use conv2d::Conv2d;
pub use dropout::{Dropout, MaskStart};
pub use flatten::Flatten;
pub use layer_norm::LayerNorm;
pub use linear::Linear;
pub use pool::{AvgPool2d, GlobalAvgPool2d, MaxPool2d};
pub use repeat::{Repeat, RepeatWorkspace};
pub use residual::{Residual, ResidualWorkspace};
pub use softmax::Softmax;

pub use crate::window::{Padding, Stride, Window};
