use monograd::prelude::*;

network! {
    struct Net<784 => Linear(128) => ReLU => Linear(10) => Softmax>;
}

fn main() {
    let net = Net::zeros();
    let batch = vec![SVector::<f32, 784>::zeros(); 64];
    let _ = net.predict(&batch);
}
