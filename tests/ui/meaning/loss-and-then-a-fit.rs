use monograd::prelude::*;

network! {
    struct Net<4 => Linear(3)>;
}

fn main() {
    let mut net = Net::zeros();
    let (x, t) = ([SVector::zeros()], [Class::ALL[0]]);
    let data = Dataset::new(&x, &t).unwrap();
    let _ = net.fit(CrossEntropy, Sgd::new(0.1)).epochs(3).run(&mut net, data, &mut rand::rng());
}
