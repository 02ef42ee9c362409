//! The plane as a network divides it.

use alloc::{format, string::ToString, vec, vec::Vec};
use core::ops::Range;

use bytemuck::Zeroable;
use nalgebra::SVector;

use super::error::Error;
use super::picture::{Content, Picture};
use super::plane::{Cell, Plane, SIDE};
use super::range::covering;
use super::regression::finite;
use crate::data::{Dataset, SampleError};
use crate::head::Head;
use crate::metrics::{ClassLabel, Classifier};
use crate::network::Network;
use crate::scalar::Scalar;
use crate::shape::Sample;

/// The plane as a classifier divides it, with the points of a data set: the deeper a colour, the surer the
/// network; a dark line where two classes meet.
///
/// ```
/// use monograd::data::make;
/// use monograd::plot;
/// use monograd::prelude::*;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// network! { struct Net<2 => Linear(8) => Tanh => Linear(3) => Softmax>; }
///
/// let mut rng = StdRng::seed_from_u64(0);
/// let data = make::spirals(60, 1.0, 0.05, &mut rng);
/// let net = Net::init(&mut rng);
/// let picture = plot::decision_boundary(&*net, data.as_dataset())?.class_names(["a", "b", "c"]);
/// assert!(picture.title("Before training").svg()?.contains("Before training"));
/// # Ok::<(), monograd::Error>(())
/// ```
///
/// # Errors
///
/// [`SampleError::NoSamples`]; [`SampleError::NotFiniteFeature`]; [`Error::NotDrawable`] where the network
/// gives NaN, or where the points lie too far apart.
pub fn decision_boundary<N, T: Scalar, L, const CLASSES: usize>(
    network: &N,
    data: Dataset<'_, SVector<T, 2>, L>,
) -> Result<Picture, Error>
where
    N: Network<Scalar = T, Input = SVector<T, 2>, Head: Classifier<Label = L>>,
    L: ClassLabel<CLASSES>,
{
    if data.is_empty() {
        return Err(SampleError::NoSamples.into());
    }
    let mut points = Vec::with_capacity(data.len());
    for (sample, (x, label)) in data.samples().iter().zip(data.targets()).enumerate() {
        if let Some(feature) = x.iter().position(|x| !x.is_finite()) {
            return Err(SampleError::NotFiniteFeature { sample, feature, found: x[feature].to_f64() }.into());
        }
        points.push(((x[0].to_f64(), x[1].to_f64()), label.class().index()));
    }
    let ranges = [
        range("the first feature", &points.iter().map(|&((x, _), _)| x))?,
        range("the second feature", &points.iter().map(|&((_, y), _)| y))?,
    ];
    let cells = cells(network, &ranges)?;
    let classes = (0..CLASSES).map(|class| format!("class {class}")).collect();
    let axes = ["x₁".to_string(), "x₂".to_string()];
    Ok(Picture::of("Decision boundary", Content::Plane(Plane { axes, classes, ranges, cells, points })))
}

fn range(what: &str, numbers: &(impl Iterator<Item = f64> + Clone)) -> Result<Range<f64>, Error> {
    let largest = || numbers.clone().fold(0.0, |a: f64, b| if b.abs() > a.abs() { b } else { a });
    covering(numbers.clone()).ok_or_else(|| Error::NotDrawable {
        what: format!("the range of {what} up to here"),
        found: largest(),
    })
}

/// What the network says in the middle of each cell, row by row from the top.
fn cells<N, T: Scalar, L, const CLASSES: usize>(
    network: &N,
    [x, y]: &[Range<f64>; 2],
) -> Result<Vec<Cell>, Error>
where
    N: Network<Scalar = T, Input = SVector<T, 2>, Head: Classifier<Label = L>>,
    L: ClassLabel<CLASSES>,
{
    let middle = |range: &Range<f64>, i: usize| {
        range.start + (range.end - range.start) * (i as f64 + 0.5) / SIDE as f64
    };
    let place = |row: usize, column: usize| [middle(x, column), middle(y, SIDE - 1 - row)];
    let mut cells = Vec::with_capacity(SIDE * SIDE);
    let mut outputs: Vec<N::Output> = vec![Zeroable::zeroed(); SIDE];
    for row in 0..SIDE {
        let samples: Vec<_> = (0..SIDE).map(|column| place(row, column).map(T::from_f64).into()).collect();
        network.predict_batch(&samples, &mut outputs);
        for (column, output) in outputs.iter().enumerate() {
            for &value in output.scalars() {
                let [x, y] = place(row, column);
                finite(value.to_f64(), || format!("the network's output at ({x:.3}, {y:.3})"))?;
            }
            // Finite outputs name a class.
            if let Some(label) = <N::Head as Classifier>::label(output) {
                let class = label.class().index();
                cells.push(Cell::new(class, certainty::<N>(output, class), CLASSES));
            }
        }
    }
    Ok(cells)
}

/// How likely the class is, as the network says.
fn certainty<N: Network>(output: &<N::Head as Head>::Output, class: usize) -> f64 {
    match output.scalars() {
        // One `Sigmoid`: the probability of class 1.
        [p] if class == 0 => 1.0 - p.to_f64(),
        [p] => p.to_f64(),
        probabilities => probabilities[class].to_f64(),
    }
}
