//! `Linear`: every output is a weighted sum of every input.

use bytemuck::{Pod, Zeroable};
use nalgebra::{SMatrix, SVector};

use crate::init::Init;
use crate::kernel::{self, Op, STRANDS, Samples, Simd, dispatch, join};
use crate::layer::{Forward, Layer, Pass, dispatch_forward};
use crate::layers::Bias;
use crate::magnitude::Magnitude;
use crate::picks::{Picks, SumOfSquares};
use crate::random::Rng;
use crate::round::Round;
use crate::scalar::Scalar;
use crate::threads;

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
        self.forward_batch(x.into(), y, false, None);
    }

    #[inline]
    fn forward_round<const TILE: usize>(
        &self,
        x: &[Self::Input],
        y: &mut [Self::Output],
        _workspace: &mut (),
        round: Round<'_, Self>,
    ) {
        self.forward_picked(x, y, false, round.picks());
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

impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> Linear<IN, OUT, T, B> {
    /// The outputs of a tile in training: a sample's do not depend on the others, not even in their last bits, so threads may share
    /// a tile. Only a sample that is alone in its tile is added up as in inference, which is several times faster.
    #[inline]
    fn forward_batch(
        &self,
        x: Samples<'_, SVector<T, IN>>,
        y: &mut [SVector<T, OUT>],
        rectified: bool,
        squares: Option<&mut [T; STRANDS]>,
    ) {
        if let (Some(x @ [_]), y @ [_]) = (x.side_by_side(), &mut *y) {
            return dispatch(Alone { layer: self, x, y, rectified });
        }
        match threads::share(y.len(), y.len() * IN * OUT) {
            None => dispatch(Product { layer: self, x, y, rectified, squares }),
            Some(samples) => threads::for_each_share(y, samples, |first, y| {
                let x = x.range(first..first + y.len());
                dispatch(Product { layer: self, x, y, rectified, squares: None });
            }),
        }
    }

    /// [`forward_batch`](Self::forward_batch) of samples that may be picked. Where the sum of their squares is asked for, it is
    /// found in passing, or not at all.
    #[inline]
    fn forward_picked(
        &self,
        x: &[SVector<T, IN>],
        y: &mut [SVector<T, OUT>],
        rectified: bool,
        picks: Option<Picks<'_>>,
    ) {
        let samples = Picks::samples(picks, x);
        match Picks::squares(picks) {
            Some(sum)
                if Self::PICKS && threads::share(y.len(), y.len() * IN * OUT).is_none() && y.len() > 1 =>
            {
                let mut squares = [T::ZERO; STRANDS];
                self.forward_batch(samples, y, rectified, Some(&mut squares));
                sum.set(Some(join(squares, |a, b| a + b).to_f64()));
            }
            _ => self.forward_batch(samples, y, rectified, None),
        }
    }

    #[inline]
    fn backward_batch(
        &self,
        dy: &[SVector<T, OUT>],
        rectified: Option<&[SVector<T, IN>]>,
        dx: &mut [SVector<T, IN>],
    ) {
        let (weight, dy, dx) = (&self.weight.data.0, arrays(dy), arrays_mut(dx));
        let rectified = rectified.map(arrays);
        match threads::share(dx.len(), dx.len() * IN * OUT) {
            None => dispatch(Backward { weight, dy, rectified, dx }),
            Some(samples) => threads::for_each_share(dx, samples, |first, dx| {
                let here = first..first + dx.len();
                let rectified = rectified.map(|rectified| &rectified[here.clone()]);
                dispatch(Backward { weight, dy: &dy[here], rectified, dx });
            }),
        }
    }

    /// The layer in training, and a `ReLU` after it: one pass over the outputs instead of two.
    #[doc(hidden)]
    #[inline]
    pub fn forward_rectified(
        &self,
        x: &[SVector<T, IN>],
        y: &mut [SVector<T, OUT>],
        picks: Option<Picks<'_>>,
    ) {
        self.forward_picked(x, y, true, picks);
    }

    /// Back through the layer, and through a `ReLU` before it whose outputs were `x`.
    #[doc(hidden)]
    #[inline]
    pub fn backward_rectified(
        &self,
        x: &[SVector<T, IN>],
        dy: &[SVector<T, OUT>],
        dx: &mut [SVector<T, IN>],
    ) {
        self.backward_batch(dy, Some(x), dx);
    }

    /// `weight += scale · dy·xᵀ`, `bias += scale · dy`, summed over the batch.
    #[inline]
    fn accumulate(&mut self, scale: T, x: Samples<'_, SVector<T, IN>>, dy: &[SVector<T, OUT>]) {
        let (weight, bias) = (&mut self.weight.data.0[..], self.bias.array_mut());
        let (x, dy) = (x.cast::<[T; IN]>(), arrays(dy));
        let Some(columns) = threads::share(IN, x.len() * IN * OUT) else {
            return dispatch(Accumulate { scale, x, dy, first: 0, weight, bias });
        };
        // However the columns are divided, the bits are the same.
        threads::for_each_share(weight, columns, |first, weight| {
            dispatch(Accumulate { scale, x, dy, first, weight, bias: None });
        });
        dispatch(Accumulate { scale, x, dy, first: 0, weight: &mut [], bias });
    }
}

/// `y = weight · x + bias`, or if `rectified` `max(weight · x + bias, 0)`
struct Product<'a, const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> {
    layer: &'a Linear<IN, OUT, T, B>,
    x: Samples<'a, SVector<T, IN>>,
    y: &'a mut [SVector<T, OUT>],
    rectified: bool,
    /// Where the squares of `x` are added.
    squares: Option<&'a mut [T; STRANDS]>,
}

impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> Op for Product<'_, IN, OUT, T, B> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let Self { layer, x, y, rectified, squares } = self;
        let (weight, bias) = (&layer.weight.data.0, layer.bias.array());
        kernel::forward(simd, weight, bias, x.cast(), arrays_mut(y), rectified, squares);
    }
}

/// [`Product`] of a single sample.
struct Alone<'a, const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> {
    layer: &'a Linear<IN, OUT, T, B>,
    x: &'a [SVector<T, IN>],
    y: &'a mut [SVector<T, OUT>],
    rectified: bool,
}

impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> Op for Alone<'_, IN, OUT, T, B> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let Self { layer, x, y, rectified } = self;
        layer.forward_on(simd, x, y);
        if rectified {
            rectify(arrays_mut(y).as_flattened_mut());
        }
    }
}

/// `dx = weightᵀ · dy`, and 0 where `rectified` inputs are 0
struct Backward<'a, T, const IN: usize, const OUT: usize> {
    weight: &'a [[T; OUT]; IN],
    dy: &'a [[T; OUT]],
    rectified: Option<&'a [[T; IN]]>,
    dx: &'a mut [[T; IN]],
}

impl<T: Scalar, const IN: usize, const OUT: usize> Op for Backward<'_, T, IN, OUT> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        kernel::input_gradient(simd, self.weight, self.dy, self.rectified, self.dx);
    }
}

/// `weight += scale · dy·xᵀ`, `bias += scale · dy`
struct Accumulate<'a, T, const IN: usize, const OUT: usize> {
    scale: T,
    x: Samples<'a, [T; IN]>,
    dy: &'a [[T; OUT]],
    /// The first of the columns that `weight` holds.
    first: usize,
    weight: &'a mut [[T; OUT]],
    bias: Option<&'a mut [T; OUT]>,
}

impl<T: Scalar, const IN: usize, const OUT: usize> Op for Accumulate<'_, T, IN, OUT> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        // The bias comes first: its sums wait for each other, which the product hides.
        if let Some(bias) = self.bias {
            kernel::bias_gradient(simd, self.scale, self.dy, bias);
        }
        kernel::weight_gradient_columns(simd, self.scale, self.x, self.dy, self.first, self.weight);
    }
}

/// `y = max(y, 0)`, but NaN for −∞: as the kernel has it.
#[inline(always)]
fn rectify<T: Scalar>(y: &mut [T]) {
    for y in y {
        *y = (if *y <= T::ZERO { T::ZERO } else { *y }) + *y * T::ZERO;
    }
}

/// A batch as the arrays that it is made of.
#[inline(always)]
fn arrays<T: Scalar, const N: usize>(batch: &[SVector<T, N>]) -> &[[T; N]] {
    bytemuck::must_cast_slice(batch)
}

/// [`arrays`] to write to.
#[inline(always)]
fn arrays_mut<T: Scalar, const N: usize>(batch: &mut [SVector<T, N>]) -> &mut [[T; N]] {
    bytemuck::must_cast_slice_mut(batch)
}
