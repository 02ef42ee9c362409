//! Initialisers: how large the random weights start.
//!
//! K. He et al., "Delving deep into rectifiers", 2015, section 2.2; X. Glorot and Y. Bengio, "Understanding
//! the difficulty of training deep feedforward neural networks", 2010, section 4.2.1.

use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

use crate::scalar::Scalar;

/// How the weights of a layer are drawn. Biases start at zero.
///
/// `network!` takes [`KaimingUniform`](Self::KaimingUniform) for a layer that a ReLU-like activation follows
/// and [`XavierUniform`](Self::XavierUniform) for the others. To override it, initialise the layer again:
///
/// ```
/// use monograd::prelude::*;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// network! { struct Net<4 => hidden: Linear(8) => ReLU => Linear(2)>; }
///
/// let mut rng = StdRng::seed_from_u64(1);
/// let mut net = Net::init(&mut rng);
/// net.hidden.initialize(Init::XavierNormal, &mut rng);
/// assert!(net.hidden.weight.amax() > 0.0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Init {
    /// He, uniform in `±√(6 / IN)`: keeps the variance through `ReLU`.
    KaimingUniform,
    /// He, normal with variance `2 / IN`.
    KaimingNormal,
    /// Glorot, uniform in `±√(6 / (IN + OUT))`: keeps the variance both ways through a linear or tanh-like
    /// activation.
    #[default]
    XavierUniform,
    /// Glorot, normal with variance `2 / (IN + OUT)`.
    XavierNormal,
    /// All zeros: right for convex models, where there is no symmetry to break.
    Zeros,
}

impl Init {
    /// Draws `weights` for a layer with `inputs` and `outputs` (fan-in and fan-out).
    pub fn draw<T: Scalar, R: Rng + ?Sized>(
        self,
        inputs: usize,
        outputs: usize,
        weights: &mut [T],
        rng: &mut R,
    ) {
        let variance = match self {
            Self::KaimingUniform | Self::KaimingNormal => 2.0 / inputs as f64,
            Self::XavierUniform | Self::XavierNormal => 2.0 / (inputs + outputs) as f64,
            Self::Zeros => return weights.fill(T::ZERO),
        };
        let deviation = libm::sqrt(variance);
        match self {
            Self::KaimingNormal | Self::XavierNormal => {
                for weight in weights {
                    *weight = T::from_f64(deviation * rng.sample::<f64, _>(StandardNormal));
                }
            }
            _ => {
                // A uniform number in ±b has the variance b² / 3.
                let bound = deviation * libm::sqrt(3.0);
                for weight in weights {
                    *weight = T::from_f64(rng.random_range(-bound..=bound));
                }
            }
        }
    }
}
