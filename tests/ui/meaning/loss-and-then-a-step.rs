use monograd::prelude::*;

network! {
    struct Net<4 => Linear(3)>;
}

fn main() {
    let mut net = Net::zeros();
    let mut trainer = net.trainer(CrossEntropy, Sgd::new(0.1));
    let (x, t) = ([SVector::zeros()], [Class::ALL[0]]);
    let _ = trainer.step(&mut net, &x, &t);
}
