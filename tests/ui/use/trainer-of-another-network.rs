use monograd::prelude::*;

network! {
    struct Other<784 => Linear(64) => ReLU => Linear(10) => Softmax>;
}

network! {
    struct Net<784 => Linear(128) => ReLU => Linear(10) => Softmax>;
}

fn main() {
    let net = Net::zeros();
    let mut other = Other::zeros();
    let mut trainer = Trainer::new(&*net, CrossEntropy, Sgd::new(0.1));
    let _ = trainer.step(&mut other, &[SVector::zeros()], &[Class::of(1)]);
}
