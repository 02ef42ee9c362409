use monograd::prelude::*;

network! {
    struct Net<4 => Linear(8) => Tanh => Linear(1) => Sigmoid>;
}

fn main() {
    let net = Net::zeros();
    let _ = Trainer::new(&*net, CrossEntropy, Sgd::new(0.1));
}
