//! A network as nested generic tuples: part of the crates that `benches/compile-time.rs` writes.
#![recursion_limit = "1024"]

use monograd::nalgebra::{Const, SMatrix, SVector};

/// What takes an input of the type `X`.
trait Module<X> {
    type Output;
    /// What backward needs.
    type Tape;

    fn zeros() -> Self;
    fn forward(&self, x: &X) -> Self::Output;
    fn forward_training(&self, x: X) -> (Self::Output, Self::Tape);
    /// Takes a step and gives the gradient of the input.
    fn backward(&mut self, tape: Self::Tape, dy: Self::Output, learning_rate: f32) -> X;
}

struct Linear<const IN: usize, const OUT: usize> {
    weight: SMatrix<f32, OUT, IN>,
    bias: SVector<f32, OUT>,
}

impl<const IN: usize, const OUT: usize> Module<SVector<f32, IN>> for Linear<IN, OUT> {
    type Output = SVector<f32, OUT>;
    type Tape = SVector<f32, IN>;

    fn zeros() -> Self {
        Self { weight: SMatrix::zeros_generic(Const, Const), bias: SVector::zeros() }
    }

    fn forward(&self, x: &SVector<f32, IN>) -> SVector<f32, OUT> {
        self.weight * x + self.bias
    }

    fn forward_training(&self, x: SVector<f32, IN>) -> (SVector<f32, OUT>, SVector<f32, IN>) {
        (self.forward(&x), x)
    }

    fn backward(
        &mut self,
        x: SVector<f32, IN>,
        dy: SVector<f32, OUT>,
        learning_rate: f32,
    ) -> SVector<f32, IN> {
        let dx = self.weight.tr_mul(&dy);
        self.weight.ger(-learning_rate, &dy, &x, 1.0);
        self.bias.axpy(-learning_rate, &dy, 1.0);
        dx
    }
}

struct ReLU<const N: usize>;

impl<const N: usize> Module<SVector<f32, N>> for ReLU<N> {
    type Output = SVector<f32, N>;
    type Tape = SVector<f32, N>;

    fn zeros() -> Self {
        Self
    }

    fn forward(&self, x: &SVector<f32, N>) -> SVector<f32, N> {
        x.map(|x| x.max(0.0))
    }

    fn forward_training(&self, x: SVector<f32, N>) -> (SVector<f32, N>, SVector<f32, N>) {
        (self.forward(&x), x)
    }

    fn backward(&mut self, x: SVector<f32, N>, dy: SVector<f32, N>, _: f32) -> SVector<f32, N> {
        dy.zip_map(&x, |dy, x| if x > 0.0 { dy } else { 0.0 })
    }
}

impl<X, A: Module<X>, B: Module<A::Output>> Module<X> for (A, B) {
    type Output = B::Output;
    type Tape = (A::Tape, B::Tape);

    fn zeros() -> Self {
        (A::zeros(), B::zeros())
    }

    fn forward(&self, x: &X) -> B::Output {
        self.1.forward(&self.0.forward(x))
    }

    fn forward_training(&self, x: X) -> (B::Output, Self::Tape) {
        let (a, first) = self.0.forward_training(x);
        let (b, second) = self.1.forward_training(a);
        (b, (first, second))
    }

    fn backward(&mut self, (first, second): Self::Tape, dy: B::Output, learning_rate: f32) -> X {
        let da = self.1.backward(second, dy, learning_rate);
        self.0.backward(first, da, learning_rate)
    }
}

fn main() {
    let mut net = Box::new(<Net as Module<SVector<f32, 16>>>::zeros());
    let (y, tape) = net.forward_training(SVector::zeros());
    net.backward(tape, y, 0.1);
    println!("{}", net.forward(&SVector::zeros())[0]);
}
