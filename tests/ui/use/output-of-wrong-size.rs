use monograd::prelude::*;

network! {
    struct Net<784 => Linear(128) => ReLU => Linear(10) => Softmax>;
}

fn main() {
    let net = Net::zeros();
    let probabilities: SVector<f32, 12> = net.predict(&SVector::zeros());
    let _ = probabilities;
}
