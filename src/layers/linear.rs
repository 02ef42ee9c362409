//! `Linear`: every output is a weighted sum of every input.

mod products;

use bytemuck::{Pod, Zeroable};
use nalgebra::{SMatrix, SVector};

use crate::init::Init;
use crate::kernel::{self, Epilogue, Samples, Simd};
use crate::layer::{Backward, Forward, Layer, Learn, Parameters, Training, Update};
use crate::layers::Bias;
use crate::picks::SumOfSquares;
use crate::random::Rng;
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

// SAFETY: `repr(C)` over `IN`·`OUT` scalars and a bias, which is `OUT` of the same scalars or nothing because
// `Bias` is sealed: there is no padding. Both fields are `Pod`.
unsafe impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> Pod for Linear<IN, OUT, T, B> {}
// SAFETY: both fields are `Zeroable`.
unsafe impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> Zeroable
    for Linear<IN, OUT, T, B>
{
}

impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> Linear<IN, OUT, T, B> {
    /// Whether the layer reads picked samples in place. A product of few rows is over too soon for samples
    /// that come from far away; short samples are copied in no time.
    #[doc(hidden)]
    pub const PICKS: bool = OUT >= 32 && IN >= 64;
}

impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> Layer for Linear<IN, OUT, T, B> {
    type Scalar = T;
    type Input = SVector<T, IN>;
    type Output = SVector<T, OUT>;
    type Workspace<const TILE: usize> = ();
    type Learns = Parameters;

    const MULTIPLY_ADDS: usize = IN * OUT;

    #[inline(always)]
    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        let Forward { simd, x, y, .. } = pass;
        kernel::infer(simd, &self.weight.data.0, self.bias.array(), arrays(x), arrays_mut(y));
    }

    #[inline]
    fn forward_training<const TILE: usize>(&self, pass: Training<'_, Self, TILE>) {
        self.forward_tile(pass, Epilogue::Nothing);
    }

    #[inline]
    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        self.backward_tile(pass, None);
    }
}

impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> Learn for Linear<IN, OUT, T, B> {
    fn initialize<R: Rng + ?Sized>(&mut self, init: Init, rng: &mut R) {
        init.draw(IN, OUT, self.weight.as_mut_slice(), rng);
        init.draw_biases(IN, self.bias.scalars_mut(), rng);
    }

    #[inline]
    fn gradient<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>, gradient: &mut Self) {
        gradient.accumulate(T::ONE, &pass);
    }

    #[inline]
    fn update<const TILE: usize>(update: Update<'_, Self>, pass: Backward<'_, Self, TILE>) {
        match update {
            Update::Add { gradient, .. } => gradient.accumulate(T::ONE, &pass),
            Update::Descend { layer, learning_rate, .. } => {
                layer.accumulate(-T::from_f64(learning_rate), &pass);
            }
            Update::Measure { magnitude, .. } => {
                match pass.round.picks().squares().and_then(SumOfSquares::get) {
                    Some(sum) => {
                        magnitude.add_sum(sum, pass.dy.len() * IN);
                        magnitude.add_pass(Samples::<Self::Input>::NONE, pass.y, pass.dy);
                    }
                    None => magnitude.add_pass(pass.samples(), pass.y, pass.dy),
                }
            }
        }
    }
}
