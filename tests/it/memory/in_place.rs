//! Whatever is done with a whole network is done where it is: none of these fits on the stack of its test.

use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

use super::on_a_small_stack;

// 2 MB, eight times the stack.
network! { struct Large<784 => Linear(512) => ReLU => Linear(256) => ReLU => Linear(10) => Softmax>; }

// Each block, and the convolution, is larger than the stack.
network! {
    struct Blocks<
        320
        => Residual(Linear(320) => Tanh)
        => Repeat(2, Linear(320) => Tanh)
        => Concat(Linear(160), Linear(160))
        => ReLU => Linear(1)
    >;
}
network! { struct Images<[320, 1, 1] => Conv2d(320, kernel = 1) => Flatten>; }

fn large(seed: u64) -> Boxed<Large> {
    Large::init(&mut StdRng::seed_from_u64(seed))
}

#[test]
fn networks_are_cloned_on_the_heap() {
    on_a_small_stack(|| {
        let network = large(1);
        let copy = network.clone();
        assert!(copy == network && copy != large(2));
    });
}

#[test]
fn networks_are_overwritten_in_place() {
    on_a_small_stack(|| {
        let [first, second] = [large(1), large(2)];
        let mut network = large(3);
        let place = std::ptr::from_ref(&*network);
        network.clone_from(&first);
        assert!(network == first && std::ptr::eq(place, &raw const *network));
        let borrowed: &mut Large = &mut network;
        borrowed.clone_from(&second);
        assert!(*borrowed == *second && std::ptr::eq(place, borrowed));
    });
}

#[test]
fn layers_and_blocks_are_overwritten_in_place() {
    on_a_small_stack(|| {
        let [mut dense, other] = [1, 2].map(|seed| Large::init(&mut StdRng::seed_from_u64(seed)));
        dense.linear1.clone_from(&other.linear1);
        assert!(dense.linear1 == other.linear1 && *dense != *other);
        let [mut blocks, other] = [1, 2].map(|seed| Blocks::init(&mut StdRng::seed_from_u64(seed)));
        blocks.residual1.clone_from(&other.residual1);
        blocks.repeat1.clone_from(&other.repeat1);
        blocks.concat1.clone_from(&other.concat1);
        blocks.linear1.clone_from(&other.linear1);
        assert!(*blocks == *other);
        let [mut images, other] = [1, 2].map(|seed| Images::init(&mut StdRng::seed_from_u64(seed)));
        images.conv2d1.clone_from(&other.conv2d1);
        assert!(*images == *other);
    });
}

#[test]
fn networks_are_shown_compared_and_made_in_place() {
    on_a_small_stack(|| {
        let network = network!(784 => Linear(512) => ReLU => Linear(10) => Softmax);
        assert!(network == network.clone() && format!("{network:?}").ends_with("{ 407050 parameters }"));
    });
}
