//! What cannot be drawn is an error that says why.

use monograd::nalgebra::{SMatrix, SVector};
use monograd::plot::{self, Animation, Chart, Picture};
use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};
use std::time::Duration;

use super::{Curve, Three, Two, history};

fn assert_refused(result: Result<Picture, plot::Error>, wanted: &str) {
    assert_eq!(result.err().map(|error| error.to_string()).as_deref(), Some(wanted));
}

#[test]
fn histories_without_what_is_to_be_drawn() {
    let none = history(0);
    let wanted = "no epoch was finished, so there is nothing to draw; at least one epoch was wanted";
    assert_refused(plot::learning_curves(&none), wanted);
    assert_refused(plot::largest_weights(&none), wanted);

    let (x, t) = ([[0.5, 1.0].into()], [[true]]);
    let mut net = Two::zeros();
    let fit = net.fit(BinaryCrossEntropy, Sgd::new(0.1)).epochs(1).layer_figures(false);
    let history = fit.run(&mut net, Dataset::new(&x, &t).unwrap(), &mut StdRng::seed_from_u64(1)).unwrap();
    assert_refused(
        plot::largest_weights(&history),
        "the history has no figures of layers, so there is nothing to draw; at least one layer with parameters was wanted",
    );
}

#[test]
#[rustfmt::skip] // A row is a case.
fn charts_without_points() {
    let chart = || Chart::new("t", "x", "y");
    assert_refused(chart().picture(), "there are no points, so there is nothing to draw; at least one finite point was wanted");
    assert_refused(chart().line("a", []).picture(), "there are no points, so there is nothing to draw; at least one finite point was wanted");
    assert_refused(chart().line("a", [(1.0, f64::NAN), (f64::INFINITY, 1.0)]).picture(), "no point can be drawn, so there is nothing to draw; at least one finite point was wanted");
    assert_refused(chart().line("a", [(1.0, 0.0)]).logarithmic().picture(), "no point can be drawn, so there is nothing to draw; at least one finite point with a positive y was wanted");
    assert_refused(chart().line("a", [(1.0, -f64::MAX), (2.0, f64::MAX)]).picture(), &format!("the range of an axis up to here is {}, which cannot be drawn; a finite number was wanted", -f64::MAX));
}

#[test]
#[rustfmt::skip] // A row is a case.
fn data_that_have_no_place_in_the_plane() {
    let boundary = |points: &[[f32; 2]]| {
        let x: Vec<_> = points.iter().copied().map(SVector::from).collect();
        plot::decision_boundary(&*Three::zeros(), Dataset::new(&x, &vec![Class::of(0); x.len()]).unwrap())
    };
    assert_refused(boundary(&[]), "there are no samples; at least one was wanted");
    assert_refused(boundary(&[[0.0, 1.0], [2.0, f32::NAN]]), "feature 1 of sample 1 is NaN; a finite number was wanted");
    assert_refused(boundary(&[[f32::NEG_INFINITY, 1.0]]), "feature 0 of sample 0 is -inf; a finite number was wanted");

    let curve = |x: f32, y: f32| {
        plot::regression_curve(&*Curve::zeros(), Dataset::new(&[[x].into()], &[[y].into()]).unwrap())
    };
    assert_refused(curve(f32::INFINITY, 0.0), "sample 0 is inf, which cannot be drawn; a finite number was wanted");
    assert_refused(curve(0.0, f32::NAN), "target 0 is NaN, which cannot be drawn; a finite number was wanted");
    assert_refused(plot::regression_curve(&*Curve::zeros(), Dataset::new(&[], &[]).unwrap()), "there are no samples; at least one was wanted");
}

#[test]
fn networks_that_are_not_finite() {
    let mut net = Two::zeros();
    net.ask.bias[0] = f32::NAN;
    let (x, t) = ([[0.0, 0.0].into(), [1.0, 1.0].into()], [[true], [false]]);
    let error = plot::decision_boundary(&*net, Dataset::new(&x, &t).unwrap()).unwrap_err().to_string();
    let wanted =
        "the network's output at (-0.058, 1.058) is NaN, which cannot be drawn; a finite number was wanted";
    assert_eq!(error, wanted);

    let mut net = Curve::zeros();
    net.linear2.bias[0] = f32::INFINITY;
    let (x, y) = ([[0.0].into(), [1.0].into()], [[0.0].into(), [1.0].into()]);
    let error = plot::regression_curve(&*net, Dataset::new(&x, &y).unwrap()).unwrap_err().to_string();
    assert!(error.starts_with("the network's output at -0.0") && error.contains(" is inf, which"), "{error}");
}

#[test]
fn matrices_and_weights_without_a_picture() {
    let none = ConfusionMatrix::<3>::from_predictions::<Class<3>>(&[], &[]);
    assert_refused(
        plot::confusion_matrix(&none),
        "the confusion matrix counts no samples, so there is nothing to draw; at least one sample was wanted",
    );
    let mut weight = SMatrix::<f32, 2, 6>::zeros();
    let wanted = "a neuron has 6 weights; an image of 2×2 pixels needs 4";
    assert_refused(plot::weights(&weight, [2, 2]), wanted);
    assert!(plot::weights(&weight, [usize::MAX, 2]).is_err());
    // All of them zero.
    assert!(plot::weights(&weight, [2, 3]).unwrap().svg().unwrap().contains("Weights of 2 neurons"));
    weight[(1, 4)] = f32::NAN;
    let wanted = "weight 4 of image 1 is NaN, which cannot be drawn; a finite number was wanted";
    assert_refused(plot::weights(&weight, [2, 3]), wanted);
}

#[test]
fn frames_of_different_sizes() {
    let mut animation = Animation::new(Duration::from_millis(50));
    let error = animation.gif().unwrap_err().to_string();
    let wanted =
        "the animation has no pictures, so there is nothing to draw; at least one picture was wanted";
    assert_eq!(error, wanted);
    let picture = Chart::new("t", "x", "y").line("a", [(0.0, 0.0)]).picture().unwrap();
    animation.push(&picture.clone().size(300, 200)).unwrap();
    let error = animation.push(&picture.size(300, 210)).unwrap_err().to_string();
    assert_eq!(error, "frame 2 is 300×210 pixels; 300×200 were wanted, as in the first frame");
}
