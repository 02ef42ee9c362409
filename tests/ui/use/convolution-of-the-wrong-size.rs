use monograd::layers::Conv2d;
use monograd::prelude::*;

fn sizes<L: Layer>() {}

fn main() {
    sizes::<Conv2d<1, 28, 28, 6, 28, 28, 5, 5>>();
}
