//! Outputs that are not finite are no answer, in every metric and for every head.

use std::fmt::Debug;

use monograd::Scalar;
use monograd::metrics::NotFiniteOutput;
use monograd::metrics::{
    ClassLabel, Classifier, Score, TwoClasses, classify, mean_absolute_error, mean_squared_error, r2_score,
    roc_auc_score, top_k_accuracy_score,
};
use monograd::prelude::*;
use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::TestCaseError;
use rand::{SeedableRng, rngs::StdRng};

network! { struct Two<3 => Linear(2) => Softmax>; }
network! { struct Ten<3 => Linear(10) => Softmax>; }
network! { struct Answer<3 => Linear(1) => Sigmoid>; }
network! { struct Answers<3 => Linear(4) => Sigmoid>; }
network! { struct Double<f64; 3 => Linear(8) => Tanh => Linear(2) => Softmax>; }

/// A number that no metric can compare.
fn not_finite() -> impl Strategy<Value = f64> {
    prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(f64::NEG_INFINITY), Just(-f64::NAN)]
}

/// Samples, of which one may be spoilt: with this number, at this place.
type Samples = (Vec<[f64; 3]>, Option<(usize, usize, f64)>);

fn samples() -> impl Strategy<Value = Samples> {
    (1..40_usize).prop_flat_map(|len| {
        let samples = prop::collection::vec(prop::array::uniform3(-2.0..2.0), len);
        (samples, prop::option::of((0..len, 0..3_usize, not_finite())))
    })
}

/// The samples for a network, the spoilt one included.
fn spoilt<N: Network>((samples, fault): &Samples) -> Vec<N::Input> {
    let mut x = vec![N::Input::zeroed(); samples.len()];
    for (x, sample) in x.iter_mut().zip(samples) {
        for (x, &number) in x.scalars_mut().iter_mut().zip(sample) {
            *x = N::Scalar::from_f64(number);
        }
    }
    if let Some((sample, feature, number)) = *fault {
        x[sample].scalars_mut()[feature] = N::Scalar::from_f64(number);
    }
    x
}

type Label<N> = <<N as Network>::Head as Classifier>::Label;

/// The numbers of a network that classifies, some of which need more of its head.
fn check<N>(
    samples: &Samples,
    label: impl Fn(usize) -> Label<N>,
    more: impl Fn(&N, Dataset<'_, N::Input, Label<N>>) -> Vec<f64>,
) -> Result<(), TestCaseError>
where
    N: Network<Head: Classifier<Label: Debug>>,
{
    let net = N::init(&mut StdRng::seed_from_u64(7));
    let x = spoilt::<N>(samples);
    let targets: Vec<_> = (0..x.len()).map(label).collect();
    let data = Dataset::new(&x, &targets).unwrap();
    let fault = samples.1;

    // The network may answer an infinite number with a probability of 0 or 1, but never NaN with one.
    let mut answers = Vec::new();
    classify(&*net, &x, |label| answers.push(label));
    let missing: Vec<_> = (0..x.len()).filter(|&sample| answers[sample].is_none()).collect();
    for (sample, answer) in answers.iter().enumerate() {
        prop_assert_eq!(net.classify(&x[sample]), *answer);
        let output = net.predict(&x[sample]);
        let is_finite = output.scalars().iter().all(|y| y.is_finite());
        prop_assert_eq!(answer.is_some(), is_finite);
    }
    match fault {
        None => prop_assert!(missing.is_empty(), "{missing:?}"),
        Some((sample, _, number)) if number.is_nan() => prop_assert_eq!(&missing, &[sample]),
        Some((sample, ..)) => prop_assert!(missing.iter().all(|&missing| missing == sample)),
    }
    for metric in [vec![net.accuracy(data)], more(&net, data)].concat() {
        let in_range = (0.0..=1.0).contains(&metric);
        prop_assert!(if missing.is_empty() { in_range } else { metric.is_nan() }, "{metric} of {missing:?}");
    }
    Ok(())
}

/// What a confusion matrix says: its accuracy, or NaN where it is an error that names the sample.
fn counted<N, const CLASSES: usize>(
    net: &N,
    data: Dataset<'_, N::Input, Label<N>>,
    fault: Option<usize>,
) -> f64
where
    N: Network<Head: Classifier<Label: ClassLabel<CLASSES>>>,
{
    match net.confusion_matrix::<CLASSES>(data) {
        Ok(matrix) => matrix.accuracy(),
        Err(NotFiniteOutput { sample, found }) => {
            assert_eq!(Some(sample), fault);
            assert!(!found.is_finite());
            f64::NAN
        }
    }
}

/// A ranking needs samples of both classes; without them it is NaN anyway.
fn area<N>(net: &N, data: Dataset<'_, N::Input, Label<N>>) -> Option<f64>
where
    N: Network<Head: TwoClasses>,
{
    (data.len() > 1).then(|| net.roc_auc(data))
}

fn top<N>(net: &N, data: Dataset<'_, N::Input, Label<N>>, k: usize) -> f64
where
    N: Network<Head: Score>,
{
    net.top_k_accuracy(data, k)
}

proptest! {
    #[test]
    fn a_network_that_classifies_has_no_answer(samples in samples()) {
        let fault = samples.1.map(|(sample, ..)| sample);
        check::<Two>(&samples, |i| Class::of(i % 2), |net, data| {
            let mut metrics = vec![counted::<_, 2>(net, data, fault), top(net, data, 1), top(net, data, 2), top(net, data, 9)];
            metrics.extend(area(net, data));
            metrics
        })?;
        check::<Double>(&samples, |i| Class::of(i % 2), |net, data| {
            let mut metrics = vec![counted::<_, 2>(net, data, fault), top(net, data, 1)];
            metrics.extend(area(net, data));
            metrics
        })?;
        check::<Ten>(&samples, |i| Class::of(i % 10), |net, data| {
            vec![counted::<_, 10>(net, data, fault), top(net, data, 1), top(net, data, 3)]
        })?;
        check::<Answer>(&samples, |i| [i % 2 == 1], |net, data| {
            let mut metrics = vec![counted::<_, 2>(net, data, fault)];
            metrics.extend(area(net, data));
            metrics
        })?;
        check::<Answers>(&samples, |i| [i % 2 == 1, true, false, i % 3 == 0], |_, _| vec![])?;
    }

    /// The functions of predictions follow the rule for both of what they compare.
    #[test]
    fn numbers_that_are_not_finite_are_not_compared(
        rows in prop::collection::vec(prop::array::uniform2(-3.0..3.0_f64), 2..30),
        fault in not_finite(),
        place in (any::<prop::sample::Index>(), 0..2_usize),
        of_targets in any::<bool>(),
    ) {
        let (mut y, mut t): (Vec<_>, Vec<_>) =
            rows.iter().map(|&row| (SVector::from(row), SVector::from([row[1], row[0] + 1.0]))).unzip();
        let classes: Vec<_> = (0..y.len()).map(|i| Class::<2>::of(i % 2)).collect();
        let positive: Vec<_> = classes.iter().map(|class| class.index() == 1).collect();
        let scores = |y: &[SVector<f64, 2>]| y.iter().map(|y| y[place.1]).collect::<Vec<_>>();
        let sample = place.0.index(y.len());
        for is_spoilt in [false, true] {
            if is_spoilt {
                if of_targets { t[sample][place.1] = fault } else { y[sample][place.1] = fault }
            }
            let compared = [mean_squared_error(&y, &t), mean_absolute_error(&y, &t), r2_score(&y, &t)];
            let ranked = [top_k_accuracy_score(&y, &classes, 1), top_k_accuracy_score(&y, &classes, 2),
                roc_auc_score(&scores(&y), &positive)];
            for metric in compared {
                prop_assert_eq!(metric.is_nan(), is_spoilt, "{}", metric);
            }
            for metric in ranked {
                prop_assert_eq!(metric.is_nan(), is_spoilt && !of_targets, "{}", metric);
            }
        }
    }
}

/// Each kind of layer before the head passes NaN on, one sample alone and many.
#[test]
fn nan_goes_through_every_layer() {
    macro_rules! through {
        ($($layers:tt)*) => {{
            network! { struct Net<[3, 3, 3] => Conv2d(3, kernel = 1) => $($layers)* => Flatten => Linear(3) => Softmax>; }
            let net = Net::init(&mut StdRng::seed_from_u64(3));
            let mut x = vec![SVector::<f32, 27>::repeat(0.5); 37];
            for (channel, sample) in (0..3).cycle().zip(&mut x) {
                // In the middle, so that every window covers it.
                sample[9 * channel + 4] = f32::NAN;
            }
            x.push(SVector::repeat(0.5));
            let mut answers = Vec::new();
            classify(&*net, &x, |label| answers.push(label.is_some()));
            assert_eq!(answers.iter().position(|&is_answer| is_answer), Some(37), stringify!($($layers)*));
            assert!(x[..37].iter().all(|x| net.classify(x).is_none()), stringify!($($layers)*));
        }};
    }
    through!(ReLU);
    through!(LeakyReLU(0.1));
    through!(ELU);
    through!(GELU);
    through!(SiLU);
    through!(Sigmoid);
    through!(Tanh);
    through!(Softplus);
    through!(Softsign);
    through!(LayerNorm);
    through!(BatchNorm);
    through!(Dropout(0.1));
    through!(Conv2d(4, kernel = 3, padding = 1) => ReLU);
    through!(MaxPool2d(2));
    through!(AvgPool2d(2, stride = 1));
    through!(GlobalAvgPool2d);
    through!(Residual(Conv2d(3, kernel = 1) => Tanh));
    through!(Concat(MaxPool2d(3), Conv2d(2, kernel = 3)));
    through!(Repeat(2, ReLU => Conv2d(3, kernel = 1)));
}
