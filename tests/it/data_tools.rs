//! The tools around a data set: splits, folds, batches, scalers, weights and drawn data.

use std::collections::BTreeMap;

use monograd::data::make::{self, Classification};
use monograd::data::{Batches, Class, MinMaxScaler, StandardScaler, balanced_class_weights};
use monograd::nalgebra::{Matrix2, SVector};
use monograd::prelude::*;
use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_assume, proptest};
use rand::{SeedableRng, rngs::StdRng};

use crate::compare::{Tolerance, assert_close};

fn rng(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}

fn all_below(count: usize) -> Vec<usize> {
    (0..count).collect()
}

/// Samples `0, 1, ..`, each with its own number as its target.
fn numbered(count: usize) -> OwnedDataset<usize, usize> {
    (0..count).map(|i| (i, i)).collect()
}

/// Samples `0, 1, ..` of these classes.
fn with_classes(classes: &[u8]) -> OwnedDataset<usize, u8> {
    classes.iter().copied().enumerate().collect()
}

/// How often each value occurs.
fn counted<T: Ord + Copy>(values: &[T]) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    for &value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts
}

/// Whether the pairs of [`numbered`] stayed together.
fn are_paired(data: &OwnedDataset<usize, usize>) -> bool {
    data.samples() == data.targets()
}

/// Fractions that add up to 1.
fn fractions() -> impl Strategy<Value = [f64; 3]> {
    prop::array::uniform3(1..100_u32).prop_map(|parts| {
        let sum: u32 = parts.iter().sum();
        parts.map(|part| f64::from(part) / f64::from(sum))
    })
}

proptest! {
    #[test]
    fn a_split_keeps_every_pair_once(count in 0..300_usize, fractions in fractions(), seed in any::<u64>()) {
        let data = numbered(count);
        let split = data.as_dataset().split(fractions, &mut rng(seed));
        prop_assume!(split.is_ok());
        let parts = split.unwrap();
        for (part, fraction) in parts.iter().zip(fractions) {
            prop_assert!((part.len() as f64 - fraction * count as f64).abs() < 1.0 - 1e-9);
            prop_assert!(are_paired(part));
        }
        let mut all = parts.map(|part| part.into_parts().0).concat();
        all.sort_unstable();
        prop_assert_eq!(all, all_below(count));
    }

    #[test]
    fn a_stratified_split_keeps_the_proportions(
        classes in prop::collection::vec(0..4_u8, 0..300), fractions in fractions(), seed in any::<u64>()
    ) {
        let data = with_classes(&classes);
        let split = data.as_dataset().stratified_split(fractions, &mut rng(seed));
        prop_assume!(split.is_ok());
        let parts = split.unwrap();
        for (part, fraction) in parts.iter().zip(fractions) {
            let here = counted(part.targets());
            for (class, count) in counted(&classes) {
                let found = here.get(&class).copied().unwrap_or(0) as f64;
                prop_assert!((found - fraction * count as f64).abs() < 1.0 - 1e-9, "class {}: {}", class, found);
            }
            // Roundings of one class make up for those of another.
            prop_assert!((part.len() as f64 - fraction * classes.len() as f64).abs() < 2.0);
            prop_assert!(part.samples().iter().zip(part.targets()).all(|(&i, &class)| classes[i] == class));
        }
        let mut all = parts.map(|part| part.into_parts().0).concat();
        all.sort_unstable();
        prop_assert_eq!(all, all_below(classes.len()));
    }

    #[test]
    fn folds_validate_every_pair_once(
        (count, k) in (2..200_usize).prop_flat_map(|count| (Just(count), 2..=count)), seed in any::<u64>()
    ) {
        let data = numbered(count);
        let folds = data.as_dataset().k_fold(k, &mut rng(seed)).unwrap();
        prop_assert_eq!(folds.len(), k);
        let mut validated = Vec::new();
        for (train, validation) in folds {
            prop_assert!(are_paired(&train) && are_paired(&validation));
            prop_assert!([count / k, count.div_ceil(k)].contains(&validation.len()));
            let mut both = [train.samples(), validation.samples()].concat();
            both.sort_unstable();
            prop_assert_eq!(both, all_below(count));
            validated.extend_from_slice(validation.samples());
        }
        validated.sort_unstable();
        prop_assert_eq!(validated, all_below(count));
    }

    #[test]
    fn stratified_folds_have_every_class_alike(
        classes in prop::collection::vec(0..3_u8, 10..100), k in 2..10_usize, seed in any::<u64>()
    ) {
        let data = with_classes(&classes);
        let all = counted(&classes);
        for (_, validation) in data.as_dataset().stratified_k_fold(k, &mut rng(seed)).unwrap() {
            let here = counted(validation.targets());
            for (class, count) in &all {
                let found = here.get(class).copied().unwrap_or(0);
                prop_assert!([count / k, count.div_ceil(k)].contains(&found), "class {}: {}", class, found);
            }
        }
    }

    #[test]
    fn batches_hold_every_pair_once_in_every_epoch(
        count in 0..100_usize, batch_size in 1..120_usize, seed in any::<u64>()
    ) {
        let data = numbered(count);
        let mut batches = Batches::new(data.as_dataset(), batch_size);
        let mut rng = rng(seed);
        for epoch in 0..3 {
            if epoch > 0 {
                batches.shuffle(&mut rng);
            }
            let (mut seen, mut lengths) = (Vec::new(), Vec::new());
            while let Some(batch) = batches.next_batch() {
                prop_assert!(batch.samples() == batch.targets());
                seen.extend_from_slice(batch.samples());
                lengths.push(batch.len());
            }
            prop_assert_eq!(lengths.len(), batches.count());
            prop_assert!(lengths.iter().rev().skip(1).all(|&length| length == batch_size));
            // The first epoch was not shuffled.
            if epoch > 0 {
                seen.sort_unstable();
            }
            prop_assert_eq!(seen, all_below(count));
        }
    }

    #[test]
    fn scalers_invert(
        rows in prop::collection::vec(prop::array::uniform3(-1e3..1e3_f64), 1..50), offset in -1e3..1e3_f64
    ) {
        // The last feature is constant.
        let samples: Vec<SVector<f64, 3>> = rows.iter().map(|&[a, b, _]| [a, b * 1e-3 + offset, offset].into()).collect();
        let tolerance = Tolerance { absolute: 1e-9, relative: 1e-12 };
        let flat = |samples: &[SVector<f64, 3>]| samples.iter().flat_map(|x| x.iter().copied()).collect::<Vec<_>>();

        let mut scaled = samples.clone();
        let scaler = StandardScaler::fit(&samples).unwrap();
        scaler.transform(&mut scaled);
        prop_assert!(scaled.iter().all(|x| x[2].to_bits() == 0.0_f64.to_bits()));
        scaler.inverse_transform(&mut scaled);
        assert_close("standardised and back", &flat(&scaled), &flat(&samples), tolerance);

        let scaler = MinMaxScaler::fit(&samples).unwrap().with_range(-2.0, 3.0);
        scaler.transform(&mut scaled);
        prop_assert!(scaled.iter().flatten().all(|x| (-2.0 - 1e-9..=3.0 + 1e-9).contains(x)));
        scaler.inverse_transform(&mut scaled);
        assert_close("mapped to a range and back", &flat(&scaled), &flat(&samples), tolerance);
    }
}

#[test]
fn the_same_seed_gives_the_same_parts() {
    let data = numbered(100);
    let split = |seed| data.as_dataset().split([0.5, 0.5], &mut rng(seed)).unwrap();
    let folds = |seed| data.as_dataset().k_fold(5, &mut rng(seed)).unwrap().collect::<Vec<_>>();
    assert_eq!((split(1), folds(1)), (split(1), folds(1)));
    assert_ne!(split(1), split(2));
    assert_ne!(folds(1), folds(2));
}

#[test]
fn a_stratified_part_is_not_class_by_class() {
    let data = make::blobs::<f32, 1, 2, _>(1000, [[0.0], [1.0]], 0.1, &mut rng(1));
    let [part, _] = data.as_dataset().stratified_split([0.5, 0.5], &mut rng(1)).unwrap();
    let first_half = part.targets()[..250].iter().filter(|class| class.index() == 0).count();
    assert!((90..160).contains(&first_half), "{first_half}");
}

#[test]
fn rounding_does_not_lose_whole_parts() {
    // 0.29 · 100 is a little less than 29, 0.1 + 0.2 a little more than 0.3.
    let data = numbered(100);
    let lengths =
        |fractions| data.as_dataset().split::<3, _>(fractions, &mut rng(1)).unwrap().map(|part| part.len());
    assert_eq!(lengths([0.29, 0.7, 0.01]), [29, 70, 1]);
    assert_eq!(lengths([0.7, 0.1, 0.2]), [70, 10, 20]);
}

#[test]
fn what_cannot_be_divided_is_refused() {
    let few = numbered(3);
    let split = |fractions: [f64; 2]| few.as_dataset().split(fractions, &mut rng(1)).unwrap_err().to_string();
    assert_eq!(
        split([0.8, 0.3]),
        "the fractions of a split are [0.8, 0.3]; positive numbers that add up to 1 were wanted"
    );
    assert_eq!(
        split([1.2, -0.2]),
        "the fractions of a split are [1.2, -0.2]; positive numbers that add up to 1 were wanted"
    );
    assert_eq!(
        split([f64::NAN, 1.0]),
        "the fractions of a split are [NaN, 1.0]; positive numbers that add up to 1 were wanted"
    );
    assert_eq!(
        split([0.9, 0.1]),
        "3 samples are too few to split into [0.9, 0.1]; at least one for each part was wanted"
    );
    let folds = |k| few.as_dataset().k_fold(k, &mut rng(1)).unwrap_err().to_string();
    assert_eq!(folds(4), "3 samples cannot make 4 folds; at least 2 folds with a sample in each were wanted");
    assert_eq!(folds(1), "3 samples cannot make 1 folds; at least 2 folds with a sample in each were wanted");
}

#[test]
fn pairs_stay_together() {
    let mut data = numbered(50);
    data.shuffle(&mut rng(1));
    assert!(are_paired(&data));
    assert_ne!(data, numbered(50));
    data.extend([(50, 50)]);
    data.push(51, 51);
    assert!(are_paired(&data) && data.len() == 52);
    assert_eq!(OwnedDataset::from(data.as_dataset()), data);
    assert_eq!(
        OwnedDataset::new(vec![1, 2], vec![1]).unwrap_err().to_string(),
        "there are 2 samples but 1 targets"
    );
}

#[test]
fn standardised_features_have_mean_0_and_variance_1() {
    let mut data = make::blobs::<f64, 2, 2, _>(1000, [[5.0, -300.0], [9.0, 100.0]], 2.0, &mut rng(1));
    let scaler = StandardScaler::fit(data.samples()).unwrap();
    scaler.transform(data.samples_mut());
    for feature in 0..2 {
        let numbers = data.samples().iter().map(|x| x[feature]);
        let mean = numbers.clone().sum::<f64>() / 1000.0;
        let variance = numbers.map(|x| x * x).sum::<f64>() / 1000.0;
        assert!(mean.abs() < 1e-12 && (variance - 1.0).abs() < 1e-12, "{mean} {variance}");
    }
}

#[test]
fn a_constant_feature_becomes_zero_without_rounding() {
    // The sum of 1000 times 0.1 is not 100, in single precision and far from it.
    let mut samples = vec![SVector::from([0.1_f32]); 1000];
    let scaler = StandardScaler::fit(&samples).unwrap();
    assert_eq!((scaler.mean[0], scaler.deviation[0]), (0.1, 1.0));
    scaler.transform(&mut samples);
    assert_eq!(samples, vec![SVector::from([0.0]); 1000]);
    // A later sample keeps its distance.
    let mut later = [SVector::from([2.1])];
    scaler.transform(&mut later);
    assert_close("later", later[0].as_slice(), &[2.0], Tolerance { absolute: 0.0, relative: 1e-6 });

    let scaler = MinMaxScaler::fit(&[SVector::from([7.0]); 3]).unwrap().with_range(-1.0, 1.0);
    let mut samples = [[7.0], [8.0]].map(SVector::from);
    scaler.transform(&mut samples);
    assert_eq!(samples, [[-1.0], [1.0]].map(SVector::from));
}

#[test]
fn scalers_refuse_what_is_no_data() {
    let none: [SVector<f32, 2>; 0] = [];
    let bad = [SVector::from([1.0, 2.0]), SVector::from([3.0, f32::NEG_INFINITY])];
    let messages = |samples: &[SVector<f32, 2>]| {
        let standard = StandardScaler::fit(samples).unwrap_err().to_string();
        assert_eq!(MinMaxScaler::fit(samples).unwrap_err().to_string(), standard);
        standard
    };
    assert_eq!(messages(&none), "there are no samples; at least one was wanted");
    assert_eq!(messages(&bad), "feature 1 of sample 1 is -inf; a finite number was wanted");
}

#[test]
fn weights_and_one_hot() {
    // compute_class_weight("balanced", classes=[0, 1, 2], y=[0, 0, 1, 2, 2, 2])
    let targets = [0, 0, 1, 2, 2, 2].map(Class::<3>::of);
    let wanted = [1.0, 2.0, 2.0 / 3.0];
    assert_close(
        "weights",
        &balanced_class_weights(&targets),
        &wanted,
        Tolerance { absolute: 0.0, relative: 1e-15 },
    );
    assert_close(
        "none",
        &balanced_class_weights::<2>(&[]),
        &[0.0, 0.0],
        Tolerance { absolute: 0.0, relative: 0.0 },
    );
    assert_eq!(Class::<4>::of(3).one_hot::<f64>(), SVector::from([0.0, 0.0, 0.0, 1.0]));
}

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
