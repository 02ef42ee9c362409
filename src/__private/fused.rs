//! Two neighbours that training computes in one pass. The macro decides which (`fuse`), and no layer knows of
//! another.
//!
//! What the function for a pair gives is equal to what its two layers give one after the other, as long as it
//! is finite.

use crate::kernel::Epilogue;
use crate::layer::{Backward, Training};
use crate::layers::{Bias, Linear, ReLU};
use crate::scalar::Scalar;

/// `Linear => ReLU`, forward: one pass over the outputs instead of two.
#[derive(Debug)]
pub struct LinearReLU<'a, const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>>(
    pub &'a Linear<IN, OUT, T, B>,
    pub &'a ReLU<OUT, T>,
);

impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> LinearReLU<'_, IN, OUT, T, B> {
    /// The pass is that of the `Linear`, but writes what the `ReLU` gives.
    #[inline]
    pub fn forward<const TILE: usize>(self, pass: Training<'_, Linear<IN, OUT, T, B>, TILE>) {
        let Self(linear, _) = self;
        linear.forward_tile(pass, Epilogue::Rectify);
    }
}

/// `ReLU => Linear`, back.
#[derive(Debug)]
pub struct ReLULinear<'a, const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>>(
    pub &'a ReLU<IN, T>,
    pub &'a Linear<IN, OUT, T, B>,
);

impl<const IN: usize, const OUT: usize, T: Scalar, B: Bias<T, OUT>> ReLULinear<'_, IN, OUT, T, B> {
    /// The pass is that of the `Linear`, but writes the gradient before the `ReLU`.
    #[inline]
    pub fn backward<const TILE: usize>(self, pass: Backward<'_, Linear<IN, OUT, T, B>, TILE>) {
        let Self(_, linear) = self;
        let between = pass.x;
        linear.backward_tile(pass, Some(between));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::vec::Vec;

    use super::*;
    use crate::layer::Layer;
    use crate::layers::NoBias;
    use crate::round::Round;
    use nalgebra::SVector;

    /// Numbers of both signs; some are 0, and some outputs and inputs are therefore exactly 0.
    fn numbers(len: usize, seed: u32) -> impl Iterator<Item = f64> {
        (0_u32..).take(len).map(move |i| {
            let bits = (i ^ seed).wrapping_mul(0x9E37_79B9).rotate_left(15).wrapping_mul(0x85EB_CA6B);
            if bits.is_multiple_of(5) { 0.0 } else { f64::from(bits >> 8) / f64::from(1 << 23) - 1.0 }
        })
    }

    fn samples<T: Scalar, const N: usize>(batch: usize, seed: u32) -> Vec<SVector<T, N>> {
        let numbers: Vec<_> = numbers(batch * N, seed).map(T::from_f64).collect();
        numbers.chunks_exact(N).map(SVector::from_column_slice).collect()
    }

    /// The pair's outputs and gradients, and those of the two layers, for one batch of samples.
    fn check<const A: usize, const B: usize, T: Scalar, X: Bias<T, B>>(batch: usize, seed: u32) {
        let mut linear: Linear<A, B, T, X> = bytemuck::zeroed();
        for (parameter, number) in
            crate::layer::scalars_mut(&mut linear).iter_mut().zip(numbers(A * B + B, seed ^ 1))
        {
            *parameter = T::from_f64(number);
        }
        let nothing = &mut ();
        let x = samples::<T, A>(batch, seed ^ 2);
        let (mut between, mut apart) = (samples::<T, B>(batch, 0), samples::<T, B>(batch, 1));
        let mut fused = samples::<T, B>(batch, 3);
        let after: ReLU<B, T> = bytemuck::zeroed();
        linear.forward_training::<64>(Training::new(&x, &mut between, &mut (), Round::alone(batch)));
        after.forward_training::<64>(Training::new(&between, &mut apart, &mut (), Round::alone(batch)));
        let pass = Training::new(&x, &mut fused, nothing, Round::alone(batch));
        LinearReLU(&linear, &after).forward::<64>(pass);
        assert_eq!(fused, apart);

        // The inputs as a `ReLU` before the layer gives them.
        let x: Vec<_> = x.iter().map(|x| x.map(|x| if x > T::ZERO { x } else { T::ZERO })).collect();
        let before: ReLU<A, T> = bytemuck::zeroed();
        let dy = samples::<T, B>(batch, seed ^ 4);
        let (mut between, mut apart) = (samples::<T, A>(batch, 0), samples::<T, A>(batch, 1));
        let mut fused = samples::<T, A>(batch, 3);
        let pass = Backward::new(&x, &dy, &dy, nothing, Round::alone(batch));
        linear.backward::<64>(pass.to(&mut between));
        let pass = Backward::new(&x, &x, &between, nothing, Round::alone(batch));
        before.backward::<64>(pass.to(&mut apart));
        let pass = Backward::new(&x, &dy, &dy, nothing, Round::alone(batch));
        ReLULinear(&before, &linear).backward::<64>(pass.to(&mut fused));
        assert_eq!(fused, apart);
    }

    proptest! {
        #[test]
        fn a_pair_does_what_its_layers_do(batch in 1..65_usize, seed: u32) {
            check::<1, 1, f32, NoBias>(batch, seed);
            check::<5, 3, f32, SVector<f32, 3>>(batch, seed);
            check::<17, 33, f64, SVector<f64, 33>>(batch, seed);
            check::<40, 70, f32, SVector<f32, 70>>(batch, seed);
            check::<70, 10, f64, NoBias>(batch, seed);
        }
    }
}
