//! `Linear`: every output is a weighted sum of every input.

mod products;

use bytemuck::{Pod, Zeroable};
use nalgebra::{SMatrix, SVector};

use crate::init::Init;
use crate::kernel::{self, Epilogue, Samples, Simd};
use crate::layer::{Forward, Layer, Pass, dispatch_forward};
use crate::layers::Bias;
use crate::magnitude::Magnitude;
use crate::picks::{Picks, SumOfSquares};
use crate::random::Rng;
use crate::round::Round;
use crate::scalar::Scalar;
use products::{arrays, arrays_mut};

/// A fully connected layer, `y = weight · x + bias`.
///
/// # Shapes
///
/// `x`: `IN`; `y`: `OUT`; `weight`: `OUT × IN`; `bias`: `OUT`, or [`NoBias`](crate::layers::NoBias).
///
/// ```
/// use monograd::prelude::*;
///
/// network! { struct Plane<2 => plane: Linear(1)>; }
///
/// let mut net = Plane::zeros();
/// net.plane.weight = [[3.0], [4.0]].into();
/// net.plane.bias = [5.0].into();
/// assert_eq!(net.predict(&[1.0, 10.0].into()), [3.0 + 40.0 + 5.0].into());
/// ```
#[repr(C)]
#[derive(Copy, Debug, PartialEq)]
pub struct Linear<const IN: usize, const OUT: usize, T: Scalar = f32, B: Bias<T, OUT> = SVector<T, OUT>> {
    /// `OUT × IN`.
    pub weight: SMatrix<T, OUT, IN>,
    /// Added to every output.
    pub bias: B,
}

crate::aligned::clone_in_place!(
    [const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>] Linear<IN, OUT, T, B>
);

// SAFETY: `repr(C)` over `IN`·`OUT` scalars and a bias, which is `OUT` of the same scalars or nothing because `Bias` is sealed: there
// is no padding. Both fields are `Pod`.
unsafe impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> Pod for Linear<IN, OUT, T, B> {}
// SAFETY: both fields are `Zeroable`.
unsafe impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> Zeroable
    for Linear<IN, OUT, T, B>
{
}

impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> Layer for Linear<IN, OUT, T, B> {
    type Scalar = T;
    type Input = SVector<T, IN>;
    type Output = SVector<T, OUT>;
    type Workspace<const TILE: usize> = ();

    const MULTIPLY_ADDS: usize = IN * OUT;
    // A product of few rows is over too soon for samples that come from far away; short samples are copied in no time.
    const PICKS: bool = OUT >= 32 && IN >= 64;

    fn initialize<R: Rng + ?Sized>(&mut self, init: Init, rng: &mut R) {
        init.draw(IN, OUT, self.weight.as_mut_slice(), rng);
        init.draw_biases(IN, self.bias.scalars_mut(), rng);
    }

    #[inline]
    fn forward(&self, pass: Forward<'_, Self>) {
        dispatch_forward(self, pass);
    }

    #[inline(always)]
    fn forward_on<S: Simd>(&self, simd: S, x: &[Self::Input], y: &mut [Self::Output]) {
        kernel::infer(simd, &self.weight.data.0, self.bias.array(), arrays(x), arrays_mut(y));
    }

    #[inline]
    fn forward_training<const TILE: usize>(
        &self,
        x: &[Self::Input],
        y: &mut [Self::Output],
        _workspace: &mut (),
    ) {
        self.forward_batch(x, y, None, Epilogue::Nothing);
    }

    #[inline]
    fn forward_round<const TILE: usize>(
        &self,
        x: &[Self::Input],
        y: &mut [Self::Output],
        _workspace: &mut (),
        round: Round<'_, Self>,
    ) {
        self.forward_batch(x, y, round.picks(), Epilogue::Nothing);
    }

    #[inline]
    fn backward<const TILE: usize>(&self, pass: Pass<'_, Self, TILE>, dx: &mut [Self::Input]) {
        self.backward_batch(pass.dy, None, dx);
    }

    #[inline]
    fn gradient<const TILE: usize>(&self, pass: Pass<'_, Self, TILE>, gradient: &mut Self) {
        gradient.accumulate(T::ONE, Picks::samples(pass.picks, pass.x), pass.dy);
    }

    #[inline]
    fn measure<const TILE: usize>(
        &self,
        pass: Pass<'_, Self, TILE>,
        _scratch: &mut Self,
        magnitude: &mut Magnitude<T>,
    ) {
        match Picks::squares(pass.picks).and_then(SumOfSquares::get) {
            Some(sum) => {
                magnitude.add_sum(sum, pass.dy.len() * IN);
                magnitude.add_pass(Samples::<Self::Input>::NONE, pass.y, pass.dy);
            }
            None => magnitude.add_pass(Picks::samples(pass.picks, pass.x), pass.y, pass.dy),
        }
    }

    #[inline]
    fn descend<const TILE: usize>(
        &mut self,
        pass: Pass<'_, Self, TILE>,
        learning_rate: T,
        _scratch: &mut Self,
    ) {
        self.accumulate(-learning_rate, Picks::samples(pass.picks, pass.x), pass.dy);
    }
}
