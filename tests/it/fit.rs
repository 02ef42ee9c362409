//! The training loop: what it does, in which order, and how it ends.

mod endings;
mod history;

use monograd::bytemuck::bytes_of;
use monograd::nalgebra::SVector;
use monograd::optim::schedule::{Exponential, OneCycle, StepDecay};
use monograd::prelude::*;
use monograd::train::Error;
use rand::{SeedableRng, rngs::StdRng};

use crate::support::draw::normal;

network! { struct Net<3 => first: Linear(8) => Tanh => second: Linear(3) => Softmax>; }

type Samples = (Vec<SVector<f32, 3>>, Vec<Class<3>>);

/// Points whose class is their largest coordinate.
fn points(count: usize, seed: u64) -> Samples {
    let rng = &mut StdRng::seed_from_u64(seed);
    let point = |_| {
        let x: SVector<f32, 3> = normal::<3>(rng).cast();
        (x, Class::new(x.imax()).expect("below 3"))
    };
    (0..count).map(point).unzip()
}

fn set(samples: &Samples) -> Dataset<'_, SVector<f32, 3>, Class<3>> {
    Dataset::new(&samples.0, &samples.1).expect("as many samples as targets")
}

fn rng() -> StdRng {
    StdRng::seed_from_u64(1)
}

#[test]
fn a_fit_without_settings_is_the_epochs_of_a_trainer() {
    let points = points(150, 2);
    let (mut by_fit, mut by_trainer) = (Net::init(&mut rng()), Net::init(&mut rng()));
    let optimizer = Sgd::new(0.1).momentum(0.9);
    let fit = by_fit.fit(CrossEntropy, optimizer).epochs(3).batch_size(40);
    let history = fit.run(&mut by_fit, set(&points), &mut rng()).unwrap();

    let (mut trainer, rng) = (by_trainer.trainer(CrossEntropy, optimizer), &mut rng());
    for record in &history.epochs {
        let epoch = trainer.epoch(&mut by_trainer, set(&points), 40, rng).unwrap();
        assert_eq!(record.loss.to_bits(), epoch.loss.to_bits());
        assert_eq!((record.steps, record.samples), (epoch.batches, epoch.samples));
    }
    assert_eq!(bytes_of(&*by_fit), bytes_of(&*by_trainer));
}

/// The learning rate of every step.
fn rates(describe: impl for<'a> FnOnce(MyFit<'a>) -> MyFit<'a>) -> Vec<f64> {
    let points = points(90, 2);
    let (mut net, mut rates) = (Net::init(&mut rng()), Vec::new());
    let fit = net.fit(CrossEntropy, Sgd::new(0.1).momentum(0.5)).batch_size(40).epochs(4);
    let history = describe(fit).on_step(|_, step| rates.push(step.learning_rate));
    let history = history.run(&mut net, set(&points), &mut rng()).unwrap();
    let last: Vec<f64> = history.epochs.iter().map(|epoch| epoch.learning_rate).collect();
    assert_eq!(last, rates.chunks(3).map(|epoch| epoch[2]).collect::<Vec<_>>());
    rates
}

type MyFit<'a> = Fit<'a, Net, CrossEntropy, Sgd<monograd::optim::Momentum>>;

#[test]
fn schedules_move_by_epoch_or_by_step() {
    assert_eq!(rates(|fit| fit), [0.1; 12]);
    let stairs = StepDecay::every(2);
    let wanted: Vec<f64> = (0..12).map(|step| 0.1 * stairs.factor(step / 3)).collect();
    assert_eq!(rates(|fit| fit.schedule(stairs)), wanted);
    let wanted: Vec<f64> = (0..12).map(|step| 0.1 * OneCycle::over(12).factor(step)).collect();
    assert_eq!(rates(|fit| fit.schedule_by_step(OneCycle::over(12))), wanted);
    assert_eq!(rates(|fit| fit.schedule(|epoch| if epoch < 2 { 1.0 } else { 0.0 }))[5..7], [0.1, 0.0]);
}

#[test]
fn the_one_cycle_moves_the_momentum() {
    let points = points(40, 2);
    let trained = |momentum: f64, cycle: OneCycle| {
        let mut net = Net::init(&mut rng());
        let fit = net.fit(CrossEntropy, Sgd::new(0.1).momentum(momentum)).batch_size(10).epochs(1);
        fit.schedule_by_step(cycle).run(&mut net, set(&points), &mut rng()).unwrap();
        net
    };
    let cycle = OneCycle::over(4);
    assert_eq!(trained(0.1, cycle), trained(0.8, cycle));
    assert_ne!(trained(0.1, cycle.fixed_momentum()), trained(0.8, cycle.fixed_momentum()));
}

#[test]
fn callbacks_come_in_order_and_see_the_network_as_it_is() {
    let points = points(25, 2);
    let mut net = Net::init(&mut rng());
    let calls = std::cell::RefCell::new(Vec::new());
    let call = |name: &str| calls.borrow_mut().push(name.to_string());
    let last = std::cell::RefCell::new(*Net::zeros());
    let fit = net.fit(CrossEntropy, Sgd::new(0.1)).batch_size(10).epochs(2);
    let history = fit
        .metric("metric", |_, _| {
            call("metric");
            0.0
        })
        .on_step(|net, step| {
            assert_eq!(step.steps, 3);
            call(&format!("step {}.{}", step.epoch, step.step));
            last.replace(*net);
        })
        .on_epoch(|net, record| {
            assert_eq!(*net, *last.borrow());
            call(&format!("epoch {}", record.epoch));
        })
        .on_epoch(|_, _| call("second"))
        .run(&mut net, set(&points), &mut rng())
        .unwrap();
    let wanted = "step 1.1, step 1.2, step 1.3, metric, epoch 1, second, \
                  step 2.1, step 2.2, step 2.3, metric, epoch 2, second";
    assert_eq!(calls.take().join(", "), wanted);
    assert_eq!(*net, last.into_inner());
    assert_eq!(history.epochs.len(), 2);
}

#[test]
fn metrics_are_of_the_validation_data_where_there_are_some() {
    let (training, validation) = (points(30, 2), points(20, 3));
    let mut net = Net::init(&mut rng());
    let size = |_: &Net, data: Dataset<'_, SVector<f32, 3>, Class<3>>| data.len() as f64;
    let describe = |net: &Net| {
        let fit = net.fit(CrossEntropy, Adam::new(0.01)).epochs(1);
        fit.metric("size", size).training_metric("training size", size)
    };
    let history = describe(&net).run(&mut net, set(&training), &mut rng()).unwrap();
    assert_eq!(history.epochs[0].metrics, [30.0, 30.0]);
    assert_eq!(history.epochs[0].validation_loss, None);

    let fit = describe(&net).validation(set(&validation));
    let history = fit.run(&mut net, set(&training), &mut rng()).unwrap();
    assert_eq!(history.epochs[0].metrics, [20.0, 30.0]);
    assert_eq!(history.metric("size"), Some(vec![20.0]));
    assert_eq!(history.metric("colour"), None);
    let loss = net.trainer(CrossEntropy, Sgd::new(0.0)).evaluate(&net, set(&validation));
    assert_eq!(history.epochs[0].validation_loss, Some(loss));
}

#[test]
fn every_part_helps_to_learn() {
    let (training, validation) = (points(300, 2), points(200, 3));
    let mut net = Net::init(&mut rng());
    let fit = net.fit(CrossEntropy, AdamW::new(0.02).l1_penalty(1e-4).clip_norm(1.0)).batch_size(32);
    let fit = fit.epochs(40).schedule(Exponential::new(0.95).after_warm_up(3));
    let fit = fit.validation(set(&validation)).metric("accuracy", accuracy);
    let history = fit.patience(10).judge_by_highest("accuracy").run(&mut net, set(&training), &mut rng());
    let best = history.unwrap().best().unwrap().metrics[0];
    assert!(best > 0.95, "{best}");
    assert_eq!(net.accuracy(set(&validation)).to_bits(), best.to_bits());
}

#[test]
fn nothing_is_trained_without_data() {
    let (some, none) = (points(10, 2), points(0, 2));
    let mut net = Net::init(&mut rng());
    let before = net.clone();
    let fit = |net: &Net| net.fit(CrossEntropy, Sgd::new(0.1));
    for result in [
        fit(&net).run(&mut net, set(&none), &mut rng()),
        fit(&net).batch_size(0).run(&mut net, set(&some), &mut rng()),
        fit(&net).validation(set(&none)).run(&mut net, set(&some), &mut rng()),
    ] {
        assert!(matches!(result, Err(Error::EmptyBatch)), "{result:?}");
    }
    let history = fit(&net).epochs(0).patience(1).run(&mut net, set(&some), &mut rng()).unwrap();
    assert!(history.epochs.is_empty() && history.best().is_none());
    assert_eq!(net, before);
}

#[test]
#[should_panic(expected = "there is no metric `acuracy` to judge by; there are [\"accuracy\"]")]
fn a_metric_to_judge_by_must_exist() {
    let points = points(10, 2);
    let mut net = Net::init(&mut rng());
    let fit = net.fit(CrossEntropy, Sgd::new(0.1)).metric("accuracy", accuracy).judge_by_highest("acuracy");
    let _ = fit.run(&mut net, set(&points), &mut rng());
}
