use monograd::prelude::*;

network! {
    struct Net<4 => Linear(3) => Softmax>;
}

fn main() {
    let net = Net::zeros();
    let (x, t) = ([SVector::zeros()], [SVector::<f32, 3>::zeros()]);
    let _ = net.mean_squared_error(Dataset::new(&x, &t).unwrap());
}
