use monograd::prelude::*;

network! {
    struct Net<2 => Linear(3) => Softmax>;
}

fn main() {
    let net = Net::zeros();
    let _ = net.forward(&SVector::zeros());
}
