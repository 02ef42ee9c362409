use monograd::prelude::*;

#[repr(C, align(16))]
#[derive(Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
struct Gain {
    gain: [f32; 4],
}

impl Layer for Gain {
    type Scalar = f32;
    type Input = SVector<f32, 4>;
    type Output = SVector<f32, 4>;
    type Workspace<const TILE: usize> = ();
    type Learns = Parameters;

    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        let Forward { x, y, .. } = pass;
        y.copy_from_slice(x);
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        let Some(dx) = pass.dx else { return };
        dx.copy_from_slice(pass.dy);
    }
}

impl Learn for Gain {
    fn gradient<const TILE: usize>(&self, _pass: Backward<'_, Self, TILE>, _gradient: &mut Self) {}
}

network! {
    /// The eight bytes of the first layer leave eight empty ones before the second.
    struct Net<1 => Linear(1) => ReLU => Linear(4, bias = false) => Gain => Linear(2)>;
}

fn main() {}
