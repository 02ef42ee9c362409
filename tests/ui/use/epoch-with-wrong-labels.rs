use monograd::prelude::*;

network! {
    struct Net<784 => Linear(128) => ReLU => Linear(10) => Softmax>;
}

fn main() {
    let mut net = Net::zeros();
    let mut trainer = Trainer::new(&*net, CrossEntropy, Sgd::new(0.1));
    let (x, t) = (vec![SVector::<f32, 784>::zeros(); 8], vec![[true]; 8]);
    let data = Dataset::new(&x, &t).unwrap();
    let _ = trainer.epoch(&mut net, data, 4, &mut rand::rng());
}
