use monograd::prelude::*;

fn main() {
    let mut weights = SVector::<f32, 4>::zeros();
    let _ = Trainer::new(&weights, MeanSquaredError, Sgd::new(0.1));
    weights.fill(1.0);
}
