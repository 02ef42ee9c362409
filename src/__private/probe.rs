//! What is known of a type that may or may not be a layer.
//!
//! The constants of [`Probe`] itself exist only for layers, or only for networks; for every other type the
//! compiler falls back to those of the trait [`NoLayer`]. So the checks say nothing about a type that is no
//! layer, and the one error about it is the compiler's own.

use core::marker::PhantomData;

use crate::head::VALUES;
use crate::layer::{Layer, Learns};
use crate::network::Network;
use crate::scalar::Scalar;
use crate::shape::{Sample, Shape};

/// Asks about the type `L`. The trait [`NoLayer`] must be in scope.
#[derive(Debug)]
pub struct Probe<L>(PhantomData<L>);

impl<L: Layer> Probe<L> {
    /// The shape that it takes.
    pub const INPUT: Option<Shape> = Some(<L::Input as Sample>::SHAPE);
    /// The shape that it gives.
    pub const OUTPUT: Option<Shape> = Some(<L::Output as Sample>::SHAPE);
    /// The name of its scalar type.
    pub const SCALAR: Option<&'static str> = Some(<L::Scalar as Scalar>::NAME);
    /// The scalars that it needs in inference.
    pub const SCRATCH: usize = L::NEEDS.scratch;
    /// The numbers of its own that do not learn, because it says that it has none.
    pub const FORGOTTEN: usize =
        if <L::Learns as Learns<L>>::IS_NOTHING { size_of::<L>() / size_of::<L::Scalar>() } else { 0 };
}

impl<N: Network> Probe<N> {
    /// The head that it leaves to the loss.
    pub const HEAD: u8 = N::HEAD;
    /// Whether it reads picked samples in place.
    pub const PICKS: bool = N::PICKS;
}

/// What is known of a type that is no layer: nothing.
pub trait NoLayer {
    /// No shape.
    const INPUT: Option<Shape> = None;
    /// No shape.
    const OUTPUT: Option<Shape> = None;
    /// No scalar.
    const SCALAR: Option<&'static str> = None;
    /// No head.
    const HEAD: u8 = VALUES;
    /// No layer of the user's own does it.
    const PICKS: bool = false;
    /// No scalars.
    const SCRATCH: usize = 0;
    /// No numbers.
    const FORGOTTEN: usize = 0;
}

impl<L> NoLayer for Probe<L> {}

/// What a `Concat` adds up of a shape: the channels of an image where it joins images, and else the features.
#[must_use]
pub const fn length(shape: Option<Shape>, is_image: bool) -> usize {
    match shape {
        Some(Shape::Image { channels, .. }) if is_image => channels,
        shape => features(shape),
    }
}

/// The number of features of a shape, where there is one.
#[must_use]
pub const fn features(shape: Option<Shape>) -> usize {
    match shape {
        Some(shape) => shape.len(),
        None => 1,
    }
}
