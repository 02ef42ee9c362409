use monograd::prelude::*;

network! {
    struct Net<784 => Linear(128) => ReLU => Linear(10) => Softmax>;
}

fn main() {
    let net = Net::zeros();
    let batch = vec![SVector::<f32, 28>::zeros(); 64];
    let mut outputs = vec![SVector::<f32, 10>::zeros(); 64];
    net.predict_batch(&batch, &mut outputs);
}
