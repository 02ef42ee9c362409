//! How a training run ends before its last epoch: early, from outside, or badly.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use monograd::nalgebra::SVector;
use monograd::optim::Optimizer;
use monograd::prelude::*;
use monograd::train::Error;
use monograd::train::{Diverged, Ended};

use rand::{SeedableRng, rngs::StdRng};

use super::{Net, points, rng, set};

#[test]
fn patience_ends_the_training_and_restores_the_best() {
    let (training, validation) = (points(12, 2), points(200, 3));
    let mut net = Net::init(&mut rng());
    let mut seen = Vec::new();
    let fit = net.fit(CrossEntropy, Adam::new(0.1)).batch_size(4).epochs(200).validation(set(&validation));
    let fit = fit.patience(4).on_epoch(|net, _| seen.push(*net));
    let history = fit.run(&mut net, set(&training), &mut rng()).unwrap();

    let (best, last) = (history.best().unwrap(), history.last().unwrap());
    assert_eq!(history.ended, Ended::Early);
    assert_eq!(last.epoch, best.epoch + 4);
    let losses = || history.epochs.iter().filter_map(|epoch| epoch.validation_loss);
    assert_eq!(best.validation_loss, losses().reduce(f64::min));
    assert_eq!(*net, seen[best.epoch - 1]);
    assert_ne!(*net, seen[last.epoch - 1]);
    assert!(history.to_string().ends_with(&format!("stopped early; the best epoch is {}\n", best.epoch)));
}

#[test]
fn the_best_is_restored_after_the_last_epoch_too() {
    let points = points(20, 2);
    let mut net = Net::init(&mut rng());
    let mut seen = Vec::new();
    let fit = net.fit(CrossEntropy, Sgd::new(0.1)).epochs(5).patience(50);
    // The higher the epoch, the worse; all in all the second is the best.
    let worse = std::cell::Cell::new(0.0);
    let fit = fit.metric("badness", |_, _| {
        worse.set(worse.get() + 1.0);
        if worse.get() < 2.0 { 9.0 } else { worse.get() }
    });
    let fit = fit.judge_by_lowest("badness").on_epoch(|net, _| seen.push(*net));
    let history = fit.run(&mut net, set(&points), &mut rng()).unwrap();
    assert_eq!((history.ended, history.best().unwrap().epoch), (Ended::Finished, 2));
    assert_eq!(*net, seen[1]);
}

#[test]
fn an_epoch_whose_metric_is_no_number_is_not_the_best() {
    let points = points(20, 2);
    for (numbers, wanted) in [
        (vec![f64::NAN, 3.0, f64::NAN, 2.0, f64::NAN], Some(4)),
        (vec![f64::NAN, f64::INFINITY, f64::NAN, f64::NAN, f64::NAN], None),
    ] {
        for patience in [None, Some(2), Some(9)] {
            let mut net = Net::init(&mut rng());
            let mut seen = Vec::new();
            let measured = std::cell::RefCell::new(numbers.clone().into_iter());
            let fit = net.fit(CrossEntropy, Sgd::new(0.1)).epochs(5).on_epoch(|net, _| seen.push(*net));
            let fit = if let Some(patience) = patience { fit.patience(patience) } else { fit };
            let fit =
                fit.metric("area", |_, _| measured.borrow_mut().next().unwrap()).judge_by_lowest("area");
            let result = fit.run(&mut net, set(&points), &mut rng());
            match (wanted, result) {
                (Some(epoch), Ok(history)) => {
                    assert_eq!(history.best().unwrap().epoch, epoch);
                    let kept = if patience.is_some() { &seen[epoch - 1] } else { seen.last().unwrap() };
                    assert_eq!(*net, *kept);
                }
                (None, Err(error @ Error::NeverJudged { .. })) => {
                    let epochs = seen.len();
                    let message =
                        format!("finite in none of {epochs}; the network has the parameters of the last");
                    assert!(error.to_string().ends_with(&message), "{error}");
                    assert!(error.to_string().contains("`area`"), "{error}");
                    assert_eq!(*net, *seen.last().unwrap());
                }
                (_, result) => panic!("{result:?}"),
            }
        }
    }
}

#[test]
fn small_gains_do_not_count() {
    let points = points(20, 2);
    let mut net = Net::init(&mut rng());
    let fit = net.fit(CrossEntropy, Sgd::new(0.1)).epochs(20).patience(3).min_delta(10.0);
    let history = fit.run(&mut net, set(&points), &mut rng()).unwrap();
    assert_eq!((history.epochs.len(), history.best().unwrap().epoch), (4, 1));
}

#[test]
fn callbacks_end_the_training() {
    let points = points(50, 2);
    let when = |stop: bool| if stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let mut net = Net::init(&mut rng());
    let fit = |net: &Net| net.fit(CrossEntropy, Sgd::new(0.1)).batch_size(10).epochs(9);

    let by_step = fit(&net).on_step(|_, step| when(step.epoch == 2 && step.step == 3));
    let history = by_step.run(&mut net, set(&points), &mut rng()).unwrap();
    let last = history.last().unwrap();
    assert_eq!((history.ended, last.epoch, last.steps, last.samples), (Ended::Stopped, 2, 3, 30));

    let by_epoch = fit(&net).on_epoch(|_, record| when(record.epoch == 4));
    let history = by_epoch.run(&mut net, set(&points), &mut rng()).unwrap();
    assert_eq!((history.ended, history.epochs.len()), (Ended::Stopped, 4));

    // As by Ctrl-C: the epoch is finished.
    let flag = AtomicBool::new(false);
    let press = |_: &Net, step: &monograd::train::Step| {
        flag.fetch_or(step.epoch == 3 && step.step == 2, Ordering::Relaxed);
    };
    let history = fit(&net).stop_flag(&flag).on_step(press).run(&mut net, set(&points), &mut rng()).unwrap();
    let last = history.last().unwrap();
    assert_eq!((history.ended, last.epoch, last.steps), (Ended::Stopped, 3, 5));
}

/// Trains well for two epochs and then with a thousand times the learning rate, and checks everything that
/// must hold about the error.
fn check_divergence<N, L>(
    net: &mut N,
    loss: L,
    x: &[N::Input],
    t: &[L::Target],
    optimizer: impl Optimizer<f32>,
) where
    N: Network<Scalar = f32>,
    L: monograd::loss::Loss<N::Head>,
{
    let data = Dataset::new(x, t).unwrap();
    let mut seen = Vec::new();
    let fit = net.fit(loss, optimizer).batch_size(10).epochs(50);
    let fit = fit.schedule(|epoch| if epoch < 2 { 1.0 } else { 1e5 });
    let result = fit.on_epoch(|net, _| seen.push(net.parameters().to_vec())).run(net, data, &mut rng());
    let Err(Error::Diverged(diverged)) = result else { panic!("{}: {result:?}", N::SUMMARY.name) };
    let message = Error::Diverged(diverged.clone()).to_string();
    let Diverged { epoch, step, loss, ref history, .. } = *diverged;

    assert!((3..6).contains(&epoch) && step > 0, "{}: {message}", N::SUMMARY.name);
    assert!(
        message.starts_with(&format!("the training diverged in epoch {epoch}, step {step}: ")),
        "{message}"
    );
    assert!(!loss.is_finite() || loss > 100.0, "{message}");
    assert!(message.contains(" became ") || message.contains("the step is so long"), "{message}");
    assert_eq!((history.epochs.len(), history.ended), (epoch - 1, Ended::Diverged));
    assert_eq!(net.parameters(), seen[history.best().unwrap().epoch - 1]);
    assert!(history.to_string().contains("diverged; the best epoch is"), "{history}");
}

network! { struct Rectified<3 => Linear(16) => ReLU => Linear(16) => ReLU => Linear(3) => Softmax>; }
network! { struct Line<3 => Linear(8) => GELU => Linear(1)>; }
network! { struct Answer<3 => Linear(8) => Tanh => Linear(1) => Sigmoid>; }

#[test]
fn a_training_that_diverges_is_an_error_that_keeps_the_best() {
    let (x, t) = points(100, 2);
    let values: Vec<SVector<f32, 1>> = x.iter().map(|x| SVector::from([x.sum()])).collect();
    let answers: Vec<[bool; 1]> = x.iter().map(|x| [x[0] > 0.0]).collect();
    let plain = Sgd::new(0.01);
    check_divergence(&mut *Net::init(&mut rng()), CrossEntropy, &x, &t, plain);
    check_divergence(&mut *Net::init(&mut rng()), CrossEntropy, &x, &t, plain.momentum(0.9));
    check_divergence(&mut *Rectified::init(&mut rng()), CrossEntropy, &x, &t, plain);
    check_divergence(&mut *Rectified::init(&mut rng()), CrossEntropy, &x, &t, Adam::new(0.01));
    check_divergence(&mut *Line::init(&mut rng()), MeanSquaredError, &x, &values, plain);
    check_divergence(&mut *Answer::init(&mut rng()), BinaryCrossEntropy, &x, &answers, plain);
}

#[test]
fn the_first_epoch_may_diverge() {
    let points = points(100, 2);
    let mut net = Net::init(&mut rng());
    let initial = net.clone();
    let fit = net.fit(CrossEntropy, Sgd::new(1e3)).batch_size(1).epochs(5);
    let Err(Error::Diverged(diverged)) = fit.run(&mut net, set(&points), &mut rng()) else { panic!() };
    assert_eq!((diverged.epoch, diverged.history.epochs.len(), net), (1, 0, initial));
    assert!(diverged.to_string().ends_with("; the network has the parameters that it began with"));
    assert_eq!(diverged.history.to_string(), "no epoch was finished\n");
}

#[test]
fn bad_numbers_in_the_data_are_named() {
    let (mut training, mut validation) = (points(20, 2), points(20, 3));
    let mut net = Net::init(&mut rng());
    let initial = net.clone();
    validation.0[7][1] = f32::NAN;
    let fit = net.fit(CrossEntropy, Sgd::new(0.1)).validation(set(&validation));
    let error = fit.run(&mut net, set(&training), &mut rng()).unwrap_err();
    let wanted = "the training diverged in epoch 1, step 1: the validation loss became NaN; the network has the \
                  parameters that it began with";
    assert_eq!((error.to_string().as_str(), &net), (wanted, &initial));

    training.0[3][0] = f32::INFINITY;
    let error = net.fit(CrossEntropy, Sgd::new(0.1)).run(&mut net, set(&training), &mut rng()).unwrap_err();
    let wanted = "the training stopped in epoch 1, step 1: feature 0 of sample 3 is inf; the network has the \
                  parameters that it began with";
    assert_eq!(error.to_string(), wanted);
    assert_eq!(net, initial);
}

#[test]
fn a_bad_sample_in_the_last_batch_is_an_error_too() {
    for seed in 0..60_u8 {
        for patience in [None, Some(3)] {
            let mut training = points(50, seed.into());
            training.0[7][usize::from(seed % 3)] =
                [f32::INFINITY, f32::NAN, f32::NEG_INFINITY][usize::from(seed % 3)];
            let mut net = Net::init(&mut rng());
            let fit = net.fit(CrossEntropy, Adam::new(0.01).clip_norm(1.0)).batch_size(20).epochs(1);
            let fit = if let Some(epochs) = patience { fit.patience(epochs) } else { fit };
            let result = fit.run(&mut net, set(&training), &mut StdRng::seed_from_u64(seed.into()));
            assert!(matches!(result, Err(Error::Diverged(_))), "seed {seed}: {result:?}");
            assert!(net.parameters().iter().all(|w| w.is_finite()), "seed {seed}");
        }
    }
}

#[test]
fn a_schedule_that_makes_no_sense_is_an_error() {
    for factor in [f64::NAN, f64::INFINITY, -1.0, 1e60] {
        let points = points(20, 2);
        let mut net = Net::init(&mut rng());
        let fit = net
            .fit(CrossEntropy, Sgd::new(0.1))
            .epochs(5)
            .schedule(move |at| if at < 2 { 1.0 } else { factor });
        let error = fit.run(&mut net, set(&points), &mut rng()).unwrap_err();
        assert!(matches!(error, Error::Setting(_)), "{factor}: {error}");
        assert!(net.parameters().iter().all(|w| w.is_finite()), "{factor}");
    }
}

#[test]
fn a_large_loss_may_be_allowed() {
    let points = points(100, 2);
    let mut net = Net::init(&mut rng());
    let fit = net.fit(CrossEntropy, Sgd::new(1e3)).batch_size(1).epochs(2).divergence(f64::INFINITY);
    assert!(fit.run(&mut net, set(&points), &mut rng()).is_ok());
}
