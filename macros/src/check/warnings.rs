//! What compiles and trains, but is hardly meant.

use proc_macro2::Ident;

use crate::built_in::Family;
use crate::model::{Layer, Warning};

const LINEAR_AFTER_LINEAR: &str = "linear_after_linear";
const ACTIVATION_FIRST: &str = "activation_first";

/// What `#[allow(...)]` above a network silences.
pub(super) const NAMES: &[&str] = &[LINEAR_AFTER_LINEAR, ACTIVATION_FIRST];

/// The warnings about a chain, without those that are allowed.
pub(super) fn find(layers: &[Layer], allowed: &[Ident]) -> Vec<Warning> {
    let first = layers.first().and_then(activation_first);
    let mut warnings: Vec<_> = first.into_iter().chain(pairs(layers)).collect();
    warnings.retain(|warning| !allowed.iter().any(|name| name == warning.name));
    warnings
}

/// The warnings about two layers in a row, also inside of blocks.
fn pairs(layers: &[Layer]) -> Vec<Warning> {
    let here = layers.windows(2).filter_map(linear_after_linear);
    let blocks = layers.iter().filter_map(|layer| Some(layer.block()?.chains()));
    here.chain(blocks.flatten().flat_map(|chain| pairs(&chain.body))).collect()
}

fn activation_first(first: &Layer) -> Option<Warning> {
    if first.family() != Family::Activation {
        return None;
    }
    let Layer { text, span, .. } = first;
    let message = format!(
        "`{text}` before any other layer throws away part of the inputs; start with a `Linear`, or allow it with \
         `#[allow({ACTIVATION_FIRST})]` on the network"
    );
    Some(Warning { name: ACTIVATION_FIRST, span: *span, message })
}

fn linear_after_linear(pair: &[Layer]) -> Option<Warning> {
    if !pair.iter().all(|layer| layer.family() == Family::Linear) {
        return None;
    }
    let [Layer { text: before, .. }, Layer { text, span, .. }] = pair else { return None };
    let message = format!(
        "`{text}` right after `{before}` can learn no more than one `Linear`; put an activation such as `ReLU` \
         between them, or allow it with `#[allow({LINEAR_AFTER_LINEAR})]` on the network"
    );
    Some(Warning { name: LINEAR_AFTER_LINEAR, span: *span, message })
}
