//! `Flatten`: an image as a vector.

use core::fmt;
use core::marker::PhantomData;

use bytemuck::{Pod, Zeroable};
use nalgebra::SVector;

use crate::kernel::Simd;
use crate::layer::{Backward, Forward, Layer, Nothing};
use crate::scalar::Scalar;
use crate::shape::Image;

/// The numbers of an image one after the other: channel by channel, row by row, as `torch.nn.Flatten` has
/// them.
///
/// Inside of a network it costs nothing: an image lies in memory as its vector does, and the next layer reads
/// it from there. That `N = C · H · W` is checked where a function of the layer is compiled; the type-level
/// numbers of the windows end at 1024, and a vector may be longer.
///
/// # Shapes
///
/// `x`: `C × H × W`; `y`: `N`.
///
/// ```
/// use monograd::{Image, bytemuck::Zeroable, infer, layers::Flatten, nalgebra::SVector};
///
/// let mut y = [SVector::zeros()];
/// infer(&Flatten::<1, 2, 2, 4>::zeroed(), &[Image([[[1.0, 2.0], [3.0, 4.0]]])], &mut y);
/// assert_eq!(y[0].as_slice(), [1.0, 2.0, 3.0, 4.0]);
/// ```
#[repr(C)]
#[derive(Clone, Copy, PartialEq)]
pub struct Flatten<const C: usize, const H: usize, const W: usize, const N: usize, T: Scalar = f32>(
    PhantomData<T>,
);

// SAFETY: it has no size, so it holds neither padding nor a bit that could be invalid.
unsafe impl<const C: usize, const H: usize, const W: usize, const N: usize, T: Scalar> Pod
    for Flatten<C, H, W, N, T>
{
}
// SAFETY: it has no size.
unsafe impl<const C: usize, const H: usize, const W: usize, const N: usize, T: Scalar> Zeroable
    for Flatten<C, H, W, N, T>
{
}

impl<const C: usize, const H: usize, const W: usize, const N: usize, T: Scalar> fmt::Debug
    for Flatten<C, H, W, N, T>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Flatten")
    }
}

impl<const C: usize, const H: usize, const W: usize, const N: usize, T: Scalar> Layer
    for Flatten<C, H, W, N, T>
{
    type Scalar = T;
    type Input = Image<C, H, W, T>;
    type Output = SVector<T, N>;
    type Workspace<const TILE: usize> = ();
    type Learns = Nothing;

    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        const { assert!(N == C * H * W, "`Flatten` gives as many features as the image has numbers") };
        pass.y.copy_from_slice(bytemuck::cast_slice(pass.x));
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Some(dx) = pass.dx else { return };
        const { assert!(N == C * H * W, "`Flatten` gives as many features as the image has numbers") };
        dx.copy_from_slice(bytemuck::cast_slice(pass.dy));
    }
}
