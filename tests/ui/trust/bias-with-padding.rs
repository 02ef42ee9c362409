use monograd::layers::{Bias, Linear};
use monograd::prelude::*;

/// Eight bytes after the four of a weight: between them are four that no code has written.
#[repr(transparent)]
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[bytemuck(crate = "monograd::bytemuck")]
struct Wide(u64);

impl Bias<f32, 1> for Wide {
    fn array(&self) -> Option<&[f32; 1]> {
        None
    }

    fn array_mut(&mut self) -> Option<&mut [f32; 1]> {
        None
    }
}

fn main() {
    let layer = Linear::<1, 1, f32, Wide>::zeroed();
    println!("{:?}", monograd::bytemuck::bytes_of(&layer));
}
