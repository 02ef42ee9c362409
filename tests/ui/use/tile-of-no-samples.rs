use std::sync::Mutex;

use monograd::prelude::*;

network! { struct Line<1 => Linear(1)>; }

static TRAINER: Mutex<Trainer<Line, MeanSquaredError, Sgd, 0>> =
    Mutex::new(Trainer::in_static(MeanSquaredError, Sgd::new(0.1)));

fn main() {
    let _ = TRAINER.lock();
}
