use monograd::prelude::*;

network! {
    struct Net<784 => Linear(128) => ReLU => Linear(10) => Softmax>;
}

fn main() {
    let net = Net::zeros();
    let _ = net.predict(&SVector::<f64, 784>::zeros());
}
