use monograd::prelude::*;

network! {
    struct Net<784 => Linear(128) => ReLU => Linear(10) => Softmax>;
}

fn main() {
    let mut net = Net::zeros();
    let mut trainer = Trainer::new(&*net, CrossEntropy, Sgd::new(0.1));
    let targets = [SVector::<f32, 10>::zeros()];
    let _ = trainer.step(&mut net, &[SVector::zeros()], &targets);
}
