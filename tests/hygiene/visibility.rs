//! Public, restricted and private networks; layers of the user's own no more visible than the network.

use monograd::prelude::*;

/// Public, and documented.
mod public {
    use monograd::network;

    network! {
        /// A network.
        pub struct Everywhere<2 => label: Linear(1) => Tanh => Linear(1)>;
    }
    network! { pub(crate) struct Crate<2 => label: Linear(1)>; }
    network! { pub(super) struct Super<2 => label: Linear(1)>; }
    network! { pub(in crate::visibility) struct In<2 => label: Linear(1)>; }
    network! { pub(self) struct Own<2 => label: Linear(1)>; }
    network! { struct Private<2 => label: Linear(2) => Tanh>; }
    network! { struct AroundPrivate<2 => Private => inner: Linear(1)>; }

    /// The width of the widest layer, of networks that only this module sees.
    pub(super) fn widest() -> usize {
        use monograd::Network as _;
        let net = AroundPrivate::zeros();
        net.private1.label.bias.len().max(net.inner.bias.len()).max(Own::zeros().label.bias.len())
    }
}

#[test]
fn fields_and_methods_are_as_visible_as_the_network() {
    assert_eq!(public::Everywhere::zeros().label.bias.len(), 1);
    assert_eq!(public::Crate::zeros().label.bias.len(), 1);
    assert_eq!(public::Super::zeros().label.bias.len(), 1);
    assert_eq!(public::In::zeros().predict(&SVector::zeros()).len(), 1);
    assert_eq!(public::widest(), 2);
}
