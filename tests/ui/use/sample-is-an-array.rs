use monograd::prelude::*;

network! {
    struct Net<4 => Linear(8) => Tanh => Linear(2)>;
}

fn main() {
    let net = Net::zeros();
    let _ = net.predict(&[0.0, 1.0, 2.0, 3.0]);
}
