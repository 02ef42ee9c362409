//! A function of one variable, as data and as a network has it.

use alloc::{format, string::String, vec, vec::Vec};

use bytemuck::Zeroable;
use nalgebra::SVector;

use super::chart::Chart;
use super::error::Error;
use super::picture::Picture;
use super::range::covering;
use crate::data::{Dataset, SampleError};
use crate::network::Network;
use crate::scalar::Scalar;

/// How many points the curve goes through.
const POINTS: usize = 600;

/// The curve of a network from one number to one number, with the data.
///
/// ```
/// use monograd::plot;
/// use monograd::prelude::*;
///
/// network! { struct Line<1 => line: Linear(1)>; }
///
/// let (x, y) = ([[0.0].into(), [1.0].into()], [[1.0].into(), [3.0].into()]);
/// let picture = plot::regression_curve(&*Line::zeros(), Dataset::new(&x, &y)?)?.axes("time in s", "height in m");
/// assert!(picture.svg()?.contains("height in m"));
/// # Ok::<(), monograd::Error>(())
/// ```
///
/// # Errors
///
/// [`SampleError::NoSamples`]; [`Error::NotDrawable`] where a sample, a target or an output of the network is
/// NaN or infinite.
pub fn regression_curve<N, T: Scalar>(
    network: &N,
    data: Dataset<'_, SVector<T, 1>, SVector<T, 1>>,
) -> Result<Picture, Error>
where
    N: Network<Scalar = T, Input = SVector<T, 1>, Output = SVector<T, 1>>,
{
    if data.is_empty() {
        return Err(SampleError::NoSamples.into());
    }
    let mut points = Vec::with_capacity(data.len());
    for (index, (x, y)) in data.samples().iter().zip(data.targets()).enumerate() {
        let finite = |what: &str, x: T| finite(x.to_f64(), || format!("{what} {index}"));
        points.push((finite("sample", x[0])?, finite("target", y[0])?));
    }
    let range = covering(points.iter().map(|&(x, _)| x)).ok_or_else(|| Error::NotDrawable {
        what: "the range of the samples".into(),
        found: f64::INFINITY,
    })?;
    let step = (range.end - range.start) / (POINTS - 1) as f64;
    let x: Vec<_> =
        (0..POINTS).map(|i| SVector::from([T::from_f64(range.start + step * i as f64)])).collect();
    let mut y: Vec<SVector<T, 1>> = vec![Zeroable::zeroed(); POINTS];
    network.predict_batch(&x, &mut y);
    let mut curve = Vec::with_capacity(POINTS);
    for (x, y) in x.iter().zip(&y) {
        let x = x[0].to_f64();
        curve.push((x, finite(y[0].to_f64(), || format!("the network's output at {x}"))?));
    }
    Chart::new("Regression", "x", "y").points("data", points).line("network", curve).picture()
}

/// The number, if it is finite.
pub(super) fn finite(found: f64, what: impl FnOnce() -> String) -> Result<f64, Error> {
    if found.is_finite() { Ok(found) } else { Err(Error::NotDrawable { what: what(), found }) }
}
