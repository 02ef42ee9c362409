//! Layers as a user writes them, one for each thing that a layer may ask for on the way back.

use core::iter::zip;

use monograd::Needs;
use monograd::nalgebra::SVector;
use monograd::prelude::*;

/// `y = sin(gain · x)` with a gain for each feature: it reads its inputs.
#[repr(transparent)]
#[derive(Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
pub(crate) struct ReadsInputs<const N: usize> {
    gain: SVector<f64, N>,
}

impl<const N: usize> Layer for ReadsInputs<N> {
    type Scalar = f64;
    type Input = SVector<f64, N>;
    type Output = SVector<f64, N>;
    type Workspace<const TILE: usize> = ();
    type Learns = Parameters;

    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        let Forward { x, y, .. } = pass;
        zip(x, y).for_each(|(x, y)| *y = x.zip_map(&self.gain, |x, gain| (gain * x).sin()));
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Some(dx) = pass.dx else { return };
        for ((x, dy), dx) in zip(zip(pass.x, pass.dy), dx) {
            *dx = dy.component_mul(&x.zip_map(&self.gain, |x, gain| gain * (gain * x).cos()));
        }
    }
}

impl<const N: usize> Learn for ReadsInputs<N> {
    fn gradient<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>, gradient: &mut Self) {
        for (x, dy) in zip(pass.x, pass.dy) {
            gradient.gain += dy.component_mul(&x.zip_map(&self.gain, |x, gain| x * (gain * x).cos()));
        }
    }
}

/// `y = tanh(gain · x)` with a gain for each feature: it reads its outputs.
#[repr(transparent)]
#[derive(Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
pub(crate) struct ReadsOutputs<const N: usize> {
    gain: SVector<f64, N>,
}

impl<const N: usize> Layer for ReadsOutputs<N> {
    type Scalar = f64;
    type Input = SVector<f64, N>;
    type Output = SVector<f64, N>;
    type Workspace<const TILE: usize> = ();
    type Learns = Parameters;

    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        let Forward { x, y, .. } = pass;
        zip(x, y).for_each(|(x, y)| *y = x.zip_map(&self.gain, |x, gain| (gain * x).tanh()));
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Some(dx) = pass.dx else { return };
        for ((y, dy), dx) in zip(zip(pass.y, pass.dy), dx) {
            *dx = dy.zip_map(y, |dy, y| dy * (1.0 - y * y)).component_mul(&self.gain);
        }
    }
}

impl<const N: usize> Learn for ReadsOutputs<N> {
    fn gradient<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>, gradient: &mut Self) {
        for (x, (y, dy)) in zip(pass.x, zip(pass.y, pass.dy)) {
            gradient.gain += dy.zip_map(y, |dy, y| dy * (1.0 - y * y)).component_mul(x);
        }
    }
}

/// `y = x · σ(gain · x)` with a gain for each feature: it keeps the sigmoids for the way back.
#[repr(transparent)]
#[derive(Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
pub(crate) struct Keeps<const N: usize> {
    gain: SVector<f64, N>,
}

#[derive(Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
pub(crate) struct Sigmoids<const N: usize, const TILE: usize>([SVector<f64, N>; TILE]);

impl<const N: usize> Keeps<N> {
    fn sigmoid(&self, x: &SVector<f64, N>) -> SVector<f64, N> {
        x.zip_map(&self.gain, |x, gain| 1.0 / (1.0 + (-gain * x).exp()))
    }
}

impl<const N: usize> Layer for Keeps<N> {
    type Scalar = f64;
    type Input = SVector<f64, N>;
    type Output = SVector<f64, N>;
    type Workspace<const TILE: usize> = Sigmoids<N, TILE>;
    type Learns = Parameters;

    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        let Forward { x, y, .. } = pass;
        zip(x, y).for_each(|(x, y)| *y = x.component_mul(&self.sigmoid(x)));
    }

    fn forward_training<const TILE: usize>(&self, pass: Training<'_, Self, TILE>) {
        let Training { x, y, workspace, .. } = pass;
        for ((x, y), sigmoid) in zip(zip(x, y), &mut workspace.0) {
            *sigmoid = self.sigmoid(x);
            *y = x.component_mul(sigmoid);
        }
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Some(dx) = pass.dx else { return };
        let kept = zip(pass.y, &pass.workspace.0);
        for (((dx, dy), x), (y, s)) in zip(zip(zip(dx, pass.dy), pass.x), kept) {
            // d(x·s)/dx = s + x · gain · s · (1 − s)
            let slope = s + self.gain.component_mul(&(y - y.component_mul(s)));
            assert_eq!(*y, x.component_mul(s), "the pass back gets what the pass forward left");
            *dx = slope.component_mul(dy);
        }
    }
}

impl<const N: usize> Learn for Keeps<N> {
    fn gradient<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>, gradient: &mut Self) {
        for (((x, y), dy), s) in zip(zip(zip(pass.x, pass.y), pass.dy), &pass.workspace.0) {
            // d(x·s)/dgain = x² · s · (1 − s)
            gradient.gain += x.component_mul(&(y - y.component_mul(s))).component_mul(dy);
        }
    }
}

/// `y = x / (1 + |x|)`: it has no parameters, and reads its outputs.
#[repr(transparent)]
#[derive(Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
pub(crate) struct Softsign<const N: usize>([f64; 0]);

impl<const N: usize> Layer for Softsign<N> {
    type Scalar = f64;
    type Input = SVector<f64, N>;
    type Output = SVector<f64, N>;
    type Workspace<const TILE: usize> = ();
    type Learns = Nothing;

    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        let Forward { x, y, .. } = pass;
        zip(x, y).for_each(|(x, y)| *y = x.map(|x| x / (1.0 + x.abs())));
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Some(dx) = pass.dx else { return };
        for ((y, dy), dx) in zip(zip(pass.y, pass.dy), dx) {
            *dx = dy.zip_map(y, |dy, y| dy * (1.0 - y.abs()).powi(2));
        }
    }
}

/// `y = x`, and a number for each feature that training counts its steps in: buffers without a parameter.
#[repr(transparent)]
#[derive(Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
pub(crate) struct Counts<const N: usize> {
    pub(crate) steps: SVector<f64, N>,
}

impl<const N: usize> Layer for Counts<N> {
    type Scalar = f64;
    type Input = SVector<f64, N>;
    type Output = SVector<f64, N>;
    type Workspace<const TILE: usize> = ();
    type Learns = Parameters;

    const NEEDS: Needs = Needs::NOTHING.buffers(N);

    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        let Forward { x, y, .. } = pass;
        y.copy_from_slice(x);
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Some(dx) = pass.dx else { return };
        dx.copy_from_slice(pass.dy);
    }
}

impl<const N: usize> Learn for Counts<N> {
    fn gradient<const TILE: usize>(&self, _pass: Backward<'_, Self, TILE>, _gradient: &mut Self) {}

    fn update_buffers<const TILE: usize>(&mut self, _workspace: &()) {
        self.steps.add_scalar_mut(1.0);
    }
}

/// `y = gain · x` with a gain for each feature, and after the gains the numbers of [`Counts`].
#[repr(transparent)]
#[derive(Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
pub(crate) struct Tracks<const N: usize> {
    pub(crate) gain_and_steps: [SVector<f64, N>; 2],
}

impl<const N: usize> Layer for Tracks<N> {
    type Scalar = f64;
    type Input = SVector<f64, N>;
    type Output = SVector<f64, N>;
    type Workspace<const TILE: usize> = ();
    type Learns = Parameters;

    const NEEDS: Needs = Needs::NOTHING.buffers(N);

    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        let Forward { x, y, .. } = pass;
        zip(x, y).for_each(|(x, y)| *y = x.component_mul(&self.gain_and_steps[0]));
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Some(dx) = pass.dx else { return };
        zip(pass.dy, dx).for_each(|(dy, dx)| *dx = dy.component_mul(&self.gain_and_steps[0]));
    }
}

impl<const N: usize> Learn for Tracks<N> {
    fn gradient<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>, gradient: &mut Self) {
        zip(pass.x, pass.dy).for_each(|(x, dy)| gradient.gain_and_steps[0] += x.component_mul(dy));
    }

    fn update_buffers<const TILE: usize>(&mut self, _workspace: &()) {
        self.gain_and_steps[1].add_scalar_mut(1.0);
    }
}
