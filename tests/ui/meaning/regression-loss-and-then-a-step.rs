use monograd::prelude::*;

network! {
    struct Net<4 => Linear(3) => Softmax>;
}

fn main() {
    let mut net = Net::zeros();
    let mut trainer = net.trainer(MeanSquaredError, Sgd::new(0.1));
    let (x, t) = ([SVector::zeros()], [SVector::zeros()]);
    let _ = trainer.step(&mut net, &x, &t);
}
