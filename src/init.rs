//! Initialisers: how large the random weights start.

use rand::RngExt;
use rand_distr::StandardNormal;

use crate::random::Rng;
use crate::scalar::Scalar;

/// How the weights and biases of a `Linear` or a `Conv2d` are drawn.
///
/// [`Network::init`](crate::Network::init) draws by the default, [`PyTorch`](Self::PyTorch); `initialize`
/// draws by the one that you name, in every layer of the network, those inside of blocks and of other
/// networks included. A layer can be drawn anew alone:
///
/// ```
/// use monograd::prelude::*;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// network! { struct Net<4 => Linear(8) => ReLU => last: Linear(2)>; }
///
/// let mut rng = StdRng::seed_from_u64(1);
/// let mut net = Net::zeros();
/// net.initialize(Init::KaimingNormal, &mut rng);
/// net.last.initialize(Init::Zeros, &mut rng);
/// assert_ne!(net.linear1.weight.amax(), 0.0);
/// assert_eq!(net.last.weight.amax(), 0.0);
/// ```
///
/// `fan_in` is the number of inputs that an output is a sum of: `IN` of a `Linear`, `C · KH · KW` of a
/// `Conv2d`. `fan_out` is the number of outputs that an input goes into, where neither a stride nor the
/// border takes some away: `OUT`, and `OUT · KH · KW`.
///
/// Biases start at zero, except by [`PyTorch`](Self::PyTorch). No initialiser concerns a `LayerNorm` or a
/// `BatchNorm`, whose `weight` always starts at 1 and whose `bias` at 0; a layer of your own does what its
/// [`initialize`](crate::Learn::initialize) says.
///
/// # The default
///
/// [`PyTorch`](Self::PyTorch) was chosen by measurement: small networks were trained in batches of 32 by Adam
/// (learning rates 0.001 and 0.005) and by SGD (0.1, and 0.02 with momentum 0.9) until the validation loss
/// had not fallen for 25 epochs, on MNIST for three epochs over 10,000 digits. The score is the percentage of
/// right answers on held-out samples; for `diabetes` and `friedman`, which are regressions, it is R² in
/// hundredths. The second column is the mean score with `PyTorch`. The others are how much higher another
/// rule scores, with the standard error, over 30 seeds (`digits`: 10, MNIST: 3) and all networks and
/// optimisers of the row.
///
/// | | `PyTorch` | without bias | `LeCun` | Xavier | He | He or Xavier |
/// |---|---:|---:|---:|---:|---:|---:|
/// | iris | 95.5 | −0.3 ± 0.1 | −1.2 ± 0.1 | −0.2 ± 0.1 | −1.8 ± 0.2 | −1.5 ± 0.2 |
/// | wine | 97.6 | 0.0 ± 0.0 | −0.3 ± 0.1 | −0.1 ± 0.1 | −0.7 ± 0.1 | −0.7 ± 0.1 |
/// | `breast_cancer` | 97.1 | 0.0 ± 0.0 | −0.2 ± 0.0 | −0.2 ± 0.1 | −0.6 ± 0.1 | −0.5 ± 0.1 |
/// | spirals | 96.4 | −0.1 ± 0.1 | +0.4 ± 0.1 | 0.0 ± 0.1 | +0.6 ± 0.1 | +0.3 ± 0.1 |
/// | diabetes | 47.5 | −0.2 ± 0.1 | −2.2 ± 0.2 | −1.6 ± 0.2 | −8.7 ± 0.4 | −7.4 ± 0.4 |
/// | friedman | 88.2 | −2.0 ± 0.2 | −7.9 ± 0.2 | −4.3 ± 0.2 | −18.2 ± 0.4 | −14.4 ± 0.4 |
/// | digits | 96.5 | 0.0 ± 0.1 | +0.2 ± 0.1 | +0.1 ± 0.1 | −0.3 ± 0.1 | −0.2 ± 0.1 |
/// | digits, deep | 71.4 | +8.5 ± 6.0 | +22.8 ± 4.7 | +22.9 ± 4.6 | +22.5 ± 4.6 | +22.2 ± 4.6 |
/// | MNIST | 92.2 | +0.3 ± 0.1 | +0.9 ± 0.2 | +0.9 ± 0.2 | +0.6 ± 0.1 | +0.9 ± 0.2 |
/// | 1 × 32 ReLU | 88.5 | −0.1 ± 0.0 | −0.9 ± 0.1 | −0.6 ± 0.1 | −1.6 ± 0.1 | −1.6 ± 0.1 |
/// | 4 × 32 ReLU | 87.9 | 0.0 ± 0.1 | −1.2 ± 0.2 | −0.6 ± 0.2 | −4.8 ± 0.3 | −4.6 ± 0.3 |
/// | 2 × 32 Tanh | 89.2 | −0.8 ± 0.1 | −1.8 ± 0.1 | −0.9 ± 0.1 | −3.5 ± 0.1 | −0.9 ± 0.1 |
/// | 3 × 32 GELU | 89.4 | −0.1 ± 0.0 | −1.2 ± 0.1 | −0.5 ± 0.1 | −4.5 ± 0.1 | −4.4 ± 0.1 |
/// | `LeNet` | 96.2 | +0.1 ± 0.2 | 0.0 ± 0.2 | +0.5 ± 0.2 | −0.1 ± 0.3 | +0.2 ± 0.2 |
///
/// All rules are uniform. `LeCun`'s has the variance `1 / fan_in`. The last column is He's rule before
/// `ReLU`, `GELU` and the like, and Xavier's elsewhere. `digits, deep` is a network of 8 × 32 `ReLU`.
///
/// Small weights generalise best where data are few and noisy, but they take longer to get going. A deep
/// network without a norm or a `Residual`, or a short training run, is better off with
/// [`XavierUniform`](Self::XavierUniform) or [`KaimingUniform`](Self::KaimingUniform): from the default, SGD
/// often fails to train `digits, deep` at all.
///
/// `PyTorch` 2.15 itself scores 88.6 on average over ten seeds of the first seven data sets with Adam at
/// 0.005, this library 88.7. `cargo bench -p monograd-benches --bench initialisers` makes the table;
/// `benches/initialisers` has its data and the program for `PyTorch`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Init {
    /// Uniform in `±1 / √fan_in`, weights and biases: what `torch.nn.Linear` and `torch.nn.Conv2d` start
    /// with, which call `kaiming_uniform_` with `a = √5`.
    ///
    /// Each layer's outputs have a third of the variance of its inputs, or a sixth after a `ReLU`, and so
    /// does the gradient on its way back: many layers without a `BatchNorm`, `LayerNorm` or `Residual` start
    /// to learn late.
    ///
    /// `PyTorch`, `torch/nn/modules/linear.py` and `conv.py`, `reset_parameters`.
    #[default]
    PyTorch,
    /// Uniform in `±√(6 / fan_in)`, `torch.nn.init.kaiming_uniform_`: keeps the variance of what goes through
    /// `ReLU`.
    ///
    /// K. He et al., "Delving deep into rectifiers", 2015, section 2.2, equation 10.
    KaimingUniform,
    /// Normal with the variance `2 / fan_in`, `torch.nn.init.kaiming_normal_`:
    /// [`KaimingUniform`](Self::KaimingUniform) with another distribution.
    KaimingNormal,
    /// Uniform in `±√(6 / (fan_in + fan_out))`, `torch.nn.init.xavier_uniform_`: keeps the variance both ways
    /// through `Tanh` and the like, where those are nearly linear.
    ///
    /// X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks",
    /// 2010, section 4.2.1, equation 16.
    XavierUniform,
    /// Normal with the variance `2 / (fan_in + fan_out)`, `torch.nn.init.xavier_normal_`:
    /// [`XavierUniform`](Self::XavierUniform) with another distribution.
    XavierNormal,
    /// All zeros: right for a single layer, whose loss has one minimum. After another layer, all outputs that
    /// start equal stay equal.
    Zeros,
}

impl Init {
    /// Draws the weights of a layer.
    pub fn draw<T: Scalar, R: Rng + ?Sized>(
        self,
        fan_in: usize,
        fan_out: usize,
        weights: &mut [T],
        rng: &mut R,
    ) {
        let (fan_in, fan_out) = (at_least_one(fan_in), at_least_one(fan_out));
        match self {
            Self::PyTorch => draw_uniform(1.0 / (3.0 * fan_in), weights, rng),
            Self::KaimingUniform => draw_uniform(2.0 / fan_in, weights, rng),
            Self::KaimingNormal => draw_normal(2.0 / fan_in, weights, rng),
            Self::XavierUniform => draw_uniform(2.0 / (fan_in + fan_out), weights, rng),
            Self::XavierNormal => draw_normal(2.0 / (fan_in + fan_out), weights, rng),
            Self::Zeros => weights.fill(T::ZERO),
        }
    }

    /// Draws the biases of a layer.
    pub fn draw_biases<T: Scalar, R: Rng + ?Sized>(self, fan_in: usize, biases: &mut [T], rng: &mut R) {
        match self {
            Self::PyTorch => draw_uniform(1.0 / (3.0 * at_least_one(fan_in)), biases, rng),
            _ => biases.fill(T::ZERO),
        }
    }
}

/// A number to divide by: a layer without inputs has no weights, and is no reason for an infinite variance.
fn at_least_one(fan: usize) -> f64 {
    fan.max(1) as f64
}

fn draw_uniform<T: Scalar, R: Rng + ?Sized>(variance: f64, parameters: &mut [T], rng: &mut R) {
    // A uniform number in ±b has the variance b² / 3.
    let bound = libm::sqrt(3.0 * variance);
    for parameter in parameters {
        *parameter = T::from_f64(rng.random_range(-bound..=bound));
    }
}

fn draw_normal<T: Scalar, R: Rng + ?Sized>(variance: f64, parameters: &mut [T], rng: &mut R) {
    let deviation = libm::sqrt(variance);
    for parameter in parameters {
        *parameter = T::from_f64(deviation * rng.sample::<f64, _>(StandardNormal));
    }
}
