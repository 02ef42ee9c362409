//! placeholder docs
#![no_std]
#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

// The order of these lines is the order of dependency, and the order to read them in.
#[doc(hidden)]
pub mod __private;
pub mod data;
mod error;
pub mod head;
mod init;
mod kernel;
mod layer;
pub mod layers;
pub mod loss;
mod message;
pub mod metrics;
mod network;
pub mod optim;
mod scalar;
mod shape;
mod summary;
pub mod train;

pub use error::{Error, Place};
pub use init::Init;
pub use layer::{Layer, Pass};
pub use network::Network;
pub use scalar::Scalar;
pub use shape::{Sample, Shape};
pub use summary::{Row, Summary};
pub use {bytemuck, nalgebra};

/// Declares a network.
#[macro_export]
macro_rules! network {
    ($($declaration:tt)*) => {
        $crate::__private::network! { $crate $($declaration)* }
    };
}

/// What most programs need.
pub mod prelude {
    pub use crate::data::{Class, Dataset};
    pub use crate::layers::{Linear, NoBias};
    pub use crate::loss::{BinaryCrossEntropy, CrossEntropy, Huber, MeanAbsoluteError, MeanSquaredError};
    #[cfg(feature = "alloc")]
    pub use crate::metrics::ConfusionMatrix;
    pub use crate::metrics::accuracy;
    pub use crate::optim::Sgd;
    pub use crate::train::{Trainer, Workspace};
    pub use crate::{Init, Layer, Network, Pass, Sample, network};
    pub use bytemuck::{Pod, Zeroable};
    pub use nalgebra::SVector;
}
