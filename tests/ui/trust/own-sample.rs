use monograd::prelude::*;
use monograd::Shape;

#[repr(transparent)]
#[derive(Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
struct Pair([f32; 2]);

impl Sample for Pair {
    type Scalar = f32;

    const SHAPE: Shape = Shape::Vector(1000);
}

fn main() {}
