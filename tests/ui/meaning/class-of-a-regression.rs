use monograd::prelude::*;

network! {
    struct Net<4 => Linear(3)>;
}

fn main() {
    let net = Net::zeros();
    let _ = net.classify(&[0.1, 0.2, 0.3, 0.4].into());
}
