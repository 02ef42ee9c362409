//! Drawn data sets: that they repeat, that classes are balanced, and that they have the shapes they should.

use monograd::data::Class;
use monograd::data::make::{self, Classification};
use monograd::nalgebra::{Matrix2, SVector};
use monograd::prelude::*;
use rand::rngs::StdRng;

use crate::support::compare::{Tolerance, assert_close};
use crate::support::draw::rng;

/// The classes take turns, and the same seed gives the same data.
fn check_classes<const N: usize, const CLASSES: usize>(
    name: &str,
    make: impl Fn(&mut StdRng) -> OwnedDataset<SVector<f64, N>, Class<CLASSES>>,
) {
    let data = make(&mut rng(1));
    assert_eq!(data.len(), 600, "{name}");
    assert!(data.targets().iter().enumerate().all(|(i, class)| class.index() == i % CLASSES), "{name}");
    assert!(data.samples().iter().flatten().all(|x| x.is_finite()), "{name}");
    assert_eq!(data, make(&mut rng(1)), "{name}");
    assert_ne!(data, make(&mut rng(2)), "{name}");
}

#[test]
fn drawn_classes_take_turns_and_repeat() {
    let clusters = Classification { informative: 3, redundant: 1, flipped: 0.0, ..Classification::default() };
    check_classes("moons", |rng| make::moons(600, 0.1, rng));
    check_classes("circles", |rng| make::circles(600, 0.5, 0.1, rng));
    check_classes::<2, 3>("spirals", |rng| make::spirals(600, 1.0, 0.1, rng));
    check_classes("xor", |rng| make::xor(600, 0.1, rng));
    check_classes("checkerboard", |rng| make::checkerboard(600, 3, 0.1, rng));
    check_classes::<3, 2>("blobs", |rng| make::blobs(600, [[0.0; 3], [1.0; 3]], 0.1, rng));
    check_classes::<7, 4>("classification", |rng| make::classification(600, clusters, rng));
}

/// The mean of the samples of a class.
fn mean<const N: usize, const CLASSES: usize>(
    data: &OwnedDataset<SVector<f64, N>, Class<CLASSES>>,
    class: usize,
) -> SVector<f64, N> {
    let of_class = data.samples().iter().zip(data.targets()).filter(|(_, t)| t.index() == class);
    let (sum, count) = of_class.fold((SVector::zeros(), 0.0), |(sum, count), (x, _)| (sum + x, count + 1.0));
    sum / count
}

#[test]
fn drawn_data_have_the_right_shapes() {
    const MANY: usize = 20_000;
    let near = |name: &str, found: &[f64], wanted: &[f64]| {
        assert_close(name, found, wanted, Tolerance { absolute: 0.05, relative: 0.0 });
    };
    let mut rng = rng(3);

    let moons = make::moons(MANY, 0.2, &mut rng);
    let height = 2.0 / std::f64::consts::PI;
    near("upper moon", mean(&moons, 0).as_slice(), &[0.0, height]);
    near("lower moon", mean(&moons, 1).as_slice(), &[1.0, 0.5 - height]);

    let blobs = make::blobs(MANY, [[1.0, -2.0], [5.0, 8.0]], 0.5, &mut rng);
    near("blob 0", mean(&blobs, 0).as_slice(), &[1.0, -2.0]);
    near("blob 1", mean(&blobs, 1).as_slice(), &[5.0, 8.0]);
    let spread: f64 = blobs.samples().iter().step_by(2).map(|x| (x[0] - 1.0).powi(2)).sum::<f64>();
    near("deviation", &[(2.0 * spread / MANY as f64).sqrt()], &[0.5]);

    let circles = make::circles::<f64, _>(MANY, 0.3, 0.0, &mut rng);
    let radius = |class| if class == 0 { 1.0 } else { 0.3 };
    for (x, class) in circles.samples().iter().zip(circles.targets()) {
        assert!((x.norm() - radius(class.index())).abs() < 1e-12);
    }

    let spirals = make::spirals::<f64, 3, _>(MANY, 2.0, 0.0, &mut rng);
    for (x, class) in spirals.samples().iter().zip(spirals.targets()) {
        let turns = x[1].atan2(x[0]) / std::f64::consts::TAU - 2.0 * x.norm() - class.index() as f64 / 3.0;
        assert!((turns - turns.round()).abs() < 1e-9);
    }

    let board = make::checkerboard::<f64, _>(MANY, 5, 0.0, &mut rng);
    for (x, class) in board.samples().iter().zip(board.targets()) {
        let cells: f64 = x.iter().map(|x| ((x + 1.0) * 2.5).floor()).sum();
        assert!((cells % 2.0 - class.index() as f64).abs() < 0.5, "{x}");
    }
}

#[test]
fn a_noisy_function_is_the_function_and_noise() {
    let double = |x: &SVector<f64, 2>| SVector::from([2.0 * x[0], x[1], 1.0]);
    let data = make::function(20_000, -1.0..3.0, 0.5, double, &mut rng(1));
    let errors = data.samples().iter().zip(data.targets()).map(|(x, y)| y - double(x));
    let variance = errors.map(|error| error.norm_squared()).sum::<f64>() / 60_000.0;
    assert!((variance - 0.25).abs() < 0.01, "{variance}");
    assert!(data.samples().iter().flatten().all(|x| (-1.0..3.0).contains(x)));
    let middle = data.samples().iter().sum::<SVector<f64, 2>>() / 20_000.0;
    assert!((middle - SVector::from([1.0, 1.0])).amax() < 0.05, "{middle}");
}

#[test]
fn flipped_labels_and_useless_features() {
    let settings = Classification { flipped: 0.5, redundant: 1, ..Classification::default() };
    let data = make::classification::<f64, 4, 2, _>(20_000, settings, &mut rng(1));
    let wrong = data.targets().iter().enumerate().filter(|(i, class)| class.index() != i % 2).count();
    // Half of the half that is drawn anew comes out as it was.
    assert!((wrong as f64 / 20_000.0 - 0.25).abs() < 0.01, "{wrong}");
    // The third feature is a mixture of the first two: any two samples tell which.
    let x = data.samples();
    let two = Matrix2::from_rows(&[x[0].fixed_rows::<2>(0).transpose(), x[1].fixed_rows::<2>(0).transpose()]);
    let mixture = two.try_inverse().unwrap() * SVector::from([x[0][2], x[1][2]]);
    assert!(x.iter().all(|x| (x.fixed_rows::<2>(0).dot(&mixture) - x[2]).abs() < 1e-9));
    // The fourth is normal noise.
    let variance = x.iter().map(|x| x[3] * x[3]).sum::<f64>() / 20_000.0;
    assert!((variance - 1.0).abs() < 0.05, "{variance}");
}

#[test]
#[should_panic(expected = "6 clusters do not fit on the 4 corners of a hypercube of 2 informative features")]
fn a_hypercube_has_so_many_corners() {
    let _ = make::classification::<f32, 2, 3, _>(10, Classification::default(), &mut rng(1));
}

#[test]
#[should_panic(expected = "2 informative and 3 redundant features do not fit into 4")]
fn features_must_fit() {
    let settings = Classification { redundant: 3, ..Classification::default() };
    let _ = make::classification::<f32, 4, 2, _>(10, settings, &mut rng(1));
}
