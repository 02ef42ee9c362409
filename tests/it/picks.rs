//! A first layer that reads shuffled samples where they lie gives the bits that it gives when they are copied
//! together.

use bytemuck::{Pod, Zeroable};
use monograd::__private::Update;
use monograd::nalgebra::SVector;
use monograd::optim::Optimizer;
use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

type Hidden = Linear<100, 40>;

network! { struct InPlace<100 => Linear(40) => ReLU => Linear(4) => Softmax>; }
network! { struct Together<100 => Copied => ReLU => Linear(4) => Softmax>; }
network! { struct Nested<100 => InPlaceBody => Linear(4) => Softmax>; }
network! { struct InPlaceBody<100 => Linear(40) => ReLU>; }
network! { struct InRounds<100 => Linear(40) => BatchNorm => ReLU => Linear(4) => Softmax>; }
network! { struct TogetherInRounds<100 => Copied => BatchNorm => ReLU => Linear(4) => Softmax>; }

/// The same layer as a user's own: it is given copies.
#[repr(transparent)]
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
struct Copied(Hidden);

impl Layer for Copied {
    type Scalar = f32;
    type Input = SVector<f32, 100>;
    type Output = SVector<f32, 40>;
    type Workspace<const TILE: usize> = ();
    type Learns = Parameters;

    fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
        let Forward { simd, x, y, scratch, .. } = pass;
        self.0.forward(Forward::new(simd, x, y, scratch));
    }

    fn forward_training<const TILE: usize>(&self, pass: Training<'_, Self, TILE>) {
        // Inference adds in another order.
        let Training { x, y, workspace, round, .. } = pass;
        self.0.forward_training::<TILE>(Training::new(x, y, workspace, round.of(0)));
    }

    fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
        assert!(pass.dx.is_none(), "the gradient of the samples is not needed");
    }
}

impl Learn for Copied {
    fn gradient<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>, gradient: &mut Self) {
        Self::update(Update::Add { layer: self, gradient }, pass);
    }

    fn update<const TILE: usize>(mut update: Update<'_, Self>, pass: Backward<'_, Self, TILE>) {
        let Backward { x, y, dy, workspace, round, .. } = pass;
        assert_eq!((x.len(), y.len()), (dy.len(), dy.len()), "the samples were copied together");
        let update = update.inside(|layer| &layer.0, |layer| &mut layer.0);
        Linear::update::<TILE>(update, Backward::new(x, y, dy, workspace, round.of(0)));
    }
}

/// The bits of the parameters after two epochs, from parameters that depend only on their number.
fn bits<N, O>(optimizer: O, batch_size: usize, in_parallel: bool) -> Vec<u32>
where
    N: Network<Scalar = f32, Input = SVector<f32, 100>>,
    CrossEntropy: monograd::loss::Loss<N::Head, Target = Class<4>>,
    O: Optimizer<f32>,
{
    let sample = |i: usize| SVector::from_fn(|row, _| ((i * 31 + row * 17) % 23) as f32 / 23.0 - 0.5);
    let (x, t): (Vec<_>, Vec<_>) = (0..201).map(|i| (sample(i), Class::of(i % 4))).unzip();
    let mut net = N::zeros();
    for (i, parameter) in net.parameters_mut().iter_mut().enumerate() {
        *parameter = (i * 37 % 41) as f32 / 200.0 - 0.1;
    }
    let mut trainer = net.trainer(CrossEntropy, optimizer);
    if in_parallel {
        #[cfg(feature = "rayon")]
        (trainer = trainer.in_parallel());
    }
    let rng = &mut StdRng::seed_from_u64(3);
    for _ in 0..2 {
        trainer.epoch(&mut net, Dataset::new(&x, &t).unwrap(), batch_size, rng).expect("finite losses");
    }
    net.parameters().iter().map(|number| number.to_bits()).collect()
}

fn compare<A, B, O>(optimizer: O)
where
    A: Network<Scalar = f32, Input = SVector<f32, 100>>,
    B: Network<Scalar = f32, Input = SVector<f32, 100>>,
    CrossEntropy: monograd::loss::Loss<A::Head, Target = Class<4>>,
    CrossEntropy: monograd::loss::Loss<B::Head, Target = Class<4>>,
    O: Optimizer<f32>,
{
    assert!(A::PICKS && !B::PICKS);
    // Batches of one tile and of several; the last one may be a single sample, where that is allowed.
    let batch_sizes: &[usize] = if A::NEEDS.least_samples == 1 { &[10, 64, 200] } else { &[64, 201] };
    for &batch_size in batch_sizes {
        for in_parallel in [false, cfg!(feature = "rayon")] {
            let (in_place, together) = (
                bits::<A, O>(optimizer, batch_size, in_parallel),
                bits::<B, O>(optimizer, batch_size, in_parallel),
            );
            assert_eq!(in_place, together, "batch size {batch_size}, in parallel: {in_parallel}");
        }
    }
}

#[test]
fn samples_in_place_give_the_bits_of_copies() {
    compare::<InPlace, Together, _>(Sgd::new(0.1));
    compare::<InPlace, Together, _>(Sgd::new(0.1).momentum(0.9));
    compare::<InRounds, TogetherInRounds, _>(Sgd::new(0.1));
    compare::<Nested, Together, _>(Sgd::new(0.1));
}
