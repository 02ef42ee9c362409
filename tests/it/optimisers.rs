//! What optimisers do where `PyTorch` has no numbers: penalties, clipping, settings, and what is fast.

use std::panic::catch_unwind;

use monograd::optim::NotFinite;
use monograd::optim::schedule::{Cosine, Exponential, OneCycle, StepDecay};
use monograd::optim::{Gradient, Optimizer, Plain};
use monograd::prelude::*;

network! { struct Net<f64; 2 => net: Linear(1)>; }

/// The parameters after the first step along a gradient, from weights 2 and −3 and bias 0.
fn stepped<O: Optimizer<f64>>(optimizer: O, gradient: [f64; 3]) -> [f64; 3] {
    let (mut net, mut slope) = (Net::zeros(), Net::zeros());
    net.parameters_mut().copy_from_slice(&[2.0, -3.0, 0.0]);
    slope.parameters_mut().copy_from_slice(&gradient);
    let mut state: Box<O::State<Net>> = monograd::bytemuck::zeroed_box();
    optimizer.step(&mut state, &mut *net, Gradient::new(&mut *slope).unwrap()).unwrap();
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
fn a_gradient_that_is_not_finite_is_none() {
    for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for index in 0..3 {
            let mut slope = Net::zeros();
            slope.parameters_mut()[index] = wrong;
            let error = Gradient::new(&mut *slope).unwrap_err();
            assert!(matches!(error, NotFinite::Gradient { index: i, .. } if i == index), "{error}");
        }
    }
    let mut slope = Net::zeros();
    slope.parameters_mut().copy_from_slice(&[0.5, -3.0, 1.0]);
    assert!((Gradient::new(&mut *slope).unwrap().largest() - 3.0).abs() < 1e-12);
}

#[test]
fn a_gradient_whose_squares_overflow_is_clipped() {
    let clipped = stepped(Sgd::new(1.0).clip_norm(0.5), [3e200, 4e200, 0.0]);
    assert_near(clipped, [2.0 - 0.3, -3.0 - 0.4, 0.0]);
}

/// Each setting that makes no sense is refused by the method that it is given to, and by `check` where it is
/// in a field.
#[test]
fn settings_that_make_no_sense_are_refused_where_they_are_given() {
    type Given = (&'static str, fn(f64));
    let not_negative: [Given; 11] = [
        ("learning rate of `Sgd`", |x| _ = Sgd::new(x)),
        ("weight decay of `Sgd`", |x| _ = Sgd::new(0.1).weight_decay(x)),
        ("L1 penalty of `Sgd`", |x| _ = Sgd::new(0.1).momentum(0.9).l1_penalty(x)),
        ("learning rate of `Adam`", |x| _ = Adam::new(x)),
        ("learning rate of `AdamW`", |x| _ = AdamW::new(x)),
        ("weight decay of `AdamW`", |x| _ = AdamW::default().weight_decay(x)),
        ("L1 penalty of `Adam`", |x| _ = Adam::default().l1_penalty(x)),
        ("learning rate of `RmsProp`", |x| _ = RmsProp::new(x)),
        ("weight decay of `RmsProp`", |x| _ = RmsProp::default().weight_decay(x)),
        ("L1 penalty of `RmsProp`", |x| _ = RmsProp::default().l1_penalty(x)),
        ("floor of `Cosine`", |x| _ = Cosine::over(3).floor(x)),
    ];
    let fractions: [Given; 7] = [
        ("momentum of `Sgd`", |x| _ = Sgd::new(0.1).momentum(x)),
        ("first beta of `Adam`", |x| _ = Adam::default().betas(x, 0.9)),
        ("second beta of `AdamW`", |x| _ = AdamW::default().betas(0.9, x)),
        ("alpha of `RmsProp`", |x| _ = RmsProp::default().alpha(x)),
        ("momentum of `RmsProp`", |x| _ = RmsProp::default().momentum(x)),
        ("base momentum of `OneCycle`", |x| _ = OneCycle::over(3).momentum_range(x, 0.95)),
        ("largest momentum of `OneCycle`", |x| _ = OneCycle::over(3).momentum_range(0.0, x)),
    ];
    let positive: [Given; 9] = [
        ("epsilon of `Adam`", |x| _ = Adam::default().epsilon(x)),
        ("epsilon of `RmsProp`", |x| _ = RmsProp::default().epsilon(x)),
        ("limit of `clip_norm`", |x| _ = Adam::default().clip_norm(x)),
        ("limit of `clip_value`", |x| _ = Sgd::new(0.1).clip_value(x)),
        ("delta of `Huber`", |x| _ = Huber::new(x)),
        ("gamma of `StepDecay`", |x| _ = StepDecay::every(3).gamma(x)),
        ("gamma of `Exponential`", |x| _ = Exponential::new(x)),
        ("div_factor of `OneCycle`", |x| _ = OneCycle::over(3).div_factor(x)),
        ("final_div_factor of `OneCycle`", |x| _ = OneCycle::over(3).final_div_factor(x)),
    ];
    let portions: [Given; 2] = [
        ("rise of `OneCycle`", |x| _ = OneCycle::over(3).rise(x)),
        ("first factor of `WarmUp`", |x| _ = Cosine::over(3).after_warm_up(2).from(x)),
    ];
    let never = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, -1e-9];
    let refused = |given: &[Given], values: &[f64]| {
        for (name, give) in given {
            for &value in never.iter().chain(values) {
                let panic = catch_unwind(|| give(value)).expect_err(name);
                let words = panic.downcast::<String>().expect("a message");
                assert!(words.starts_with(&format!("the {name} is ")), "{value}: {words}");
            }
            give(0.5);
        }
    };
    refused(&not_negative, &[]);
    refused(&fractions, &[1.0, 1.5]);
    refused(&positive, &[0.0]);
    refused(&portions, &[1.5]);
}

#[test]
fn settings_in_fields_are_errors_and_never_panics() {
    fn wrong<T: monograd::Scalar>(optimizer: impl Optimizer<T>, words: &str) {
        assert_eq!(optimizer.check().unwrap_err().to_string(), words);
    }
    let rate = "the learning rate of `Sgd` is NaN; a finite number, at least 0, was wanted";
    let mut plain = Sgd::new(0.1);
    plain.learning_rate = f64::NAN;
    wrong::<f32>(plain, rate);
    let mut heavy = Sgd::new(0.1).momentum(0.9).clip_norm(1.0);
    heavy.optimizer.learning_rate = f64::NAN;
    wrong::<f32>(heavy, rate);
    wrong::<f32>(
        Sgd::new(1e39),
        "the learning rate of `Sgd` is 1e39; a number that `f32` can hold was wanted",
    );
    assert!(Optimizer::<f64>::check(&Sgd::new(1e39)).is_ok());
    let beta = "the second beta of `Adam` is 1; a finite number, at least 0 and below 1, was wanted";
    let mut adam = Adam::default();
    adam.betas.1 = 1.0;
    wrong::<f64>(adam, beta);
    let mut moved = Adam::default();
    Optimizer::<f32>::set_momentum(&mut moved, -0.5);
    wrong::<f32>(
        moved,
        "the first beta of `Adam` is -0.5; a finite number, at least 0 and below 1, was wanted",
    );
    let mut clipped = Adam::default().clip_value(1.0);
    clipped.limit.0 = 0.0;
    wrong::<f32>(clipped, "the limit of `clip_value` is 0; a finite number, above 0, was wanted");
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
