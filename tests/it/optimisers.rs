//! What optimisers do where `PyTorch` has no numbers: penalties, clipping, and what is fast.

use monograd::optim::{Optimizer, Plain};
use monograd::prelude::*;

network! { struct Net<f64; 2 => net: Linear(1)>; }

/// The parameters after the first step along a gradient, from weights 2 and −3 and bias 0.
fn stepped<O: Optimizer<f64>>(optimizer: O, gradient: [f64; 3]) -> [f64; 3] {
    let (mut net, mut slope) = (Net::zeros(), Net::zeros());
    net.parameters_mut().copy_from_slice(&[2.0, -3.0, 0.0]);
    slope.parameters_mut().copy_from_slice(&gradient);
    let mut state: Box<O::State<Net>> = monograd::bytemuck::zeroed_box();
    optimizer.step(&mut state, &mut *net, &mut *slope);
    net.parameters().try_into().expect("three parameters")
}

#[track_caller]
fn assert_near(left: [f64; 3], right: [f64; 3]) {
    assert!(left.iter().zip(right).all(|(l, r)| (l - r).abs() < 1e-9), "{left:?}, wanted {right:?}");
}

#[test]
fn an_l1_penalty_pulls_evenly_and_leaves_zero_alone() {
    assert_near(stepped(Sgd::new(0.1).l1_penalty(0.5), [0.0; 3]), [1.95, -2.95, 0.0]);
    assert_near(stepped(Sgd::new(0.1).l1_penalty(0.5).momentum(0.9), [0.0; 3]), [1.95, -2.95, 0.0]);
    assert_near(stepped(AdamW::new(0.1).weight_decay(0.0).l1_penalty(0.5), [0.0; 3]), [1.95, -2.95, 0.0]);
    // Where the penalty is part of the gradient, its scale is taken out again.
    assert_near(stepped(Adam::new(0.1).l1_penalty(0.5), [0.0; 3]).map(round), [1.9, -2.9, 0.0]);
    assert_near(
        stepped(RmsProp::new(0.1).alpha(0.75).l1_penalty(0.5), [0.0; 3]).map(round),
        [1.8, -2.8, 0.0],
    );
}

/// To six decimals, within which epsilon is nothing.
fn round(x: f64) -> f64 {
    (x * 1e6).round() / 1e6
}

#[test]
fn penalties_add_up() {
    let both = Sgd::new(0.1).l1_penalty(0.5).weight_decay(0.25);
    assert_near(stepped(both, [1.0, 1.0, 1.0]), [2.0 - 0.2, -3.0 + 0.025, -0.1]);
}

#[test]
fn clipping_leaves_small_gradients_alone_and_nests() {
    let gradient = [0.3, -0.4, 0.0];
    let whole = stepped(Sgd::new(1.0), gradient);
    assert_near(stepped(Sgd::new(1.0).clip_norm(0.6), gradient), whole);
    assert_near(stepped(Sgd::new(1.0).clip_value(0.4), gradient), whole);
    // The last limit named comes first: by value to (0.3, −0.3), and then by norm.
    let share = 0.1 / (0.3 * 2.0_f64.sqrt() + 1e-6);
    let nested = stepped(Sgd::new(1.0).clip_norm(0.1).clip_value(0.3), gradient);
    assert_near(nested, [2.0 - 0.3 * share, -3.0 + 0.3 * share, 0.0]);
}

#[test]
fn a_gradient_that_is_not_a_number_is_not_hidden() {
    assert!(stepped(Sgd::new(1.0).clip_norm(1.0), [f64::NAN, 0.0, 0.0])[0].is_nan());
    assert!(stepped(Sgd::new(1.0).clip_value(1.0), [f64::NAN, 0.0, 0.0])[0].is_nan());
}

#[test]
fn only_plain_descent_is_fused() {
    let plain = |optimizer: &dyn Fn() -> Option<f64>| optimizer().is_some();
    assert!(plain(&|| Sgd::new(0.1).plain()));
    assert!(!plain(&|| Sgd::new(0.1).weight_decay(1e-4).plain()));
    assert!(!plain(&|| Sgd::new(0.1).l1_penalty(1e-4).plain()));
    assert!(!plain(&|| Sgd::new(0.1).clip_norm(1.0).plain()));
    assert!(!plain(&|| Sgd::new(0.1).clip_value(1.0).plain()));
    assert!(!plain(&|| Adam::new(0.1).plain()));
}

#[test]
fn the_learning_rate_and_the_momentum_move() {
    fn moved<O: Optimizer<f64>>(mut optimizer: O) -> O {
        optimizer.set_learning_rate(0.5);
        optimizer.set_momentum(0.7);
        assert_eq!(optimizer.learning_rate().to_bits(), 0.5_f64.to_bits());
        optimizer
    }
    assert_eq!(moved(Sgd::new(0.1)), Sgd::<Plain>::new(0.5));
    assert_eq!(moved(Sgd::new(0.1).momentum(0.9)), Sgd::new(0.5).momentum(0.7));
    assert_eq!(moved(Adam::new(0.1).clip_norm(1.0)), Adam::new(0.5).betas(0.7, 0.999).clip_norm(1.0));
    assert_eq!(moved(AdamW::new(0.1)), AdamW::new(0.5).betas(0.7, 0.999));
    assert_eq!(moved(RmsProp::new(0.1)), RmsProp::new(0.5));
    assert_eq!(moved(RmsProp::new(0.1).momentum(0.9)), RmsProp::new(0.5).momentum(0.7));
}
