//! Metrics: scikit-learn's numbers, the corners where they are 0/0, and the same from a network.

use monograd::data::Class;
use monograd::metrics::{
    accuracy_score, mean_absolute_error, mean_squared_error, r2_score, roc_auc_score, top_k_accuracy_score,
};
use monograd::nalgebra::SVector;
use monograd::prelude::*;
use proptest::prelude::{any, prop, prop_assert_eq, prop_assume, proptest};

use crate::reference::file::File;
use crate::support::compare::{Tolerance, assert_close};

/// A network that passes its input on.
fn identity<N: Network<Scalar = f32>>() -> N {
    let mut net = N::zeros();
    let width = N::INPUTS;
    for i in 0..width {
        net.parameters_mut()[i * width + i] = 1.0;
    }
    *net
}

network! { struct Five<5 => Linear(5) => Softmax>; }
network! { struct Two<2 => Linear(2) => Softmax>; }
network! { struct Answer<1 => Linear(1) => Sigmoid>; }
network! { struct One<1 => Linear(1)>; }
network! { struct Three<3 => Linear(3)>; }

/// Compares with numbers of the reference file to all digits but the last.
#[track_caller]
fn assert_number(file: &File, name: &str, ours: f64) {
    assert_numbers(file, name, &[ours]);
}

#[track_caller]
fn assert_numbers(file: &File, name: &str, ours: &[f64]) {
    let tolerance = Tolerance { absolute: 1e-15, relative: 1e-14 };
    assert_close(name, ours, &file.scalars::<f64>(name), tolerance);
}

#[test]
fn classes_as_scikit_learn_counts_them() {
    let file = File::open::<f32>("metrics");
    for case in ["classes", "classes_unseen"] {
        let name = |tensor: &str| format!("{case}/{tensor}");
        let targets = file.classes::<5>(&name("targets"));
        let predictions = file.classes::<5>(&name("predictions"));
        let scores: Vec<SVector<f32, 5>> = file.samples(&name("scores"));

        assert_number(&file, &name("accuracy"), accuracy_score(&predictions, &targets));
        assert_number(&file, &name("top_3_accuracy"), top_k_accuracy_score(&scores, &targets, 3));

        let matrix = ConfusionMatrix::from_predictions(&predictions, &targets);
        assert_eq!(matrix.counts().as_flattened(), file.counts(&name("confusion")));
        assert_number(&file, &name("accuracy"), matrix.accuracy());
        assert_numbers(&file, &name("precision"), &Class::ALL.map(|class| matrix.precision(class)));
        assert_numbers(&file, &name("recall"), &Class::ALL.map(|class| matrix.recall(class)));
        assert_numbers(&file, &name("f1"), &Class::ALL.map(|class| matrix.f1(class)));
        assert_number(&file, &name("macro_precision"), matrix.macro_precision());
        assert_number(&file, &name("macro_recall"), matrix.macro_recall());
        assert_number(&file, &name("macro_f1"), matrix.macro_f1());

        let net = identity::<Five>();
        let data = Dataset::new(&scores, &targets).unwrap();
        assert_number(&file, &name("accuracy"), net.accuracy(data));
        assert_number(&file, &name("top_3_accuracy"), net.top_k_accuracy(data, 3));
        assert_eq!(net.confusion_matrix(data).unwrap(), matrix);
    }
}

#[test]
fn ranking_as_scikit_learn_measures_it() {
    let file = File::open::<f32>("metrics");
    let scores = file.scalars::<f32>("binary/scores");
    let targets: Vec<bool> = file.counts("binary/targets").iter().map(|&target| target == 1).collect();
    assert_number(&file, "binary/roc_auc", roc_auc_score(&scores, &targets));

    // A sigmoid keeps the order and the ties, and so does the softmax of 0 and the score.
    let x: Vec<SVector<f32, 1>> = scores.iter().map(|&score| [score].into()).collect();
    let answers: Vec<[bool; 1]> = targets.iter().map(|&target| [target]).collect();
    let data = Dataset::new(&x, &answers).unwrap();
    assert_number(&file, "binary/roc_auc", identity::<Answer>().roc_auc(data));

    let x: Vec<SVector<f32, 2>> = scores.iter().map(|&score| [0.0, score].into()).collect();
    let classes: Vec<Class<2>> = targets.iter().map(|&target| Class::of(usize::from(target))).collect();
    let data = Dataset::new(&x, &classes).unwrap();
    assert_number(&file, "binary/roc_auc", identity::<Two>().roc_auc(data));
}

#[test]
fn regression_as_scikit_learn_measures_it() {
    fn check<const N: usize, Net>(case: &str)
    where
        Net: Network<
                Scalar = f32,
                Input = SVector<f32, N>,
                Output = SVector<f32, N>,
                Head = monograd::head::Values<N>,
            >,
    {
        let file = File::open::<f32>("metrics");
        let name = |tensor: &str| format!("{case}/{tensor}");
        let predictions: Vec<SVector<f32, N>> = file.samples(&name("predictions"));
        let targets: Vec<SVector<f32, N>> = file.samples(&name("targets"));
        assert_number(&file, &name("mean_squared_error"), mean_squared_error(&predictions, &targets));
        assert_number(&file, &name("mean_absolute_error"), mean_absolute_error(&predictions, &targets));
        assert_number(&file, &name("r_squared"), r2_score(&predictions, &targets));

        let (net, data) = (identity::<Net>(), Dataset::new(&predictions, &targets).unwrap());
        assert_number(&file, &name("mean_squared_error"), net.mean_squared_error(data));
        assert_number(&file, &name("mean_absolute_error"), net.mean_absolute_error(data));
        assert_number(&file, &name("r_squared"), net.r2_score(data));
    }
    check::<1, One>("regression");
    check::<3, Three>("regression_3");
}

#[test]
fn r2_of_targets_that_are_all_the_same() {
    // The sum of three times 0.1 is not 0.3.
    let constant = [SVector::from([0.1]); 3];
    assert_eq!(r2_score(&constant, &constant).to_bits(), 1.0_f64.to_bits());
    assert_eq!(r2_score(&[[0.1].into(), [0.1].into(), [0.2].into()], &constant).to_bits(), 0.0_f64.to_bits());
    assert!(r2_score(&[[f64::NAN].into(), [0.1].into(), [0.1].into()], &constant).is_nan());
    assert!(r2_score(&constant[..1], &constant[..1]).is_nan());
}

#[test]
fn top_k_of_equal_scores_takes_the_earlier_class() {
    let equal = [SVector::from([0.5_f32, 0.5, 0.5])];
    let in_top = |class, k| top_k_accuracy_score(&equal, &[Class::of(class)], k) > 0.5;
    assert_eq!([0, 1, 2].map(|class| in_top(class, 1)), [true, false, false]);
    assert_eq!([0, 1, 2].map(|class| in_top(class, 2)), [true, true, false]);
    assert_eq!([0, 1, 2].map(|class| in_top(class, 3)), [true, true, true]);
    assert_eq!([0, 1, 2].map(|class| in_top(class, 0)), [false, false, false]);
    // More than there are.
    assert!(in_top(2, 9));
}

#[test]
fn of_nothing_every_metric_is_nan() {
    let none: [SVector<f32, 2>; 0] = [];
    let no_class: [Class<2>; 0] = [];
    let matrix = ConfusionMatrix::from_predictions(&no_class, &no_class);
    let net = identity::<Two>();
    let data = Dataset::new(&none, &no_class).unwrap();
    for metric in [
        accuracy_score(&no_class, &no_class),
        top_k_accuracy_score(&none, &no_class, 1),
        matrix.accuracy(),
        roc_auc_score::<f32>(&[], &[]),
        mean_squared_error(&none, &none),
        mean_absolute_error(&none, &none),
        r2_score(&none, &none),
        net.accuracy(data),
        net.top_k_accuracy(data, 1),
        net.roc_auc(data),
    ] {
        assert!(metric.is_nan(), "{metric}");
    }
}

#[test]
fn an_area_needs_both_classes_and_numbers() {
    assert!(roc_auc_score(&[1.0, 2.0], &[true, true]).is_nan());
    assert!(roc_auc_score(&[1.0, 2.0], &[false, false]).is_nan());
    assert!(roc_auc_score(&[f64::NAN, 2.0], &[false, true]).is_nan());
    assert!(roc_auc_score(&[f64::NEG_INFINITY, 2.0], &[false, true]).is_nan());
    // The two zeros are equal.
    assert_eq!(roc_auc_score(&[-0.0, 0.0], &[false, true]).to_bits(), 0.5_f64.to_bits());
}

#[test]
fn a_single_answer_has_two_classes() {
    let matrix = ConfusionMatrix::from_predictions(&[[true], [true], [false]], &[[true], [false], [false]]);
    assert_eq!(matrix.counts(), [[1, 1], [0, 1]]);
    let (x, t) = ([[3.0].into(), [-1.0].into()], [[true], [true]]);
    let matrix = identity::<Answer>().confusion_matrix(Dataset::new(&x, &t).unwrap()).unwrap();
    assert_eq!(matrix.counts(), [[0, 0], [1, 1]]);
    assert_eq!((matrix.support(Class::of(1)), matrix.predicted(Class::of(1)), matrix.total()), (2, 1, 2));
}

#[test]
fn a_confusion_matrix_prints_as_a_table() {
    let mut predictions = vec![Class::<11>::of(10); 12_345];
    let mut targets = predictions.clone();
    predictions.extend([0, 1, 1].map(Class::of));
    targets.extend([0, 0, 10].map(Class::of));
    let table = ConfusionMatrix::from_predictions(&predictions, &targets).to_string();
    let lines: Vec<&str> = table.lines().collect();
    #[rustfmt::skip]
    assert_eq!([lines[0], lines[1], lines[2], lines[11]], [
        " predicted      0      1      2      3      4      5      6      7      8      9     10    correct",
        "   true  0      1      1      ·      ·      ·      ·      ·      ·      ·      ·      ·    50.00 %",
        "   true  1      ·      ·      ·      ·      ·      ·      ·      ·      ·      ·      ·          -",
        "   true 10      ·      1      ·      ·      ·      ·      ·      ·      ·      ·  12345    99.99 %",
    ]);
}

#[test]
#[should_panic(expected = "there must be one prediction for each target")]
fn predictions_and_targets_come_in_pairs() {
    let _ = accuracy_score(&[1, 2], &[1]);
}

proptest! {
    /// Sorting gives what comparing all pairs gives.
    #[test]
    fn the_area_is_the_share_of_ordered_pairs(
        samples in prop::collection::vec((-3..3_i8, any::<bool>()), 2..60)
    ) {
        let of = |class| samples.iter().filter(move |(_, target)| *target == class).map(|(score, _)| *score);
        let twice = |p: i8, n: i8| u32::from(p > n) + u32::from(p >= n);
        let twice_ordered: u32 = of(true).flat_map(|p| of(false).map(move |n| twice(p, n))).sum();
        let pairs = of(true).count() * of(false).count();
        let (scores, targets): (Vec<f32>, Vec<bool>) =
            samples.iter().map(|&(score, target)| (f32::from(score), target)).unzip();
        prop_assume!(pairs > 0);
        let wanted = f64::from(twice_ordered) / (2 * pairs) as f64;
        prop_assert_eq!(roc_auc_score(&scores, &targets).to_bits(), wanted.to_bits());
    }

    /// Top 1 is the accuracy, and every class is among all classes.
    #[test]
    fn top_k_grows_from_the_accuracy_to_one(
        samples in prop::collection::vec((prop::array::uniform5(-2..2_i8), 0..5_usize), 1..50)
    ) {
        let scores: Vec<SVector<f32, 5>> = samples.iter().map(|(row, _)| row.map(f32::from).into()).collect();
        let targets: Vec<Class<5>> = samples.iter().map(|&(_, target)| Class::of(target)).collect();
        let net = identity::<Five>();
        let data = Dataset::new(&scores, &targets).unwrap();
        let curve = [1, 2, 3, 4, 5].map(|k| top_k_accuracy_score(&scores, &targets, k));
        prop_assert_eq!(curve[0].to_bits(), net.accuracy(data).to_bits());
        prop_assert_eq!(curve[4].to_bits(), 1.0_f64.to_bits());
        prop_assert_eq!(curve.is_sorted(), true);
    }
}
