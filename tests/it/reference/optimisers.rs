//! Ten steps of each optimiser beside SGD on one batch, and what is left of a clipped gradient.

use monograd::loss::Loss;
use monograd::optim::{Gradient, Optimizer};
use monograd::prelude::*;

use super::file::File;
use super::training::{Case, assert_parameters};

impl<N: Network, L: Loss<N::Head>> Case<N, L> {
    fn check_optimisers(&self) {
        self.first_gradient();
        self.ten_steps("adam", Adam::default());
        self.ten_steps("adam_tuned", Adam::new(0.02).betas(0.8, 0.95).epsilon(1e-4).weight_decay(0.01));
        self.ten_steps("adamw", AdamW::default());
        self.ten_steps("adamw_tuned", AdamW::new(0.02).betas(0.8, 0.95).epsilon(1e-4).weight_decay(0.1));
        self.ten_steps("rmsprop", RmsProp::default());
        let tuned = RmsProp::new(0.005).alpha(0.9).epsilon(1e-4).weight_decay(0.01);
        self.ten_steps("rmsprop_tuned", tuned.momentum(0.9));
        let mut up = Sgd::new(1.0);
        up.learning_rate = -1.0;
        self.clipped("clip_norm_0.1", up.clip_norm(0.1));
        self.clipped("clip_value_0.01", up.clip_value(0.01));
    }

    /// From zero and with a learning rate of −1, a step leaves the clipped gradient in the parameters.
    fn clipped<O: Optimizer<N::Scalar, State<N> = ()>>(&self, tensor: &str, optimizer: O) {
        let (mut clipped, mut gradient) = (N::zeros(), self.gradient());
        let gradient = Gradient::new(&mut *gradient).expect("a finite gradient");
        optimizer.step(&mut (), &mut *clipped, gradient).expect("a short step");
        assert_parameters(&*clipped, &self.file, &format!("{}/{tensor}", self.name));
    }
}

/// The three networks of the file, in one precision.
macro_rules! networks {
    ($precision:ident, $scalar:ident) => {
        mod $precision {
            use super::*;

            network! { struct Classifier<$scalar; 5 => Linear(7) => ReLU => Linear(3) => Softmax>; }
            network! { struct Regressor<$scalar; 4 => Linear(6) => Tanh => Linear(6) => GELU => Linear(2)>; }
            network! { struct Logistic<$scalar; 3 => Linear(5) => SiLU => Linear(1) => Sigmoid>; }

            #[test]
            fn classifier() {
                let case: Case<Classifier, _> =
                    Case::new("optimisers", "classifier", CrossEntropy, File::classes);
                case.check_optimisers();
            }

            #[test]
            fn regressor() {
                let case: Case<Regressor, _> =
                    Case::new("optimisers", "regressor", MeanSquaredError, File::samples);
                case.check_optimisers();
            }

            #[test]
            fn logistic() {
                let answers = File::answers::<$scalar, 1>;
                let case: Case<Logistic, _> =
                    Case::new("optimisers", "logistic", BinaryCrossEntropy, answers);
                case.check_optimisers();
            }
        }
    };
}

networks!(single, f32);
networks!(double, f64);
