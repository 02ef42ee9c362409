//! The tools around a data set: splits, folds, batches, scalers and weights.

use std::collections::BTreeMap;

use monograd::data::{Batches, Class, MinMaxScaler, StandardScaler, balanced_class_weights, make};
use monograd::nalgebra::SVector;
use monograd::prelude::*;
use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_assume, proptest};

use crate::support::compare::{Tolerance, assert_close};
use crate::support::draw::rng;

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

/// scikit-learn's `StandardScaler` takes columns that differ by rounding for constant.
#[test]
fn a_feature_that_differs_by_rounding_is_constant() {
    for x in [1.0_f64, 0.1, -1e300, 1e-300, 123_456.789] {
        let next = f64::from_bits(x.to_bits() + 1);
        let mut samples = [x, next, x].map(|x| SVector::from([x]));
        let scaler = StandardScaler::fit(&samples).unwrap();
        assert_eq!(scaler.deviation[0].to_bits(), 1_f64.to_bits());
        scaler.transform(&mut samples);
        assert!(samples.iter().all(|sample| sample[0].abs() <= (next - x).abs()), "{samples:?}");

        let mut samples = [x, next, x].map(|x| SVector::from([x]));
        MinMaxScaler::fit(&samples).unwrap().transform(&mut samples);
        assert!(samples.iter().all(|sample| sample[0].abs() <= (next - x).abs()), "{samples:?}");
    }
    // Numbers that differ by more are not, however near they are.
    let mut samples = [1.0_f64, 1.0 + 1e-12].map(|x| SVector::from([x]));
    StandardScaler::fit(&samples).unwrap().transform(&mut samples);
    assert!((samples[1][0] - 1.0).abs() < 1e-3, "{samples:?}");
    let mut samples = [0.0, 1e-30].map(|x| SVector::from([x]));
    MinMaxScaler::fit(&samples).unwrap().transform(&mut samples);
    assert_eq!(samples, [[0.0], [1.0]].map(SVector::from));
}

/// Both scalers there and back, on numbers up to the largest.
fn check_extremes<T: monograd::Scalar>(numbers: &[f64], largest: f64, tolerance: f64) {
    let samples: Vec<SVector<T, 1>> =
        numbers.iter().map(|&x| SVector::from([T::from_f64(x * largest)])).collect();
    let check = |scaled: &[SVector<T, 1>], back: &[SVector<T, 1>]| {
        assert!(scaled.iter().all(|x| x[0].is_finite()), "{scaled:?} from {samples:?}");
        for (x, y) in samples.iter().zip(back) {
            let difference = (x[0].to_f64() / largest - y[0].to_f64() / largest).abs();
            assert!(difference < tolerance, "{back:?} from {samples:?} by {scaled:?}");
        }
    };
    let mut changed = samples.clone();
    let scaler = StandardScaler::fit(&samples).unwrap();
    scaler.transform(&mut changed);
    let scaled = changed.clone();
    scaler.inverse_transform(&mut changed);
    check(&scaled, &changed);
    assert!(scaled.iter().all(|x| x[0].to_f64().abs() <= (numbers.len() as f64).sqrt() + 1e-3), "{scaled:?}");
    let wide = [0.0, -largest].map(T::from_f64);
    for (low, high) in [(T::ZERO, T::ONE), (wide[1], T::from_f64(largest))] {
        let mut changed = samples.clone();
        let scaler = MinMaxScaler::fit(&samples).unwrap().with_range(low, high);
        scaler.transform(&mut changed);
        let scaled = changed.clone();
        scaler.inverse_transform(&mut changed);
        check(&scaled, &changed);
    }
}

proptest! {
    #[test]
    fn scalers_take_the_largest_numbers(
        numbers in prop::collection::vec(prop::sample::select(vec![-1.0, 1.0, 0.9, -0.9, 0.0, 1e-3, -0.5]), 1..20)
    ) {
        // On the way back from the very largest, rounding may lead beyond it.
        check_extremes::<f32>(&numbers, f64::from(f32::MAX) * 0.999, 1e-5);
        check_extremes::<f64>(&numbers, f64::MAX * 0.999, 1e-13);
        check_extremes::<f64>(&numbers, 1e-300, 1e-9);
        check_extremes::<f32>(&numbers, 1e-35, 1e-3);
    }
}

#[test]
fn the_very_largest_numbers_can_be_scaled() {
    let samples = [-f32::MAX, f32::MAX, f32::MAX, 0.0].map(|x| SVector::from([x]));
    let mut scaled = samples;
    StandardScaler::fit(&samples).unwrap().transform(&mut scaled);
    assert!(scaled.iter().all(|x| x[0].abs() < 2.0), "{scaled:?}");
    let mut scaled = samples;
    MinMaxScaler::fit(&samples).unwrap().transform(&mut scaled);
    assert_eq!(scaled, [0.0, 1.0, 1.0, 0.5].map(|x| SVector::from([x])));
}

#[test]
fn one_sample_and_extreme_settings() {
    let one = [SVector::from([f32::MAX, -0.0])];
    let mut scaled = one;
    StandardScaler::fit(&one).unwrap().transform(&mut scaled);
    assert_eq!(scaled, [SVector::from([0.0, 0.0])]);
    let mut scaled = one;
    MinMaxScaler::fit(&one).unwrap().transform(&mut scaled);
    assert_eq!(scaled, [SVector::from([0.0, 0.0])]);

    assert_close(
        "weights of one target",
        &balanced_class_weights(&[Class::<3>::of(2)]),
        &[0.0, 0.0, 1.0],
        Tolerance { absolute: 0.0, relative: 0.0 },
    );
    assert_eq!(Class::<1>::of(0).one_hot::<f32>(), SVector::from([1.0]));
    let one = numbered(1);
    assert_eq!(one.as_dataset().split([1.0], &mut rng(1)).unwrap()[0].len(), 1);
    assert!(one.as_dataset().split([f64::MIN_POSITIVE, 1.0], &mut rng(1)).is_err());
    assert!(one.as_dataset().split::<0, _>([], &mut rng(1)).is_err());
    assert!(one.as_dataset().k_fold(usize::MAX, &mut rng(1)).is_err());
    let none = numbered(0);
    assert!(none.as_dataset().split([0.5, 0.5], &mut rng(1)).is_err());
    assert!(none.as_dataset().stratified_k_fold(2, &mut rng(1)).is_err());
    assert!(Batches::new(none.as_dataset(), usize::MAX).next_batch().is_none());
}

#[test]
fn noise_that_makes_no_sense_is_refused() {
    for noise in [f64::NAN, f64::INFINITY, -1.0] {
        let draw = || make::moons::<f32, _>(10, noise, &mut rng(1));
        let text = *std::panic::catch_unwind(draw).unwrap_err().downcast::<String>().unwrap();
        assert_eq!(text, format!("the noise is {noise}; a finite number from 0 was wanted"));
    }
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
