//! Blocks and `BatchNorm` in whole networks: the first gradient, ten steps, running statistics, inference
//! afterwards.

use monograd::bytemuck;
use monograd::infer;
use monograd::loss::Loss;
use monograd::optim::Optimizer;
use monograd::prelude::*;

use super::{assert_matches, file::File};

/// The tensors of a network by their names in the file, each with its numbers as they lie in memory.
trait Tensors: Network {
    fn tensors(&mut self) -> Vec<(String, &mut [Self::Scalar])>;
}

/// A `Linear` or a convolution.
macro_rules! weighted {
    ($layer:expr, $name:expr) => {
        [
            (
                format!("{}.weight", $name),
                bytemuck::cast_slice_mut(core::slice::from_mut(&mut $layer.weight)),
            ),
            (format!("{}.bias", $name), $layer.bias.as_mut_slice()),
        ]
    };
}

/// A `BatchNorm`.
macro_rules! normal {
    ($layer:expr, $name:expr) => {
        [
            (format!("{}.weight", $name), $layer.weight.as_mut_slice()),
            (format!("{}.bias", $name), $layer.bias.as_mut_slice()),
            (format!("{}.running_mean", $name), $layer.running_mean.as_mut_slice()),
            (format!("{}.running_var", $name), $layer.running_var.as_mut_slice()),
        ]
    };
}

/// Reads a network's tensors where the file has them: a gradient has none of the running statistics.
fn read<N: Tensors>(file: &File, state: &str) -> Boxed<N> {
    let mut network = N::zeros();
    for (name, numbers) in network.tensors() {
        let name = format!("{state}/{name}");
        if file.has(&name) {
            numbers.copy_from_slice(&file.weight(&name));
        }
    }
    network
}

fn assert_tensors<N: Tensors>(ours: &mut N, file: &File, state: &str) {
    let mut theirs = read::<N>(file, state);
    for ((name, ours), (_, theirs)) in ours.tensors().into_iter().zip(theirs.tensors()) {
        assert_matches(&format!("{state}/{name}"), ours, theirs);
    }
}

fn check<N: Tensors, const CLASSES: usize>(case: &str)
where
    CrossEntropy: Loss<N::Head, Target = Class<CLASSES>>,
{
    let loss = CrossEntropy;
    let file = File::open::<N::Scalar>("images");
    let initial = read::<N>(&file, &format!("{case}/initial"));
    let (x, targets): (Vec<N::Input>, Vec<Class<CLASSES>>) =
        (file.samples(&format!("{case}/input")), file.classes(&format!("{case}/targets")));

    let (mut gradient, mut workspace) = (N::zeros(), Workspace::new(&*initial));
    let data = Dataset::new(&x, &targets).expect("as many samples as targets");
    workspace.loss_and_gradient(&initial, &loss, data, &mut gradient).expect("a finite loss");
    assert_tensors(&mut *gradient, &file, &format!("{case}/first_gradient"));

    ten_steps(&file, &format!("{case}/sgd"), &initial, loss, Sgd::new(0.1), &x, &targets);
    let all = Sgd::new(0.1).momentum(0.9).nesterov().weight_decay(0.01);
    ten_steps(&file, &format!("{case}/sgd_all"), &initial, loss, all, &x, &targets);
}

fn ten_steps<N: Tensors, L: Loss<N::Head>, O: Optimizer<N::Scalar>>(
    file: &File,
    case: &str,
    initial: &Boxed<N>,
    loss: L,
    optimizer: O,
    x: &[N::Input],
    targets: &[L::Target],
) {
    let (mut network, mut trainer) = (initial.clone(), initial.trainer(loss, optimizer));
    let mut step = || trainer.step(&mut network, x, targets).expect("a finite loss");
    let losses: Vec<_> = (0..10).map(|_| step()).collect();
    assert_matches(&format!("{case}/losses"), &losses, &file.scalars(&format!("{case}/losses")));
    assert_tensors(&mut *network, file, &format!("{case}/final"));

    let mut logits = vec![N::Output::zeroed(); x.len()];
    infer(&*network, x, &mut logits);
    let output = format!("{case}/output");
    assert_matches::<N::Scalar>(&output, bytemuck::cast_slice(&logits), &file.scalars(&output));
}

/// The networks of the file in one precision.
macro_rules! networks {
    ($precision:ident, $scalar:ident) => {
        mod $precision {
            use super::*;

            network! {
                struct BatchNormNet<$scalar;
                    [1, 9, 7]
                    => conv: Conv2d(3, kernel = 3, padding = 1, bias = false) => norm: BatchNorm => ReLU => MaxPool2d(2)
                    => Flatten => linear: Linear(4) => Softmax
                >;
            }

            network! {
                struct ResidualNet<$scalar;
                    6
                    => residual: Residual(linear1: Linear(8) => ReLU => linear2: Linear(6))
                    => linear: Linear(3) => Softmax
                >;
            }

            network! {
                struct RepeatNet<$scalar;
                    6
                    => repeat: Repeat(3, block: Residual(linear: Linear(6, bias = false) => norm: BatchNorm => Tanh))
                    => linear: Linear(3) => Softmax
                >;
            }

            network! {
                struct ConcatNet<$scalar;
                    [2, 7, 6]
                    => concat: Concat(
                        conv: Conv2d(2, kernel = 1) => ReLU,
                        conv: Conv2d(3, kernel = 3, padding = 1, bias = false)
                            => norm: BatchNorm(momentum = 0.3, eps = 1e-3)
                            => GELU,
                        Identity,
                    )
                    => [7, 7, 6]
                    => norm: BatchNorm
                    => conv: Conv2d(2, kernel = 3, stride = 3)
                    => Flatten => linear: Linear(4) => Softmax
                >;
            }

            impl Tensors for BatchNormNet {
                fn tensors(&mut self) -> Vec<(String, &mut [$scalar])> {
                    let conv = ("conv.weight".to_owned(), bytemuck::cast_slice_mut(&mut self.conv.weight));
                    let linear = weighted!(self.linear, "linear");
                    [conv].into_iter().chain(normal!(self.norm, "norm")).chain(linear).collect()
                }
            }

            impl Tensors for ResidualNet {
                fn tensors(&mut self) -> Vec<(String, &mut [$scalar])> {
                    let inner = &mut self.residual.chain;
                    let first = weighted!(inner.linear1, "residual.inner.linear1");
                    let second = weighted!(inner.linear2, "residual.inner.linear2");
                    let linear = weighted!(self.linear, "linear");
                    first.into_iter().chain(second).chain(linear).collect()
                }
            }

            impl Tensors for RepeatNet {
                fn tensors(&mut self) -> Vec<(String, &mut [$scalar])> {
                    let chains = self.repeat.chains.iter_mut().enumerate().flat_map(|(i, chain)| {
                        let (block, name) = (&mut chain.block.chain, format!("repeat.{i}.inner"));
                        let linear = (format!("{name}.linear.weight"), block.linear.weight.as_mut_slice());
                        [linear].into_iter().chain(normal!(block.norm, format!("{name}.norm")))
                    });
                    chains.chain(weighted!(self.linear, "linear")).collect()
                }
            }

            impl Tensors for ConcatNet {
                fn tensors(&mut self) -> Vec<(String, &mut [$scalar])> {
                    let (narrow, wide) = (&mut self.concat.chain1, &mut self.concat.chain2);
                    let conv = &mut wide.conv.weight;
                    let conv = ("concat.wide.conv.weight".to_owned(), bytemuck::cast_slice_mut(conv));
                    let narrow = weighted!(narrow.conv, "concat.narrow.conv");
                    let wide = [conv].into_iter().chain(normal!(wide.norm, "concat.wide.norm"));
                    let rest = normal!(self.norm, "norm").into_iter().chain(weighted!(self.conv, "conv"));
                    narrow.into_iter().chain(wide).chain(rest).chain(weighted!(self.linear, "linear")).collect()
                }
            }

            #[test]
            fn batch_norm() {
                check::<BatchNormNet, 4>("batch_norm_net");
            }

            #[test]
            fn residual() {
                check::<ResidualNet, 3>("residual_net");
            }

            #[test]
            fn repeat() {
                check::<RepeatNet, 3>("repeat_net");
            }

            #[test]
            fn concat_of_seventy_images() {
                check::<ConcatNet, 4>("concat_net");
            }
        }
    };
}

networks!(single, f32);
networks!(double, f64);
