//! The learning rate of each of a hundred updates.

use monograd::optim::schedule::{Constant, Cosine, Exponential, OneCycle, Schedule, StepDecay};

use crate::support::compare::{Tolerance, assert_close};

use super::file::File;

const RELATIVE: Tolerance = Tolerance { absolute: 1e-15, relative: 1e-9 };

fn check(case: &str, schedule: &dyn Schedule) {
    let file = File::open_single("schedules");
    let rates: Vec<f64> = (0..100).map(|at| 0.1 * schedule.factor(at)).collect();
    assert_close(case, &rates, &file.scalars(case), RELATIVE);
}

#[test]
fn learning_rates() {
    check("step", &StepDecay::every(30));
    check("exponential", &Exponential::new(0.95));
    check("cosine", &Cosine::over(100));
    check("cosine_floor", &Cosine::over(99).floor(0.01));
    check("warmup_cosine", &Cosine::over(90).after_warm_up(10).from(0.1));
    check("one_cycle", &OneCycle::over(100));
    // Any closure.
    check("step", &|at: usize| 0.1_f64.powi(i32::try_from(at / 30).expect("below 4")));
}

#[test]
fn momentum_of_one_cycle() {
    let file = File::open_single("schedules");
    let cycle = OneCycle::over(100);
    let momenta: Vec<f64> = (0..100).map(|at| cycle.momentum_at(at).expect("a momentum")).collect();
    assert_close("one_cycle_momentum", &momenta, &file.scalars("one_cycle_momentum"), RELATIVE);
    assert_eq!(cycle.fixed_momentum().momentum_at(5), None);
    assert_eq!(Cosine::over(3).momentum_at(1), None);
}

#[test]
fn schedules_of_no_length_and_beyond_their_end() {
    assert_eq!(Constant.factor(usize::MAX).to_bits(), 1.0_f64.to_bits());
    for schedule in [&Cosine::over(0) as &dyn Schedule, &Cosine::over(5)] {
        assert!(schedule.factor(5).abs() < 1e-15 && schedule.factor(1000).abs() < 1e-15);
    }
    for length in [0, 1, 2, 3, 4, 10] {
        let cycle = OneCycle::over(length);
        let factors = (0..20).map(|at| cycle.factor(at));
        assert!(factors.clone().all(|factor| (0.0..=1.0).contains(&factor)), "{length}: {factors:?}");
        assert_eq!(cycle.factor(length).to_bits(), cycle.factor(length + 7).to_bits());
    }
}
