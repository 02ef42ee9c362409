//! Classes that lie in squares.

use rand::RngExt;

use crate::data::make::{Classes, points};
use crate::random::Rng;
use crate::scalar::Scalar;

/// Four squares around the origin, within `-1..1`: class 0 where both coordinates have one sign, class 1
/// where their signs differ. No straight line parts them.
///
/// ```
/// use monograd::data::make;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// let data = make::xor::<f32, _>(100, 0.0, &mut StdRng::seed_from_u64(1));
/// let class = |x: &[f32]| usize::from((x[0] > 0.0) != (x[1] > 0.0));
/// assert!(data.samples().iter().zip(data.targets()).all(|(x, t)| class(x.as_slice()) == t.index()));
/// ```
#[must_use]
#[track_caller]
pub fn xor<T: Scalar, R: Rng + ?Sized>(count: usize, noise: f64, rng: &mut R) -> Classes<T, 2, 2> {
    checkerboard(count, 2, noise, rng)
}

/// A board of `cells × cells` squares within `-1..1`, coloured in turn. The square at the lower left corner
/// is of class 0.
///
/// ```
/// use monograd::data::make;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// let data = make::checkerboard::<f32, _>(100, 4, 0.0, &mut StdRng::seed_from_u64(1));
/// assert!(data.samples().iter().all(|x| x.amax() <= 1.0));
/// ```
///
/// # Panics
///
/// When there are fewer than two cells to a side.
#[must_use]
#[track_caller]
pub fn checkerboard<T: Scalar, R: Rng + ?Sized>(
    count: usize,
    cells: usize,
    noise: f64,
    rng: &mut R,
) -> Classes<T, 2, 2> {
    assert!(cells >= 2, "a board of {cells}×{cells} cells does not have two colours");
    points(count, noise, rng, |class, rng| {
        // Every second cell, on average, is of the class.
        let cell = loop {
            let cell = [rng.random_range(0..cells), rng.random_range(0..cells)];
            if (cell[0] + cell[1]) % 2 == class {
                break cell;
            }
        };
        cell.map(|cell| (cell as f64 + rng.random::<f64>()) * 2.0 / cells as f64 - 1.0)
    })
}
