use monograd::prelude::*;

network! {
    struct Net<4 => Linear(8) => Tanh => Linear(2)>;
}

fn main() {
    let net = Net::zeros();
    let (x, t) = ([SVector::zeros()], [SVector::<f32, 2>::zeros()]);
    let _ = accuracy(&*net, Dataset::new(&x, &t).unwrap());
}
