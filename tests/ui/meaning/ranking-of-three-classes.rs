use monograd::prelude::*;

network! {
    struct Net<4 => Linear(3) => Softmax>;
}

fn main() {
    let net = Net::zeros();
    let (x, t) = ([SVector::zeros()], [Class::ALL[0]]);
    let _ = net.roc_auc(Dataset::new(&x, &t).unwrap());
}
