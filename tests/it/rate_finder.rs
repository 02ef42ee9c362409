//! Looking for a learning rate.

use monograd::nalgebra::SVector;
use monograd::prelude::*;
use monograd::train::Error;
use rand::{SeedableRng, rngs::StdRng};

use crate::support::draw::normal;

network! { struct Net<4 => Linear(16) => ReLU => Linear(1)>; }

fn data(samples: usize) -> (Vec<SVector<f32, 4>>, Vec<SVector<f32, 1>>) {
    let rng = &mut StdRng::seed_from_u64(1);
    let sample = |_| {
        let x: SVector<f32, 4> = normal::<4>(rng).cast();
        (x, SVector::from([x[0] * 2.0 - x[1]]))
    };
    (0..samples).map(sample).unzip()
}

fn rng() -> StdRng {
    StdRng::seed_from_u64(2)
}

#[test]
fn rates_rise_evenly_until_the_loss_does_and_the_network_stays() {
    let (x, y) = data(500);
    let net = Net::init(&mut rng());
    let before = net.clone();
    let finder = RateFinder::new(MeanSquaredError, Sgd::new(1.0)).range(1e-5, 1e3).steps(120).batch_size(32);
    let curve = finder.run(&*net, Dataset::new(&x, &y).unwrap(), &mut rng()).unwrap();
    assert_eq!(net, before);

    let points = &curve.points;
    assert!((20..120).contains(&points.len()), "stops where it blows up: {}", points.len());
    assert!((points[0].learning_rate - 1e-5).abs() < 1e-12);
    let growth = 1e8_f64.powf(1.0 / 119.0);
    for pair in points.windows(2) {
        let ratio = pair[1].learning_rate / pair[0].learning_rate;
        assert!((ratio - growth).abs() < 1e-9, "{ratio}, wanted {growth}");
        let smoothed = 0.9 * pair[0].smoothed + 0.1 * pair[1].loss;
        assert!((pair[1].smoothed - smoothed).abs() < 1e-9);
    }
    assert!(curve.to_string().contains("suggestion: "), "{curve}");

    // With the suggested rate the network learns.
    let rate = curve.suggestion().unwrap();
    let (mut net, data) = (net, Dataset::new(&x, &y).unwrap());
    let mut trainer = net.trainer(MeanSquaredError, Sgd::new(rate));
    let losses: Vec<f64> =
        (0..20).map(|_| trainer.epoch(&mut net, data, 32, &mut rng()).unwrap().loss).collect();
    assert!(losses[19] < 0.1 * losses[0], "rate {rate}: {losses:?}");
}

#[test]
fn what_cannot_be_tried() {
    let (mut x, y) = data(50);
    let net = Net::init(&mut rng());
    let finder = RateFinder::new(MeanSquaredError, Adam::new(1.0));
    let none = finder.run(&*net, Dataset::new(&[], &[]).unwrap(), &mut rng());
    assert!(matches!(none, Err(Error::EmptyBatch)));
    x[3][0] = f32::NAN;
    let bad = finder.run(&*net, Dataset::new(&x, &y).unwrap(), &mut rng());
    assert!(matches!(bad, Err(Error::NotFinite { .. })), "{bad:?}");
    // Nothing to learn: the targets are what the network says.
    let (x, _) = data(50);
    let mut y = vec![SVector::zeros(); 50];
    net.predict_batch(&x, &mut y);
    let curve = finder.steps(20).run(&*net, Dataset::new(&x, &y).unwrap(), &mut rng()).unwrap();
    assert_eq!(curve.suggestion(), None, "{curve}");
    assert!(finder.steps(0).run(&*net, Dataset::new(&x, &y).unwrap(), &mut rng()).unwrap().points.is_empty());
}
