use monograd::prelude::*;

struct Gain {
    gain: Vec<f32>,
}

impl Layer for Gain {
    type Scalar = f32;
    type Input = SVector<f32, 4>;
    type Output = SVector<f32, 4>;
    type Workspace<const TILE: usize> = ();

    fn forward(&self, _pass: Forward<'_, Self>) {}

    fn backward<const TILE: usize>(&self, _pass: Pass<'_, Self, TILE>, _dx: &mut [Self::Input]) {}
}

fn main() {}
