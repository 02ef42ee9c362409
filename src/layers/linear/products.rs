//! The products of a `Linear` in training, which the threads of a pool may share. What is done to their
//! elements before they are written, or what gates them, is the caller's.

use nalgebra::SVector;

use super::Linear;
use crate::kernel::{self, Epilogue, Op, STRANDS, Samples, Simd, dispatch, join};
use crate::layer::{Backward, Forward, Layer, Training};
use crate::layers::Bias;
use crate::scalar::Scalar;
use crate::threads;

impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> Linear<IN, OUT, T, B> {
    /// The outputs of a tile in training, whose samples may be picked. Where the sum of their squares is
    /// asked for, it is found in passing, or not at all.
    #[inline]
    pub(crate) fn forward_tile<const TILE: usize>(&self, pass: Training<'_, Self, TILE>, epilogue: Epilogue) {
        let x = pass.samples();
        let Training { y, round, .. } = pass;
        let share = round.share(y.len(), y.len() * IN * OUT);
        match round.picks().squares() {
            Some(sum) if Self::PICKS && share.is_none() && y.len() > 1 => {
                let mut squares = [T::ZERO; STRANDS];
                dispatch(Product { layer: self, x, y, epilogue, squares: Some(&mut squares) });
                sum.set(Some(join(squares, |a, b| a + b).to_f64()));
            }
            _ => self.forward_shared(x, y, epilogue, share),
        }
    }

    /// A sample's outputs do not depend on the others, not even in their last bits, so threads may share a
    /// tile. Only a sample that is alone in its tile is added up as in inference, which is several times
    /// faster.
    #[inline]
    fn forward_shared(
        &self,
        x: Samples<'_, SVector<T, IN>>,
        y: &mut [SVector<T, OUT>],
        epilogue: Epilogue,
        share: Option<usize>,
    ) {
        if let (Some(x @ [_]), y @ [_]) = (x.side_by_side(), &mut *y) {
            return dispatch(Alone { layer: self, x, y, epilogue });
        }
        match share {
            None => dispatch(Product { layer: self, x, y, epilogue, squares: None }),
            Some(samples) => threads::for_each_share(y, samples, |first, y| {
                let x = x.range(first..first + y.len());
                dispatch(Product { layer: self, x, y, epilogue, squares: None });
            }),
        }
    }

    /// `dx = weightᵀ · dy`, and 0 where the `gate` is not positive.
    #[inline]
    pub(crate) fn backward_tile<const TILE: usize>(
        &self,
        pass: Backward<'_, Self, TILE>,
        gate: Option<&[SVector<T, IN>]>,
    ) {
        let Backward { dy, dx: Some(dx), round, .. } = pass else { return };
        let (weight, dy, dx) = (&self.weight.data.0, arrays(dy), arrays_mut(dx));
        let gate = gate.map(arrays);
        match round.share(dx.len(), dx.len() * IN * OUT) {
            None => dispatch(InputGradient { weight, dy, gate, dx }),
            Some(samples) => threads::for_each_share(dx, samples, |first, dx| {
                let here = first..first + dx.len();
                let gate = gate.map(|gate| &gate[here.clone()]);
                dispatch(InputGradient { weight, dy: &dy[here], gate, dx });
            }),
        }
    }

    /// `weight += scale · dy·xᵀ`, `bias += scale · dy`, summed over the tile.
    #[inline]
    pub(super) fn accumulate<const TILE: usize>(&mut self, scale: T, pass: &Backward<'_, Self, TILE>) {
        let (weight, bias) = (&mut self.weight.data.0[..], self.bias.array_mut());
        let (x, dy) = (pass.samples().cast::<[T; IN]>(), arrays(pass.dy));
        let Some(columns) = pass.round.share(IN, x.len() * IN * OUT) else {
            return dispatch(Accumulate { scale, x, dy, first: 0, weight, bias });
        };
        // However the columns are divided, the bits are the same.
        threads::for_each_share(weight, columns, |first, weight| {
            dispatch(Accumulate { scale, x, dy, first, weight, bias: None });
        });
        dispatch(Accumulate { scale, x, dy, first: 0, weight: &mut [], bias });
    }
}

/// `y = weight · x + bias`, after the epilogue
struct Product<'a, const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> {
    layer: &'a Linear<IN, OUT, T, B>,
    x: Samples<'a, SVector<T, IN>>,
    y: &'a mut [SVector<T, OUT>],
    epilogue: Epilogue,
    /// Where the squares of `x` are added.
    squares: Option<&'a mut [T; STRANDS]>,
}

impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> Op for Product<'_, IN, OUT, T, B> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let Self { layer, x, y, epilogue, squares } = self;
        let (weight, bias) = (&layer.weight.data.0, layer.bias.array());
        kernel::forward(simd, weight, bias, x.cast(), arrays_mut(y), epilogue, squares);
    }
}

/// [`Product`] of a single sample.
struct Alone<'a, const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> {
    layer: &'a Linear<IN, OUT, T, B>,
    x: &'a [SVector<T, IN>],
    y: &'a mut [SVector<T, OUT>],
    epilogue: Epilogue,
}

impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> Op for Alone<'_, IN, OUT, T, B> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let Self { layer, x, y, epilogue } = self;
        layer.forward(Forward::new(simd, x, &mut *y, &mut []));
        epilogue.apply(arrays_mut(y).as_flattened_mut());
    }
}

/// `dx = weightᵀ · dy`, and 0 where the gate is not positive
struct InputGradient<'a, T, const IN: usize, const OUT: usize> {
    weight: &'a [[T; OUT]; IN],
    dy: &'a [[T; OUT]],
    gate: Option<&'a [[T; IN]]>,
    dx: &'a mut [[T; IN]],
}

impl<T: Scalar, const IN: usize, const OUT: usize> Op for InputGradient<'_, T, IN, OUT> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        kernel::input_gradient(simd, self.weight, self.dy, self.gate, self.dx);
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

/// A batch as the arrays that it is made of.
#[inline(always)]
pub(super) fn arrays<T: Scalar, const N: usize>(batch: &[SVector<T, N>]) -> &[[T; N]] {
    bytemuck::must_cast_slice(batch)
}

/// [`arrays`] to write to.
#[inline(always)]
pub(super) fn arrays_mut<T: Scalar, const N: usize>(batch: &mut [SVector<T, N>]) -> &mut [[T; N]] {
    bytemuck::must_cast_slice_mut(batch)
}
