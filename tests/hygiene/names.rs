//! Networks, labels and layers with the names that the expansion has for its own things.

use monograd::prelude::*;
use monograd::{Shape, nalgebra};

network! {
    /// Its labels are called like the locals of the expansion, and like what is nearly one of them.
    #[allow(linear_after_linear)]
    struct Labels<
        1 => x: Linear(2) => y: Tanh => n: Linear(3) => dy: Tanh => network: Linear(4) => workspace: Tanh
          => self_: Linear(5) => rng: Linear(6) => init: Linear(7) => dx: Linear(8) => gradient: Linear(9)
          => learning_rate: Linear(10) => scratch: Linear(11) => this: Linear(12) => y_x: Linear(13)
          => r#type: Linear(14) => r#fn: ReLU => linear1: Linear(15) => Linear(16) => parameters: Linear(17)
    >;
}

network! {
    /// Warnings of the macro's own, allowed side by side, beside one of the compiler's, and with a reason.
    #[allow(linear_after_linear, activation_first, dead_code, reason = "both are meant")]
    struct Allowed<2 => ReLU => Linear(2) => Linear(1)>;
}
network! {
    /// The same in attributes of their own.
    #[allow(linear_after_linear, reason = "it is meant")]
    #[allow(activation_first,)]
    struct AllowedOneByOne<2 => ReLU => Linear(2) => Linear(1)>;
}

/// Networks named like parts of the expansion.
mod networks {
    use monograd::network;

    network! { pub(super) struct Layer<2 => Linear(1)>; }
    network! { pub(super) struct Network<2 => Linear(1)>; }
    network! { pub(super) struct Workspace<2 => Linear(1)>; }
    network! { pub(super) struct Training<2 => Linear(2) => Tanh>; }
    network! { pub(super) struct Linear<2 => Linear(1)>; }
    network! { pub(super) struct Shape<2 => Linear(1) => Sigmoid>; }
    network! { pub(super) struct R<2 => Linear(2) => Tanh>; }
    network! { pub(super) struct Self_<2 => Linear(1)>; }
    network! { pub(super) struct r#Raw<2 => Linear(1)>; }
}

/// Networks named like its values and constants, against all custom.
#[allow(non_camel_case_types)]
mod small {
    use monograd::network;

    network! { pub(super) struct TILE<2 => Linear(2) => Tanh => Linear(1)>; }
    network! { pub(super) struct x<2 => Linear(2) => Tanh => Linear(1)>; }
    network! { pub(super) struct n<2 => Linear(2) => Tanh => Linear(1)>; }
    network! { pub(super) struct r#fn<2 => Linear(2) => Tanh => Linear(1)>; }
}

// Nested networks are layers of the user's own, here with names from the expansion.
use networks::{Network as Net, R, Training};

network! { struct Nested<2 => Training => first: Training => r: R => r#last: Linear(1)>; }
network! { struct AroundNet<2 => Linear(2) => Tanh => Net>; }

/// Consts named like those of the expansion.
mod consts {
    use monograd::network;

    /// A width.
    const TILE: usize = 3;
    /// A width.
    const N: usize = 4;
    /// A slope.
    const SLOPE: f64 = 0.25;

    network! { pub(super) struct Widths<TILE => Linear(N) => LeakyReLU(SLOPE) => N => Linear(TILE) => TILE>; }
}

/// Trains for one step, which calls everything that the macro wrote.
fn learns<N>()
where
    N: monograd::Network<Scalar = f32>,
    MeanSquaredError: monograd::loss::Loss<N::Head, Target = N::Output>,
{
    let mut net = N::zeros();
    let mut trainer = Trainer::new(&*net, MeanSquaredError, Sgd::new(0.1));
    let (x, t) = (bytes(0), bytes(0x3f));
    let before = trainer.step(&mut net, &[x], &[t]).expect("finite");
    let after = trainer.step(&mut net, &[x], &[t]).expect("finite");
    assert!(after < before, "{}: {before} to {after}", N::SUMMARY.name);
}

/// A sample that is made of one byte.
fn bytes<S: Sample>(byte: u8) -> S {
    let mut sample = S::zeroed();
    monograd::bytemuck::bytes_of_mut(&mut sample).fill(byte);
    sample
}

#[test]
fn labels_are_fields() {
    learns::<Labels>();
    let net = Labels::zeros();
    assert_eq!((net.x.bias.len(), net.n.bias.len(), net.r#type.bias.len()), (2, 3, 14));
    assert_eq!((net.linear1.bias.len(), net.linear2.bias.len(), net.parameters.bias.len()), (15, 16, 17));
    let rows = Labels::SUMMARY.rows;
    assert_eq!(rows.first().map(|row| (row.name, row.input)), Some(("x", Shape::Vector(1))));
}

#[test]
fn networks_have_any_name() {
    learns::<networks::Layer>();
    learns::<networks::Network>();
    learns::<networks::Workspace>();
    learns::<networks::Linear>();
    learns::<networks::Shape>();
    learns::<networks::Self_>();
    learns::<networks::Raw>();
    learns::<small::TILE>();
    learns::<small::x>();
    learns::<small::n>();
    learns::<small::r#fn>();
    learns::<consts::Widths>();
}

#[test]
fn layers_have_any_name() {
    learns::<Nested>();
    learns::<AroundNet>();
    assert_eq!(Nested::zeros().predict(&nalgebra::SVector::zeros()).len(), 1);
}

/// The name of the struct of the expression form.
#[test]
fn the_unnamed_network_takes_no_name_away() {
    let net = network!(2 => Linear(2) => Tanh => networks::Network);
    assert_eq!(net.parameters().len(), 2 * 2 + 2 + 2 + 1);
    let net = {
        use networks::Network;
        network!(<2 => Linear(2) => Tanh => Network>)
    };
    assert_eq!(net.parameters().len(), 2 * 2 + 2 + 2 + 1);
}
