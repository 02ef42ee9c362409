//! Ten steps of each kind of SGD on one batch: the first gradient, the loss before every step, what is left.

use monograd::bytemuck::cast_slice;
use monograd::infer;
use monograd::loss::Loss;
use monograd::optim::Optimizer;
use monograd::prelude::*;

use super::{assert_matches, file::File};

/// The names and the numbers of the parameters of each layer, in their order.
fn parameters<N: Network>(file: &File, state: &str) -> Vec<(String, Vec<N::Scalar>)> {
    let with_parameters = N::SUMMARY.rows.iter().filter(|row| row.parameters > 0);
    let tensors = with_parameters.flat_map(|row| {
        let [weight, bias] = ["weight", "bias"].map(|tensor| format!("{state}/{}.{tensor}", row.name));
        let numbers = (file.weight(&weight), file.scalars(&bias));
        [(weight, numbers.0), (bias, numbers.1)]
    });
    tensors.collect()
}

/// Compares a network, or a gradient, with its tensors in the file.
pub(super) fn assert_parameters<N: Network>(network: &N, file: &File, state: &str) {
    let mut ours = network.parameters();
    for (name, theirs) in parameters::<N>(file, state) {
        let (tensor, rest) = ours.split_at(theirs.len());
        assert_matches(&name, tensor, &theirs);
        ours = rest;
    }
    assert!(ours.is_empty(), "{state} has too few tensors for the network");
}

/// A network of the file, its loss and its batch.
pub(super) struct Case<N: Network, L: Loss<N::Head>> {
    pub(super) name: &'static str,
    pub(super) file: File,
    initial: Boxed<N>,
    loss: L,
    x: Vec<N::Input>,
    targets: Vec<L::Target>,
}

impl<N: Network, L: Loss<N::Head>> Case<N, L> {
    pub(super) fn new(
        file: &str,
        name: &'static str,
        loss: L,
        read: impl FnOnce(&File, &str) -> Vec<L::Target>,
    ) -> Self {
        let file = File::open::<N::Scalar>(file);
        let mut initial = N::zeros();
        let numbers = parameters::<N>(&file, &format!("{name}/initial")).into_iter();
        let numbers: Vec<_> = numbers.flat_map(|(_, numbers)| numbers).collect();
        initial.parameters_mut().copy_from_slice(&numbers);
        let (x, targets) = (file.samples(&format!("{name}/input")), read(&file, &format!("{name}/targets")));
        Self { name, file, initial, loss, x, targets }
    }

    fn check(&self) {
        self.first_gradient();
        self.ten_steps("sgd", Sgd::new(0.1));
        self.ten_steps("sgd_momentum", Sgd::new(0.1).momentum(0.9));
        self.ten_steps("sgd_nesterov", Sgd::new(0.1).momentum(0.9).nesterov());
        self.ten_steps("sgd_weight_decay", Sgd::new(0.1).weight_decay(0.01));
        self.ten_steps("sgd_all", Sgd::new(0.1).momentum(0.9).nesterov().weight_decay(0.01));
    }

    pub(super) fn gradient(&self) -> Boxed<N> {
        let (mut gradient, mut workspace) = (N::zeros(), Workspace::new(&*self.initial));
        let data = Dataset::new(&self.x, &self.targets).expect("as many samples as targets");
        workspace.loss_and_gradient(&self.initial, &self.loss, data, &mut gradient).expect("a finite loss");
        gradient
    }

    pub(super) fn first_gradient(&self) {
        assert_parameters(&*self.gradient(), &self.file, &format!("{}/first_gradient", self.name));
    }

    pub(super) fn ten_steps<O: Optimizer<N::Scalar>>(&self, optimizer_name: &str, optimizer: O) {
        let case = format!("{}/{optimizer_name}", self.name);
        let (mut network, mut trainer) =
            (self.initial.clone(), Trainer::new(&*self.initial, self.loss, optimizer));
        let mut step = || trainer.step(&mut network, &self.x, &self.targets).expect("a finite loss");
        let losses: Vec<_> = (0..10).map(|_| step()).collect();
        assert_matches(&format!("{case}/losses"), &losses, &self.file.scalars(&format!("{case}/losses")));
        assert_parameters(&*network, &self.file, &format!("{case}/final"));

        // The file has the logits, at which a network as a layer stops.
        let mut logits = vec![N::Output::zeroed(); self.x.len()];
        infer(&*network, &self.x, &mut logits);
        let output = format!("{case}/output");
        assert_matches::<N::Scalar>(&output, cast_slice(&logits), &self.file.scalars(&output));
    }
}

/// The three networks of the file, and one of images from another file, in one precision.
macro_rules! networks {
    ($precision:ident, $scalar:ident) => {
        mod $precision {
            use super::*;

            network! { struct Classifier<$scalar; 5 => Linear(7) => ReLU => Linear(3) => Softmax>; }
            network! { struct Regressor<$scalar; 4 => Linear(6) => Tanh => Linear(6) => GELU => Linear(2)>; }
            network! { struct Logistic<$scalar; 3 => Linear(5) => SiLU => Linear(1) => Sigmoid>; }

            network! {
                struct ConvNet<$scalar;
                    [1, 9, 7]
                    => conv: Conv2d(3, kernel = 3, padding = 1) => ReLU => MaxPool2d(2)
                    => Flatten => linear: Linear(4) => Softmax
                >;
            }

            #[test]
            fn classifier() {
                Case::<Classifier, _>::new("training", "classifier", CrossEntropy, File::classes).check();
            }

            #[test]
            fn conv_net() {
                let case = Case::<ConvNet, _>::new("images", "conv_net", CrossEntropy, File::classes);
                case.first_gradient();
                case.ten_steps("sgd", Sgd::new(0.1));
                case.ten_steps("sgd_all", Sgd::new(0.1).momentum(0.9).nesterov().weight_decay(0.01));
            }

            #[test]
            fn regressor() {
                Case::<Regressor, _>::new("training", "regressor", MeanSquaredError, File::samples).check();
            }

            #[test]
            fn logistic() {
                Case::<Logistic, _>::new(
                    "training",
                    "logistic",
                    BinaryCrossEntropy,
                    File::answers::<$scalar, 1>,
                )
                .check();
            }
        }
    };
}

networks!(single, f32);
networks!(double, f64);
