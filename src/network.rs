//! What `network!` makes of a declaration: a layer that knows its end, its table and its sizes.

mod inference;

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
use core::slice;

use bytemuck::Zeroable;

#[cfg(feature = "alloc")]
use crate::aligned::Boxed;
use crate::head::Head;
#[cfg(feature = "alloc")]
use crate::init::Init;
use crate::kernel::dispatch;
use crate::layer::{self, Learn, Within};
#[cfg(feature = "alloc")]
use crate::random::Rng;
use crate::shape::Sample;
use crate::summary::Summary;

pub use inference::Activations;
#[cfg(not(feature = "alloc"))]
pub use inference::{HasRoom, Stack, has_room};
pub(crate) use inference::{Logits, Room};

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
    note = "a network on the heap is passed as `&*net`"
)]
pub trait Network: Learn {
    /// The end of the network.
    type Head: Head<Scalar = Self::Scalar, Output = Self::Output>;

    /// The table of layers.
    const SUMMARY: Summary;
    /// Which activation the end of the network leaves to its loss.
    #[doc(hidden)]
    const HEAD: u8;
    /// Whether the first layer reads picked samples in place, which saves copying them together. `x` is then
    /// the whole data set wherever the round has picks.
    #[doc(hidden)]
    const PICKS: bool;
    /// Room for what inference keeps of `TILE` samples.
    #[doc(hidden)]
    type Room<const TILE: usize>: Room<Scalar = Self::Scalar>;

    /// The bytes that inference of one sample keeps between the layers: the activations, of which two are
    /// needed at a time, and what blocks and networks inside keep beside them.
    ///
    /// Up to 16 KiB are on the stack, and a batch takes up to twice that. More are in a workspace: that of
    /// [`predict_with`](Self::predict_with), or one that each thread allocates when it first needs it, and
    /// keeps. (Without the feature `std` it is freed after each call.) Beside them the products and
    /// convolutions have blocks of matrices on the stack, at most 64 KiB.
    const INFERENCE_BYTES: usize = layer::bytes::<Self>();

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

    /// The parameters as one flat slice: the fields in their order, matrices column by column. The slice also
    /// holds what training measures and does not learn, such as the running statistics of a `BatchNorm`: it
    /// is the whole network.
    ///
    /// Its bytes make a file for machines of the same byte order:
    ///
    /// ```
    /// use std::{fs, io};
    ///
    /// use monograd::bytemuck::{cast_slice, cast_slice_mut};
    /// use monograd::prelude::*;
    /// use rand::{SeedableRng, rngs::StdRng};
    ///
    /// network! { struct Digits<784 => Linear(128) => ReLU => Linear(10) => Softmax>; }
    ///
    /// let path = std::env::temp_dir().join(format!("digits-{}.weights", std::process::id()));
    /// let net = Digits::init(&mut StdRng::seed_from_u64(0));
    /// fs::write(&path, cast_slice::<f32, u8>(net.parameters()))?;
    ///
    /// let mut loaded = Digits::zeros();
    /// let bytes = fs::read(&path)?;
    /// let parameters = cast_slice_mut::<f32, u8>(loaded.parameters_mut());
    /// if bytes.len() != parameters.len() {
    ///     let (found, wanted) = (bytes.len(), parameters.len());
    ///     return Err(io::Error::other(format!("the file has {found} bytes, but the network has {wanted}")));
    /// }
    /// parameters.copy_from_slice(&bytes);
    /// assert_eq!(loaded, net);
    /// # fs::remove_file(path)?;
    /// # Ok::<(), io::Error>(())
    /// ```
    fn parameters(&self) -> &[Self::Scalar] {
        layer::scalars(self)
    }

    /// [`parameters`](Self::parameters) to write to.
    fn parameters_mut(&mut self) -> &mut [Self::Scalar] {
        layer::scalars_mut(self)
    }

    /// The output for one sample: after `Softmax` the probabilities of the classes, after `Sigmoid` those of
    /// the labels.
    ///
    /// A sample is an `SVector`. An array becomes one by `.into()`, a slice or a `Vec` by
    /// `SVector::from_column_slice`, and a vector of the other scalar by `.cast()`:
    ///
    /// ```
    /// use monograd::prelude::*;
    ///
    /// network! { struct Line<2 => Linear(1)>; }
    ///
    /// let (net, list, double) = (Line::zeros(), vec![0.1_f32, 0.2], SVector::from([0.1_f64, 0.2]));
    /// let of_array = net.predict(&[0.1, 0.2].into());
    /// assert_eq!(net.predict(&SVector::from_column_slice(&list)), of_array);
    /// assert_eq!(net.predict(&double.cast()), of_array);
    /// ```
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
        assert_eq!(x.len(), y.len(), "there must be one output for each sample");
        dispatch(Logits { network: self, x, y: &mut *y });
        Self::Head::activate(y);
    }

    /// [`predict`](Self::predict) with a workspace of the caller's, which may be a `static`: where there is
    /// no heap, networks whose [`INFERENCE_BYTES`](Self::INFERENCE_BYTES) are more than 16 KiB have no other
    /// way.
    ///
    /// ```
    /// use std::sync::Mutex;
    /// use monograd::{InferenceWorkspace, prelude::*};
    ///
    /// network! {
    ///     struct Photos<
    ///         [3, 96, 96]
    ///         => Conv2d(16, kernel = 3, padding = 1) => ReLU => MaxPool2d(2)
    ///         => Flatten => Linear(10) => Softmax
    ///     >;
    /// }
    ///
    /// static WORKSPACE: Mutex<InferenceWorkspace<Photos>> = Mutex::new(monograd::bytemuck::zeroed());
    ///
    /// let (net, x) = (Photos::zeros(), SVector::zeros());
    /// let y = net.predict_with(&x, &mut WORKSPACE.lock().unwrap());
    /// assert_eq!(y, net.predict(&x));
    /// ```
    #[must_use]
    fn predict_with<const TILE: usize>(
        &self,
        x: &Self::Input,
        workspace: &mut InferenceWorkspace<Self, TILE>,
    ) -> Self::Output {
        let mut y = Self::Output::zeroed();
        self.predict_batch_with(slice::from_ref(x), slice::from_mut(&mut y), workspace);
        y
    }

    /// [`predict_batch`](Self::predict_batch) with a workspace of the caller's. Up to 16 samples, of as many
    /// as the workspace has room for, go through each layer together.
    ///
    /// # Panics
    ///
    /// When `x` and `y` differ in length.
    fn predict_batch_with<const TILE: usize>(
        &self,
        x: &[Self::Input],
        y: &mut [Self::Output],
        workspace: &mut InferenceWorkspace<Self, TILE>,
    ) {
        const { assert!(TILE > 0, "a workspace has room for at least one sample") };
        assert_eq!(x.len(), y.len(), "there must be one output for each sample");
        dispatch(Within { layer: self, x, y: &mut *y, scratch: workspace.0.scalars_mut() });
        Self::Head::activate(y);
    }

    /// A network with freshly drawn parameters. It is made on the heap and is never on the stack.
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

/// What inference keeps of `TILE` samples between the layers, for [`Network::predict_with`] and
/// [`Network::predict_batch_with`].
///
#[cfg_attr(feature = "alloc", doc = "```")]
#[cfg_attr(not(feature = "alloc"), doc = "```ignore")]
/// use monograd::{InferenceWorkspace, prelude::*};
///
/// network! { struct Wide<10 => Linear(4096) => ReLU => Linear(4096) => ReLU => Linear(2)>; }
///
/// let net = Wide::zeros();
/// let mut workspace = InferenceWorkspace::<Wide, 8>::boxed();
/// let (x, mut y) = ([SVector::zeros(); 20], [SVector::zeros(); 20]);
/// net.predict_batch_with(&x, &mut y, &mut workspace);
/// assert_eq!(size_of::<InferenceWorkspace<Wide>>(), Wide::INFERENCE_BYTES);
/// ```
///
/// Without the feature `alloc`, a network with more than 16 KiB of them has no other way, and the compiler says so:
#[cfg_attr(not(feature = "alloc"), doc = "```compile_fail,E0277")]
#[cfg_attr(feature = "alloc", doc = "```")]
/// use monograd::prelude::*;
///
/// network! { struct Wide<10 => Linear(4096) => ReLU => Linear(4096) => ReLU => Linear(2)>; }
///
/// fn predict(net: &Wide, x: &SVector<f32, 10>) -> SVector<f32, 2> {
///     net.predict(x)
/// }
/// ```
pub struct InferenceWorkspace<N: Network, const TILE: usize = 1>(N::Room<TILE>);

// SAFETY: the one field is `Zeroable`.
unsafe impl<N: Network, const TILE: usize> Zeroable for InferenceWorkspace<N, TILE> {}

#[cfg(feature = "alloc")]
impl<N: Network, const TILE: usize> InferenceWorkspace<N, TILE> {
    /// A workspace on the heap. It is made there and is never on the stack.
    #[must_use]
    pub fn boxed() -> Box<Self> {
        bytemuck::zeroed_box()
    }
}

impl<N: Network, const TILE: usize> core::fmt::Debug for InferenceWorkspace<N, TILE> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("InferenceWorkspace").field("tile", &TILE).finish_non_exhaustive()
    }
}
