//! `BatchNorm` alone: three steps on a batch each and inference afterwards, in tiles of two samples.

use monograd::bytemuck::{cast_slice, zeroed};
use monograd::infer;
use monograd::layers::BatchNorm;
use monograd::prelude::*;
use monograd::{Round, Scalar};

use super::{assert_matches, file::File};

const TILE: usize = 2;

type Norm<const C: usize, const H: usize, const W: usize, T> =
    BatchNorm<C, H, W, { 0.1_f64.to_bits() }, { 1e-5_f64.to_bits() }, T>;

/// A batch on its way through the layer and back, and its results.
struct Trip<L: Layer> {
    y: Vec<L::Output>,
    dx: Vec<L::Input>,
    gradient: L,
}

/// Takes a batch over the layer as a trainer does: tile by tile in each round.
fn train<L: Learn>(layer: &mut L, x: &[L::Input], dy: &[L::Output]) -> Trip<L> {
    let (mut y, mut dx, mut gradient) =
        (vec![L::Output::zeroed(); x.len()], vec![L::Input::zeroed(); x.len()], zeroed::<L>());
    let tiles: Vec<_> = (0..x.len()).step_by(TILE).map(|i| i..x.len().min(i + TILE)).collect();
    let mut kept: Vec<L::Workspace<TILE>> = tiles.iter().map(|_| zeroed()).collect();
    for round in 0..L::NEEDS.rounds {
        for (tile, workspace) in tiles.iter().zip(&mut kept) {
            let round = Round::new(round, tile.start, x.len(), 0, Some(&mut gradient));
            let (x, y) = (&x[tile.clone()], &mut y[tile.clone()]);
            layer.forward_training(Training::<L, TILE>::new(x, y, workspace, round));
        }
    }
    for round in 0..L::NEEDS.rounds {
        for (tile, workspace) in tiles.iter().zip(&mut kept) {
            let round = Round::new(round, tile.start, x.len(), 0, Some(&mut gradient));
            let (x, y, dy) = (&x[tile.clone()], &y[tile.clone()], &dy[tile.clone()]);
            let pass = Backward::<L, TILE>::new(x, y, dy, workspace, round);
            layer.backward(pass.to(&mut dx[tile.clone()]));
        }
    }
    for (tile, workspace) in tiles.iter().zip(&mut kept) {
        let round = Round::new(0, tile.start, x.len(), 0, None);
        let (x, y, dy) = (&x[tile.clone()], &y[tile.clone()], &dy[tile.clone()]);
        layer.gradient(Backward::<L, TILE>::new(x, y, dy, workspace, round), &mut gradient);
    }
    layer.update_buffers::<TILE>(&kept[0]);
    Trip { y, dx, gradient }
}

fn check<const C: usize, const H: usize, const W: usize, T: Scalar>(case: &str) {
    let file = File::open::<T>("images");
    let mut layer: Norm<C, H, W, T> = zeroed();
    layer.running_var.fill(T::ONE);
    layer.weight.as_mut_slice().copy_from_slice(&file.scalars(&format!("{case}/weight")));
    layer.bias.as_mut_slice().copy_from_slice(&file.scalars(&format!("{case}/bias")));
    for step in ["step_1", "step_2", "step_3"] {
        let tensor = |name: &str| format!("{case}/{step}/{name}");
        let same = |name: &str, ours: &[T]| assert_matches(&tensor(name), ours, &file.scalars(&tensor(name)));
        let trip = train(&mut layer, &file.samples(&tensor("input")), &file.samples(&tensor("d_output")));
        same("output", cast_slice(&trip.y));
        same("d_input", cast_slice(&trip.dx));
        same("d_weight", trip.gradient.weight.as_slice());
        same("d_bias", trip.gradient.bias.as_slice());
        same("running_mean", layer.running_mean.as_slice());
        same("running_var", layer.running_var.as_slice());
        assert!(trip.gradient.running_mean.iter().chain(&trip.gradient.running_var).all(|&g| g == T::ZERO));
    }
    let x: Vec<Image<C, H, W, T>> = file.samples(&format!("{case}/eval/input"));
    let mut y = x.clone();
    infer(&layer, &x, &mut y);
    let name = format!("{case}/eval/output");
    assert_matches::<T>(&name, cast_slice(&y), &file.scalars(&name));
}

/// In both precisions.
macro_rules! cases {
    ($($name:ident: [$c:literal, $h:literal, $w:literal];)*) => {$(
        #[test]
        fn $name() {
            check::<$c, $h, $w, f32>(stringify!($name));
            check::<$c, $h, $w, f64>(stringify!($name));
        }
    )*};
}

cases! {
    batch_norm1d: [6, 1, 1];
    batch_norm2d: [2, 7, 5];
    batch_norm2d_batch_1: [2, 7, 5];
}
