//! What `network!` makes of a declaration: a layer that knows its end, its table and its sizes.

use core::slice;

use bytemuck::Zeroable;
#[cfg(feature = "alloc")]
use rand::Rng;

#[cfg(feature = "alloc")]
use crate::aligned::Boxed;
use crate::head::Head;
#[cfg(feature = "alloc")]
use crate::init::Init;
use crate::layer::{self, Forward, Layer};
use crate::shape::Sample;
use crate::summary::Summary;

/// The number of samples that go through the layers together in training, unless one says otherwise. A longer
/// batch goes through tile by tile.
pub const TILE: usize = 64;

/// A network declared by `network!`.
///
/// It is plain data: one field for each layer, in their order, and nothing else. A gradient, and whatever an
/// optimiser remembers, are values of the same type.
///
/// ```
/// use monograd::prelude::*;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// network! { pub struct Digits<784 => Linear(128) => ReLU => Linear(10) => Softmax>; }
///
/// assert_eq!((Digits::INPUTS, Digits::OUTPUTS), (784, 10));
/// assert_eq!(Digits::PARAMETERS, 784 * 128 + 128 + 128 * 10 + 10);
///
/// let net = Digits::init(&mut StdRng::seed_from_u64(0));
/// let probabilities = net.predict(&SVector::zeros());
/// assert!((probabilities.sum() - 1.0).abs() < 1e-6);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a network",
    label = "this type was not declared by `network!`",
    note = "a network that stands on the heap is passed as `&*net`"
)]
pub trait Network: Layer {
    /// What stands at the end.
    type Head: Head<Scalar = Self::Scalar, Output = Self::Output>;

    /// The table of layers.
    const SUMMARY: Summary;
    /// The bytes of activations that inference keeps on the stack for one sample.
    const INFERENCE_BYTES: usize;

    /// The number of scalars in a sample.
    const INPUTS: usize = <Self::Input as Sample>::SHAPE.len();
    /// The number of scalars in an output.
    const OUTPUTS: usize = <Self::Output as Sample>::SHAPE.len();
    /// The number of parameters: of the scalars that are learned.
    const PARAMETERS: usize = size_of::<Self>() / size_of::<Self::Scalar>() - Self::NEEDS.buffers;
    /// The bytes of the parameters.
    const PARAMETER_BYTES: usize = size_of::<Self>();
    /// The bytes that training keeps beside the parameters, their gradient and the optimiser's state: the
    /// activations of a tile of samples and their gradients.
    const TRAINING_BYTES: usize = size_of::<Self::Workspace<TILE>>() + 2 * TILE * size_of::<Self::Output>();

    /// The parameters as one flat slice: the fields in their order, matrices column by column. What training measures and
    /// does not learn, such as the running statistics of a `BatchNorm`, stands among them: whoever writes the slice to a file
    /// has the whole network.
    fn parameters(&self) -> &[Self::Scalar] {
        layer::scalars(self)
    }

    /// [`parameters`](Self::parameters) to write to.
    fn parameters_mut(&mut self) -> &mut [Self::Scalar] {
        layer::scalars_mut(self)
    }

    /// The output for one sample: after `Softmax` the probabilities of the classes, after `Sigmoid` those of the labels.
    #[must_use]
    #[inline]
    fn predict(&self, x: &Self::Input) -> Self::Output {
        let mut y = Self::Output::zeroed();
        self.predict_batch(slice::from_ref(x), slice::from_mut(&mut y));
        y
    }

    /// Writes the outputs for a batch of any length.
    ///
    /// # Panics
    ///
    /// When `x` and `y` differ in length.
    fn predict_batch(&self, x: &[Self::Input], y: &mut [Self::Output]) {
        self.forward(Forward::new(x, y));
        Self::Head::activate(y);
    }

    /// A network with freshly drawn parameters. It is made on the heap and never stands on the stack.
    #[cfg(feature = "alloc")]
    fn init<R: Rng + ?Sized>(rng: &mut R) -> Boxed<Self> {
        let mut network = Self::zeros();
        network.initialize(Init::default(), rng);
        network
    }

    /// A network whose parameters are all zero: what a gradient starts as.
    #[cfg(feature = "alloc")]
    #[must_use]
    fn zeros() -> Boxed<Self> {
        Boxed::zeroed()
    }
}
