//! One network twice: declared, and by hand as the macro writes it.
//!
//! `network!` writes a plain struct and straight-line code, which reads like a textbook: `z1 = W1·x + b1`,
//! `a1 = tanh(z1)`, `z2 = W2·a1 + b2`, and the same backwards. Here it is written by hand, with short paths and
//! names, and without what is not arithmetic: `Debug`, `PartialEq`, and `predict`.
//! `main` trains both from one seed and compares every bit; so do the tests.
//!
//! ```text
//! cargo run --release --example expanded
//! cargo test --example expanded
//! ```
//!
//! ```text
//! Iris
//! layer    |           | input | output | parameters | multiply-adds
//! hidden   | Linear(8) |     4 |      8 |         40 |            32
//! tanh1    | Tanh      |     8 |      8 |          0 |             0
//! linear1  | Linear(3) |     8 |      3 |         27 |            24
//! softmax1 | Softmax   |     3 |      3 |          0 |             0
//! total    |           |     4 |      3 |         67 |            56
//!
//! step | loss, declared | loss, by hand
//!    1 |         1.3606 |        1.3606
//!    2 |         1.1958 |        1.1958
//!    5 |         1.0633 |        1.0633
//!   10 |         0.9704 |        0.9704
//!   20 |         0.7731 |        0.7731
//!   50 |         0.4946 |        0.4946
//!  100 |         0.3704 |        0.3704
//!
//! all 67 parameters are equal to the bit
//! ```
//!
//! To see what the macro writes for a network of yours: `cargo install cargo-expand`, then `cargo expand`.

use std::ops::Range;

use monograd::layers::{Linear, Softmax, Tanh};
use monograd::optim::Optimizer;
use monograd::prelude::*;
use monograd::{Row, Shape, Summary};
use rand::{RngExt, SeedableRng, rngs::StdRng};

// ------------------------------------------------------------------------------------------- by the macro

mod declared {
    monograd::network! {
        /// Three kinds of flowers, told apart by four measurements.
        pub struct Iris<4 => hidden: Linear(8) => Tanh => Linear(3) => Softmax>;
    }
}

// ----------------------------------------------------------------------------------------------- by hand

/// The network is plain data: one field for each layer, in their order. `Tanh` and `Softmax` have no
/// parameters and therefore no size. A gradient is an `Iris` too, and so is a momentum.
#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
pub struct Iris {
    /// `W1`, 8×4, and `b1`, 8.
    pub hidden: Linear<4, 8>,
    /// No parameters.
    pub tanh1: Tanh<8>,
    /// `W2`, 3×8, and `b2`, 3.
    pub linear1: Linear<8, 3>,
    /// No parameters; the loss applies it.
    pub softmax1: Softmax<3>,
}

/// What training keeps between forward and backward, for up to `TILE` samples. `z2` and `dz2` belong to the
/// loss, and `dx` is not asked for.
#[derive(Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
pub struct Activations<const TILE: usize> {
    z1: [SVector<f32, 8>; TILE],
    a1: [SVector<f32, 8>; TILE],
    dz1: [SVector<f32, 8>; TILE],
    da1: [SVector<f32, 8>; TILE],
}

impl Layer for Iris {
    type Scalar = f32;
    type Input = SVector<f32, 4>;
    type Output = SVector<f32, 3>;
    type Workspace<const TILE: usize> = Activations<TILE>;

    const MULTIPLY_ADDS: usize = 4 * 8 + 8 * 3;
    /// What an enclosing network has to know about the end of this one.
    const HEAD: u8 = monograd::__private::SOFTMAX;

    fn initialize<R: rand::Rng + ?Sized>(&mut self, init: Init, rng: &mut R) {
        self.hidden.initialize(init, rng);
        self.linear1.initialize(init, rng);
    }

    /// Inference: 16 samples at a time, their activations on the stack.
    fn forward(&self, pass: Forward<'_, Self>) {
        let (x, z2) = pass.into_parts();
        for (x, z2) in x.chunks(16).zip(z2.chunks_mut(16)) {
            let n = x.len();
            let mut z1 = [SVector::zeros(); 16];
            let mut a1 = [SVector::zeros(); 16];
            self.hidden.forward(Forward::new(x, &mut z1[..n])); //       z1 = W1·x + b1
            self.tanh1.forward(Forward::new(&z1[..n], &mut a1[..n])); // a1 = tanh(z1)
            self.linear1.forward(Forward::new(&a1[..n], z2)); //         z2 = W2·a1 + b2
        }
    }

    /// The same for training: the activations stay. The third argument of each layer is a workspace of its
    /// own, which none of these needs.
    fn forward_training<const TILE: usize>(
        &self,
        x: &[SVector<f32, 4>],
        z2: &mut [SVector<f32, 3>],
        Activations { z1, a1, .. }: &mut Activations<TILE>,
    ) {
        let n = x.len();
        self.hidden.forward_training::<TILE>(x, &mut z1[..n], &mut ()); //       z1 = W1·x + b1
        self.tanh1.forward_training::<TILE>(&z1[..n], &mut a1[..n], &mut ()); // a1 = tanh(z1)
        self.linear1.forward_training::<TILE>(&a1[..n], z2, &mut ()); //         z2 = W2·a1 + b2
    }

    /// Back through every layer but the first: training stops here, because `dx` is not needed.
    fn backward_inside<const TILE: usize>(&self, pass: Pass<'_, Self, TILE>) {
        let Pass { x, y: z2, dy: dz2, workspace: Activations { z1, a1, dz1, da1 }, .. } = pass;
        let n = x.len();
        // da1 = W2ᵀ·dz2
        self.linear1.backward::<TILE>(Pass::new(&a1[..n], z2, dz2, &mut ()), &mut da1[..n]);
        // dz1 = (1 − a1²) · da1
        self.tanh1.backward::<TILE>(Pass::new(&z1[..n], &a1[..n], &da1[..n], &mut ()), &mut dz1[..n]);
    }

    /// All the way back, for a network that is a layer inside another one.
    fn backward<const TILE: usize>(&self, pass: Pass<'_, Self, TILE>, dx: &mut [SVector<f32, 4>]) {
        let Pass { x, picks, y, dy, workspace, .. } = pass;
        let n = x.len();
        self.backward_inside(Pass::new(x, y, dy, workspace).picked(picks));
        // dx = W1ᵀ·dz1
        self.hidden.backward::<TILE>(
            Pass::new(x, &workspace.z1[..n], &workspace.dz1[..n], &mut ()).picked(picks),
            dx,
        );
    }

    /// Adds the gradient of the parameters, summed over the samples.
    fn gradient<const TILE: usize>(&self, pass: Pass<'_, Self, TILE>, gradient: &mut Self) {
        let Pass { x, y: z2, dy: dz2, workspace: Activations { z1, a1, dz1, .. }, .. } = pass;
        let n = x.len();
        // dW1 += dz1·xᵀ, db1 += dz1
        self.hidden.gradient::<TILE>(Pass::new(x, &z1[..n], &dz1[..n], &mut ()), &mut gradient.hidden);
        // dW2 += dz2·a1ᵀ, db2 += dz2
        self.linear1.gradient::<TILE>(Pass::new(&a1[..n], z2, dz2, &mut ()), &mut gradient.linear1);
    }

    /// A step of plain gradient descent: straight from the parameters, with no gradient in between.
    fn descend<const TILE: usize>(&mut self, pass: Pass<'_, Self, TILE>, rate: f32, scratch: &mut Self) {
        let Pass { x, y: z2, dy: dz2, workspace: Activations { z1, a1, dz1, .. }, .. } = pass;
        let n = x.len();
        // W1 −= rate · dz1·xᵀ, b1 −= rate · dz1
        self.hidden.descend::<TILE>(Pass::new(x, &z1[..n], &dz1[..n], &mut ()), rate, &mut scratch.hidden);
        // W2 −= rate · dz2·a1ᵀ, b2 −= rate · dz2
        self.linear1.descend::<TILE>(Pass::new(&a1[..n], z2, dz2, &mut ()), rate, &mut scratch.linear1);
    }
}

/// What makes the layer a network: its end, whose softmax the loss computes together with itself, and its table.
impl Network for Iris {
    type Head = Softmax<3>;

    const SUMMARY: Summary = Summary::new(
        "Iris",
        const {
            &[
                row("hidden", "Linear(8)", [4, 8], 0..40, 4 * 8),
                row("tanh1", "Tanh", [8, 8], 40..40, 0),
                row("linear1", "Linear(3)", [8, 3], 40..67, 8 * 3),
                row("softmax1", "Softmax", [3, 3], 67..67, 0),
            ]
        },
    );
    const INFERENCE_BYTES: usize = 2 * size_of::<SVector<f32, 8>>();
    /// The macro has the activations of inference here. By hand they are on the stack.
    type Room<const TILE: usize> = monograd::__private::Activations<f32, 0, TILE>;
}

const fn row(
    name: &'static str,
    layer: &'static str,
    [input, output]: [usize; 2],
    parameters: Range<usize>,
    multiply_adds: usize,
) -> Row {
    let (input, output) = (Shape::Vector(input), Shape::Vector(output));
    let Range { start, end } = parameters;
    Row::new(name, layer, input, output).start(start).parameters(end - start).multiply_adds(multiply_adds)
}

// --------------------------------------------------------------------------------------------- are they equal?

fn main() -> Result<(), monograd::Error> {
    assert_eq!(declared::Iris::SUMMARY, Iris::SUMMARY);
    println!("{}", Iris::SUMMARY);

    let (declared, left) = train::<declared::Iris, _>(Sgd::new(0.1), 50, 100)?;
    let (by_hand, right) = train::<Iris, _>(Sgd::new(0.1), 50, 100)?;
    println!("step | loss, declared | loss, by hand");
    for step in [1, 2, 5, 10, 20, 50, 100] {
        println!("{step:>4} | {:>14.4} | {:>13.4}", left[step - 1], right[step - 1]);
    }
    assert_eq!(left, right);
    assert_eq!(bits(&*declared), bits(&*by_hand));
    println!("\nall {} parameters are equal to the bit", Iris::PARAMETERS);
    Ok(())
}

/// Trains a network from a fixed seed; returns it and the loss before each step.
fn train<N, O>(optimizer: O, batch_size: usize, steps: usize) -> Result<(Boxed<N>, Vec<f32>), monograd::Error>
where
    N: Network<Scalar = f32, Input = SVector<f32, 4>, Head = Softmax<3>>,
    O: Optimizer<f32>,
{
    let (x, t) = flowers();
    let mut net = N::init(&mut StdRng::seed_from_u64(7));
    let mut trainer = net.trainer(CrossEntropy, optimizer);
    let batches = x.chunks(batch_size).zip(t.chunks(batch_size)).cycle().take(steps);
    let losses = batches.map(|(x, t)| trainer.step(&mut net, x, t)).collect::<Result<_, _>>()?;
    Ok((net, losses))
}

/// 240 flowers of three kinds, each scattered around the measurements that are typical of its kind, in cm.
fn flowers() -> (Vec<SVector<f32, 4>>, Vec<Class<3>>) {
    let typical = [[5.0, 3.4, 1.5, 0.2], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.6, 2.0]].map(SVector::from);
    let mut rng = StdRng::seed_from_u64(3);
    let classes = (0..240).map(|i| Class::new(i % 3).expect("below 3"));
    classes.map(|class| (typical[class.index()].map(|x| x + rng.random_range(-0.5..0.5)), class)).unzip()
}

/// The parameters as what the machine sees: no tolerance, and even a NaN would be equal to itself.
fn bits(net: &impl Network<Scalar = f32>) -> Vec<u32> {
    net.parameters().iter().map(|parameter| parameter.to_bits()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    network! { struct AroundDeclared<4 => Linear(4) => declared::Iris>; }
    network! { struct AroundByHand<4 => Linear(4) => Iris>; }

    /// Trains both for 100 steps, in batches shorter than a tile of 64 samples, as long as one, and longer.
    fn assert_equal<A, B>(optimizer: impl Optimizer<f32>)
    where
        A: Network<Scalar = f32, Input = SVector<f32, 4>, Head = Softmax<3>>,
        B: Network<Scalar = f32, Input = SVector<f32, 4>, Head = Softmax<3>>,
    {
        for batch_size in [1, 5, 64, 100] {
            let (left, left_losses) = train::<A, _>(optimizer, batch_size, 100).unwrap();
            let (right, right_losses) = train::<B, _>(optimizer, batch_size, 100).unwrap();
            assert_eq!(left_losses, right_losses, "batches of {batch_size}");
            assert_eq!(bits(&*left), bits(&*right), "batches of {batch_size}");
        }
    }

    #[test]
    fn equal_in_plain_steps() {
        assert_equal::<declared::Iris, Iris>(Sgd::new(0.05));
    }

    #[test]
    fn equal_with_a_gradient_buffer() {
        assert_equal::<declared::Iris, Iris>(Sgd::new(0.01).momentum(0.9).nesterov().weight_decay(1e-4));
    }

    #[test]
    fn equal_inside_another_network() {
        assert_equal::<AroundDeclared, AroundByHand>(Sgd::new(0.05));
    }

    #[test]
    fn equal_in_inference() {
        let (x, _) = flowers();
        let (declared, _) = train::<declared::Iris, _>(Sgd::new(0.05), 64, 20).unwrap();
        let (by_hand, _) = train::<Iris, _>(Sgd::new(0.05), 64, 20).unwrap();
        let (mut left, mut right) = (vec![SVector::zeros(); x.len()], vec![SVector::zeros(); x.len()]);
        declared.predict_batch(&x, &mut left);
        by_hand.predict_batch(&x, &mut right);
        assert_eq!(left, right);
    }
}
