//! Pictures: what is in them, where it is, and what cannot be drawn.

mod files;
mod places;
mod refused;

use monograd::data::make;
use monograd::nalgebra::SVector;
use monograd::plot::{self, Chart, Picture};
use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

network! { struct Three<2 => Linear(6) => Tanh => Linear(3) => Softmax>; }
network! { struct Two<2 => ask: Linear(1) => Sigmoid>; }
network! { struct Curve<1 => Linear(4) => Tanh => Linear(1)>; }
network! { struct Eyes<[1, 6, 6] => see: Conv2d(4, kernel = 3) => ReLU => Flatten => Linear(2) => Softmax>; }

fn rng() -> StdRng {
    StdRng::seed_from_u64(1)
}

/// A short training run with a metric and validation data.
fn history(epochs: usize) -> History {
    let data = make::spirals(60, 1.0, 0.05, &mut rng());
    let mut net = Three::init(&mut rng());
    let fit = net.fit(CrossEntropy, Adam::new(0.01)).epochs(epochs).batch_size(20);
    let fit = fit.validation(data.as_dataset()).metric("accuracy", accuracy);
    fit.run(&mut net, data.as_dataset(), &mut rng()).unwrap()
}

/// All texts of a picture, with their places.
fn texts(picture: &Picture) -> Vec<(String, [f64; 2])> {
    let svg = picture.svg().unwrap();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let is_text = |node: &roxmltree::Node<'_, '_>| node.has_tag_name("text");
    let text = |node: roxmltree::Node<'_, '_>| {
        let place = ["x", "y"].map(|name| node.attribute(name).unwrap().parse().unwrap());
        (node.text().unwrap_or_default().trim().to_string(), place)
    };
    document.descendants().filter(is_text).map(text).collect()
}

/// The place of a text that occurs once.
fn place(picture: &Picture, wanted: &str) -> [f64; 2] {
    let found: Vec<_> = texts(picture).into_iter().filter(|(text, _)| text == wanted).collect();
    let [(_, place)] = found[..] else { panic!("`{wanted}` occurs {} times", found.len()) };
    place
}

fn assert_says(picture: &Picture, wanted: &[&str]) {
    let texts: Vec<_> = texts(picture).into_iter().map(|(text, _)| text).collect();
    for wanted in wanted {
        assert!(texts.iter().any(|text| text == wanted), "`{wanted}` is not among {texts:?}");
    }
}

#[test]
fn every_picture_says_what_it_shows() {
    let history = history(3);
    let curves = plot::learning_curves(&history).unwrap();
    assert_says(&curves, &["Learning curves", "Loss", "epoch", "loss", "training", "validation"]);
    assert_says(&curves, &["Metrics", "accuracy", "1", "2", "3"]);
    let largest = plot::largest_weights(&history).unwrap();
    assert_says(&largest, &["Largest weight of each layer", "epoch", "max |w|", "linear1", "linear2"]);

    let data = make::spirals(30, 1.0, 0.05, &mut rng());
    let boundary = plot::decision_boundary(&*Three::init(&mut rng()), data.as_dataset()).unwrap();
    assert_says(&boundary, &["Decision boundary", "x₁", "x₂", "class 0", "class 1", "class 2"]);
    let named = boundary.class_names(["a", "b"]).axes("width", "height").title("Flowers");
    assert_says(&named, &["Flowers", "width", "height", "a", "b", "class 2"]);

    let sine = make::function(20, -3.0..3.0, 0.1, |x: &SVector<f32, 1>| x.map(f32::sin), &mut rng());
    let curve = plot::regression_curve(&*Curve::init(&mut rng()), sine.as_dataset()).unwrap();
    assert_says(&curve, &["Regression", "data", "network", "x", "y"]);

    let matrix = Three::init(&mut rng()).confusion_matrix(data.as_dataset()).unwrap();
    let confusion = plot::confusion_matrix(&matrix).unwrap();
    assert_says(&confusion, &["predicted class", "true class", "0", "1", "2"]);

    let weights = plot::weights(&Three::init(&mut rng()).linear1.weight, [1, 2]).unwrap();
    assert_says(&weights, &["Weights of 6 neurons", "0"]);
    let kernels = plot::kernels(&Eyes::init(&mut rng()).see.weight).unwrap();
    assert_says(&kernels, &["Weights of 4 kernels"]);

    let grid = Picture::grid(2, [curve, confusion, kernels]).title("All");
    assert_says(&grid, &["All", "Regression", "true class", "Weights of 4 kernels"]);
}

#[test]
fn text_is_text_and_not_markup() {
    let picture = Chart::new("a < b & \"c\"", "<x>", "ü").line("x<y", [(0.0, 1.0)]).picture().unwrap();
    assert_says(&picture, &["a < b & \"c\"", "<x>", "ü", "x<y"]);
}

#[test]
fn one_metric_and_the_best_epoch_are_named() {
    let points = make::moons::<f32, _>(20, 0.2, &mut rng()).map_targets(|class| [class.index() == 1]);
    let mut net = Two::init(&mut rng());
    let fit = net.fit(BinaryCrossEntropy, Sgd::new(0.1)).epochs(5).patience(9);
    let rising = std::cell::Cell::new(0.0);
    let fit = fit.metric("test accuracy", |_, _| {
        rising.set(rising.get() + 1.0);
        (rising.get() - 3.0_f64).abs()
    });
    let fit = fit.training_metric("training accuracy", accuracy).judge_by_lowest("test accuracy");
    let history = fit.run(&mut net, points.as_dataset(), &mut rng()).unwrap();
    assert_eq!(history.best().unwrap().epoch, 3);
    let picture = plot::learning_curves(&history).unwrap();
    assert_says(&picture, &["accuracy", "test accuracy", "training accuracy", "best"]);
}

#[test]
fn numbers_without_a_place_leave_a_gap_that_is_told() {
    let losses = [0.5, f64::NAN, 0.4, f64::INFINITY, 0.3, -0.1];
    let chart = || Chart::new("t", "epoch", "loss").line("loss", (1..).map(f64::from).zip(losses));
    assert_says(&chart().picture().unwrap(), &["loss (2 of 6 not drawn)"]);
    assert_says(&chart().logarithmic().picture().unwrap(), &["loss (3 of 6 not drawn)"]);
}

#[test]
fn few_and_equal_and_extreme_numbers_have_a_picture() {
    let cases: [&[(f64, f64)]; 9] = [
        &[(1.0, 2.0)],
        &[(0.0, 0.0), (0.0, 0.0)],
        &[(1.0, 5.0), (2.0, 5.0), (3.0, 5.0)],
        &[(1.0, 1e300), (2.0, -1e300)],
        &[(1.0, 1e-300), (2.0, 2e-300)],
        &[(1e9, 1e9), (1e9 + 1e-6, 1e9 + 1e-6)],
        &[(-1e-9, 3e12), (1e-9, 4e12)],
        &[(f64::MIN_POSITIVE, 1.0), (1.0, f64::MIN_POSITIVE)],
        &[(0.0, 1.0), (1.0, 1.0 + f64::EPSILON)],
    ];
    for points in cases {
        let chart = || Chart::new("t", "x", "y").points("points", points.iter().copied());
        for chart in [chart(), chart().line("line", points.iter().copied()), chart().logarithmic()] {
            match chart.picture() {
                Ok(picture) => assert!(texts(&picture).iter().any(|(text, _)| text.starts_with("points"))),
                // On a logarithmic axis.
                Err(error) => assert!(points.iter().all(|&(_, y)| y <= 0.0), "{points:?}: {error}"),
            }
        }
    }
}

#[test]
fn one_point_and_equal_points_have_a_boundary_and_a_curve() {
    for points in [vec![SVector::from([3.0_f32, 4.0])], vec![SVector::from([0.0_f32, 0.0]); 5]] {
        let classes = vec![Class::of(1); points.len()];
        let data = Dataset::new(&points, &classes).unwrap();
        assert_says(&plot::decision_boundary(&*Three::zeros(), data).unwrap(), &["class 1"]);
        let x: Vec<_> = points.iter().map(|x| SVector::from([x[0]])).collect();
        let data = Dataset::new(&x, &x).unwrap();
        assert_says(&plot::regression_curve(&*Curve::zeros(), data).unwrap(), &["data"]);
    }
}

#[test]
fn one_epoch_and_a_training_that_diverged_have_curves() {
    plot::learning_curves(&history(1)).unwrap().svg().unwrap();
    let data = make::spirals(60, 1.0, 0.05, &mut rng());
    let mut net = Three::init(&mut rng());
    let fit = net.fit(CrossEntropy, Sgd::new(0.01)).epochs(50).batch_size(1);
    let fit = fit.schedule(|epoch| if epoch < 2 { 1.0 } else { 1e5 });
    let Err(monograd::train::Error::Diverged(diverged)) = fit.run(&mut net, data.as_dataset(), &mut rng())
    else {
        panic!("a learning rate of 1e3");
    };
    assert_says(&plot::learning_curves(&diverged.history).unwrap(), &["training", "1", "2"]);
}
