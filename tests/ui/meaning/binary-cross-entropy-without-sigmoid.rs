use monograd::prelude::*;

network! {
    struct Net<4 => Linear(8) => Tanh => Linear(2)>;
}

fn main() {
    let net = Net::zeros();
    let _ = Trainer::new(&*net, BinaryCrossEntropy, Sgd::new(0.1));
}
