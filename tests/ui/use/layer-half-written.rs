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

    fn forward(&self, pass: Forward<'_, Self>) {
        let (x, y) = pass.into_parts();
        for (x, y) in x.iter().zip(y) {
            *y = self.gain.component_mul(x);
        }
    }
}

network! {
    struct Net<4 => Gain => Linear(2)>;
}

fn main() {}
