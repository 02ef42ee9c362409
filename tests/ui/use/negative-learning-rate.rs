use monograd::prelude::*;

const OPTIMIZER: Sgd = Sgd::new(-0.1);

fn main() {
    let _ = OPTIMIZER;
}
