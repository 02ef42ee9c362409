//! Classes that are clouds of normally distributed points.

use alloc::vec::Vec;

use nalgebra::{DMatrix, DVector, SVector};
use rand::RngExt;

use crate::data::Class;
use crate::data::make::{Classes, normal, points};
use crate::random::Rng;
use crate::scalar::Scalar;

/// A round cloud around each centre, one for each class: scikit-learn's `make_blobs`.
///
/// ```
/// use monograd::data::make;
/// use rand::{SeedableRng, rngs::StdRng};
///
/// let centers = [[0.0, 0.0], [5.0, 5.0], [0.0, 10.0]];
/// let data = make::blobs::<f32, 2, 3, _>(90, centers, 0.5, &mut StdRng::seed_from_u64(1));
/// assert!((data.samples()[2][1] - 10.0).abs() < 3.0);
/// ```
#[must_use]
#[track_caller]
pub fn blobs<T: Scalar, const N: usize, const CLASSES: usize, R: Rng + ?Sized>(
    count: usize,
    centers: [[f64; N]; CLASSES],
    noise: f64,
    rng: &mut R,
) -> Classes<T, N, CLASSES> {
    points(count, noise, rng, |class, _| centers[class])
}

/// What [`classification`] draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Classification {
    /// How many features tell the classes apart. They come first.
    pub informative: usize,
    /// How many features are random mixtures of the informative ones. They follow; all others are normal
    /// noise.
    pub redundant: usize,
    /// How many clusters each class consists of.
    pub clusters_per_class: usize,
    /// Half the distance between neighbouring clusters; the larger, the easier.
    pub class_separation: f64,
    /// The share of samples whose label is drawn anew from all classes.
    pub flipped: f64,
}

impl Default for Classification {
    /// scikit-learn's, without redundant features: 2 informative ones, 2 clusters in each class, separation
    /// 1, 1 % flipped.
    fn default() -> Self {
        Self { informative: 2, redundant: 0, clusters_per_class: 2, class_separation: 1.0, flipped: 0.01 }
    }
}

/// Classes of several stretched clusters among useless features, with some labels wrong: a subset of
/// scikit-learn's `make_classification`.
///
/// The clusters are at corners of a hypercube with sides of `2 · class_separation` in the space of the
/// informative features. Each is a normal cloud times a random matrix with entries in `-1..1`. (I. Guyon,
/// "Design of experiments for the NIPS 2003 variable selection benchmark", 2003.)
///
/// ```
/// use monograd::data::make::{Classification, classification};
/// use rand::{SeedableRng, rngs::StdRng};
///
/// let settings = Classification { informative: 3, redundant: 2, ..Classification::default() };
/// let data = classification::<f32, 10, 4, _>(200, settings, &mut StdRng::seed_from_u64(1));
/// assert_eq!((data.len(), data.samples()[0].len()), (200, 10));
/// ```
///
/// # Panics
///
/// When a class has no cluster, when the hypercube has fewer corners than there are clusters, or when there
/// are fewer features than informative and redundant ones.
#[must_use]
#[track_caller]
pub fn classification<T: Scalar, const N: usize, const CLASSES: usize, R: Rng + ?Sized>(
    count: usize,
    settings: Classification,
    rng: &mut R,
) -> Classes<T, N, CLASSES> {
    const { assert!(CLASSES > 0, "a classification needs at least one class") }
    let Classification { informative, redundant, clusters_per_class, class_separation, flipped } = settings;
    assert!(
        informative + redundant <= N,
        "{informative} informative and {redundant} redundant features do not fit into {N}",
    );
    assert!(clusters_per_class > 0, "a class needs at least one cluster");
    let clusters = Cluster::draw(CLASSES * clusters_per_class, informative, class_separation, rng);
    let mixture = matrix(redundant, informative, rng);
    let sample = |i: usize| {
        let own = clusters[i % clusters.len()].sample(rng);
        let mixed = &mixture * &own;
        let features = own.iter().chain(&mixed).copied();
        let mut features = features.chain(core::iter::repeat_with(|| normal(rng)));
        let x = SVector::from_fn(|_, _| T::from_f64(features.next().unwrap_or_default()));
        let is_flipped = rng.random::<f64>() < flipped;
        let class = if is_flipped { rng.random_range(0..CLASSES) } else { i % CLASSES };
        (x, Class::of(class))
    };
    (0..count).map(sample).collect()
}

/// A cloud of points.
struct Cluster {
    center: DVector<f64>,
    stretch: DMatrix<f64>,
}

impl Cluster {
    /// Clusters on different corners of a hypercube.
    #[track_caller]
    fn draw<R: Rng + ?Sized>(count: usize, dimensions: usize, half_side: f64, rng: &mut R) -> Vec<Self> {
        // Far more corners than anyone has clusters.
        let corners = 1_u64 << dimensions.min(63);
        assert!(
            count as u64 <= corners,
            "{count} clusters do not fit on the {corners} corners of a hypercube of {dimensions} informative features",
        );
        let mut taken = Vec::with_capacity(count);
        while taken.len() < count {
            let corner = rng.random_range(0..corners);
            if !taken.contains(&corner) {
                taken.push(corner);
            }
        }
        let sign = |corner: u64, i: usize| if i < 63 && corner >> i & 1 == 1 { 1.0 } else { -1.0 };
        let cluster = |corner| Self {
            center: DVector::from_fn(dimensions, |i, _| half_side * sign(corner, i)),
            stretch: matrix(dimensions, dimensions, rng),
        };
        taken.into_iter().map(cluster).collect()
    }

    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> DVector<f64> {
        let normal = DVector::from_fn(self.center.len(), |_, _| normal(rng));
        &self.stretch * normal + &self.center
    }
}

/// A matrix of numbers that are uniform in `-1..1`.
fn matrix<R: Rng + ?Sized>(rows: usize, columns: usize, rng: &mut R) -> DMatrix<f64> {
    DMatrix::from_fn(rows, columns, |_, _| rng.random_range(-1.0..1.0))
}
