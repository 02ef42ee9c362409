use monograd::layers::MaxPool2d;
use monograd::prelude::*;

fn sizes<L: Layer>() {}

fn main() {
    sizes::<MaxPool2d<6, 3, 28, 1, 7, 4, 4>>();
}
