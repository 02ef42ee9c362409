use monograd::prelude::*;

network! {
    struct Net<4 => Linear(8) => Tanh => Linear(2)>;
}

fn main() {
    let mut net = Net::zeros();
    let mut trainer = Trainer::new(&*net, MeanSquaredError, Sgd::new(0.1));
    let labels = [Class::<2>::of(1)];
    let _ = trainer.step(&mut net, &[SVector::zeros()], &labels);
}
