use monograd::prelude::*;

#[repr(transparent)]
#[derive(Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
struct Gain {
    gain: SVector<f32, 4>,
}

impl Layer for Gain {
    type Scalar = f32;
    type Input = SVector<f32, 4>;
    type Output = SVector<f32, 4>;
    type Workspace<const TILE: usize> = ();

    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        let Forward { x, y, .. } = pass;
        for (x, y) in x.iter().zip(y) {
            *y = self.gain.component_mul(x);
        }
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Some(dx) = pass.dx else { return };
        for (dy, dx) in pass.dy.iter().zip(dx) {
            *dx = self.gain.component_mul(dy);
        }
    }
}

network! {
    struct Net<4 => Gain => Linear(2)>;
}

fn main() {}
