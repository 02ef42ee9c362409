//! What the neurons of a first layer look for.

use alloc::{format, vec::Vec};

use nalgebra::SMatrix;

use super::error::Error;
use super::images::Images;
use super::picture::{Content, Picture};
use super::regression::finite;
use crate::scalar::Scalar;

/// How many images are shown at most.
const SHOWN: usize = 64;

/// The weights of each neuron as an image: of a first layer, what it looks for in its input. All images have
/// one scale; the first 64 are shown.
///
/// ```
/// use monograd::plot;
/// use monograd::prelude::*;
///
/// network! { struct Net<4 => first: Linear(3)>; }
///
/// let mut net = Net::zeros();
/// net.first.weight[(0, 3)] = 2.0;
/// let picture = plot::weights(&net.first.weight, [2, 2])?;
/// assert!(picture.svg()?.contains("Weights of 3 neurons"));
/// # Ok::<(), monograd::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::WeightImage`] when the height times the width is not the number of inputs,
/// [`Error::NotDrawable`].
pub fn weights<T: Scalar, const OUT: usize, const IN: usize>(
    weight: &SMatrix<T, OUT, IN>,
    [height, width]: [usize; 2],
) -> Result<Picture, Error> {
    if height.checked_mul(width) != Some(IN) {
        return Err(Error::WeightImage { weights: IN, height, width });
    }
    picture(weight.row_iter().map(|row| row.iter().copied().collect()), "neurons", OUT, width)
}

/// The weights of a convolution, an image for each output and each channel of the input.
///
/// ```
/// use monograd::plot;
/// use monograd::prelude::*;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// network! { struct Net<[1, 8, 8] => eyes: Conv2d(4, kernel = 3) => Flatten>; }
///
/// let net = Net::init(&mut StdRng::seed_from_u64(0));
/// assert!(plot::kernels(&net.eyes.weight)?.svg()?.contains("Weights of 4 kernels"));
/// # Ok::<(), monograd::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::NotDrawable`].
pub fn kernels<T: Scalar, const C: usize, const OUT: usize, const KH: usize, const KW: usize>(
    weight: &[[SMatrix<T, KH, KW>; C]; OUT],
) -> Result<Picture, Error> {
    let image = |kernel: &SMatrix<T, KH, KW>| kernel.transpose().iter().copied().collect();
    picture(weight.as_flattened().iter().map(image), "kernels", OUT * C, KW)
}

fn picture<T: Scalar>(
    images: impl Iterator<Item = Vec<T>>,
    what: &str,
    count: usize,
    width: usize,
) -> Result<Picture, Error> {
    let mut pixels = Vec::new();
    for (image, weights) in images.take(SHOWN).enumerate() {
        let finite =
            |(place, w): (usize, T)| finite(w.to_f64(), || format!("weight {place} of image {image}"));
        pixels.push(weights.into_iter().enumerate().map(finite).collect::<Result<Vec<f64>, _>>()?);
    }
    let title = match count {
        0..=SHOWN => format!("Weights of {count} {what}"),
        _ => format!("Weights of the first {SHOWN} of {count} {what}"),
    };
    Ok(Picture::of(title, Content::Images(Images { pixels, width })))
}
