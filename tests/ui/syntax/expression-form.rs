use monograd::prelude::*;

fn main() {
    let net = network!(784 => Linear(128) => Relu => Linear(10) => Softmax);
    let _ = net.predict(&SVector::zeros());
}
