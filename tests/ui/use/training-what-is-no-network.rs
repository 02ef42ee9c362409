use monograd::prelude::*;

fn main() {
    let weights = SVector::<f32, 4>::zeros();
    let _ = weights.trainer(MeanSquaredError, Sgd::new(0.1));
}
