//! What compiles and trains, but is hardly meant.

use proc_macro2::Ident;

use crate::model::{Kind, Layer, Warning};

const LINEAR_AFTER_LINEAR: &str = "linear_after_linear";
const ACTIVATION_FIRST: &str = "activation_first";

/// What `#[allow(...)]` above a network silences.
pub(super) const NAMES: &[&str] = &[LINEAR_AFTER_LINEAR, ACTIVATION_FIRST];

/// The warnings about a chain, without those that are allowed.
pub(super) fn find(layers: &[Layer], allowed: &[Ident]) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if let Some(first @ Layer { kind: Kind::Elementwise { .. }, .. }) = layers.first() {
        let message = format!(
            "`{}` before any other layer throws away part of the inputs; start with a `Linear`, or allow it",
            first.text
        );
        warnings.push(Warning { name: ACTIVATION_FIRST, span: first.span, message });
    }
    for pair in layers.windows(2) {
        if let [
            Layer { kind: Kind::Linear { .. }, text: before, .. },
            Layer { kind: Kind::Linear { .. }, text, span, .. },
        ] = pair
        {
            let message = format!(
                "`{text}` right behind `{before}` can learn no more than one `Linear`; put an activation such as \
                 `ReLU` between them, or allow it"
            );
            warnings.push(Warning { name: LINEAR_AFTER_LINEAR, span: *span, message });
        }
    }
    warnings.retain(|warning| !allowed.iter().any(|name| name == warning.name));
    for warning in &mut warnings {
        warning.message += &format!(" with `#[allow({})]` on the network", warning.name);
    }
    warnings
}
