use monograd::prelude::*;

network! {
    struct Net<4 => Linear(8) => Tanh => Linear(2)>;
}

fn main() {
    let net = Net::zeros();
    let mut trainer = Trainer::new(&*net, MeanSquaredError, Sgd::new(0.1));
    let _ = trainer.step(&net, &[SVector::zeros()], &[SVector::zeros()]);
}
