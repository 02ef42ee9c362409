//! Model to model: which neighbours training computes in one pass. Cannot fail.
//!
//! A pair is fused where the library has a function for it (`__private::fused`). What the first layer of a
//! pair gives on the way forward, or gets on the way back, is then never written: neither layer may ask for
//! it anywhere else. `Linear` reads its inputs and the gradients of its outputs, `ReLU` the gradients and the
//! signs of its outputs, so these two never do, and both look at each tile once.

use crate::built_in::Fusible;
use crate::model::{Chain, Layer, Network, Pair};

/// Decides it for a network and all of its blocks.
pub(crate) fn fuse(mut network: Network) -> Network {
    fuse_chain(&mut network.chain);
    network
}

fn fuse_chain(chain: &mut Chain) {
    for layer in &mut chain.body {
        if let Some(block) = layer.block_mut() {
            block.chains_mut().iter_mut().for_each(fuse_chain);
        }
    }
    for i in 1..chain.body.len() {
        let [before, after] = &mut chain.body[i - 1..=i] else { unreachable!("two layers") };
        before.fused.forward = forward(before, after);
        // The gradient before the first layer is the caller's, who may not want it: that layer goes back
        // alone.
        before.fused.backward = if i > 1 { backward(before, after) } else { None };
    }
}

/// The pairs of the way forward.
fn forward(before: &Layer, after: &Layer) -> Option<Pair> {
    match (before.in_pairs()?, after.in_pairs()?) {
        (Fusible::Linear, Fusible::ReLU) => Some(Pair::LinearReLU),
        _ => None,
    }
}

/// The pairs of the way back.
fn backward(before: &Layer, after: &Layer) -> Option<Pair> {
    match (before.in_pairs()?, after.in_pairs()?) {
        (Fusible::ReLU, Fusible::Linear) => Some(Pair::ReLULinear),
        _ => None,
    }
}
