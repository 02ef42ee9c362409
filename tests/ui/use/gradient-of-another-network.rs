use monograd::prelude::*;

network! {
    struct Other<4 => Linear(6) => Tanh => Linear(2)>;
}

network! {
    struct Net<4 => Linear(8) => Tanh => Linear(2)>;
}

fn main() {
    let net = Net::zeros();
    let mut gradient = Other::zeros();
    let (x, t) = ([SVector::zeros()], [SVector::zeros()]);
    let data = Dataset::new(&x, &t).unwrap();
    let _ = Workspace::new(&*net).loss_and_gradient(&net, &MeanSquaredError, data, &mut gradient);
}
