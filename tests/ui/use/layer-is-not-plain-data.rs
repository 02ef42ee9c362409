use monograd::prelude::*;

struct Gain {
    gain: Vec<f32>,
}

impl Layer for Gain {
    type Scalar = f32;
    type Input = SVector<f32, 4>;
    type Output = SVector<f32, 4>;
    type Workspace<const TILE: usize> = ();
    type Learns = Nothing;

    fn forward<S: Simd>(&self, _pass: Forward<'_, Self, S>) {}

    fn backward<const TILE: usize>(&self, _pass: Backward<'_, Self, TILE>) {}
}

fn main() {}
