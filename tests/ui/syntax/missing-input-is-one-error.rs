//! The network exists all the same, so that what uses it is no mistake.
use monograd::prelude::*;

network! {
    struct Net<Linear(128) => ReLU => Linear(10) => Softmax>;
}

fn main() {
    let mut net = Net::zeros();
    let mut trainer = Trainer::new(&*net, CrossEntropy, Sgd::new(0.1));
    let _ = trainer.step(&mut net, &[SVector::zeros()], &[Class::of(3)]);
    let _ = net.predict(&SVector::zeros());
}
