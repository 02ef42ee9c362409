//! The checks that need the values of consts. They are evaluated while the user's crate is checked.
//!
//! Each is a `const fn` that writes its message, numbers included, into a small buffer and panics with it:
//! the compiler then shows the message at the tokens that the macro gave the call.

use core::alloc::Layout;

use bytemuck::Pod;

use crate::head::SOFTMAX;
use crate::message::Message;
use crate::network::Network;
use crate::scalar::Scalar;
use crate::setting::{Range, demand};
use crate::shape::Shape;
use crate::summary::Row;

/// A layer's input is the output of the layer before it.
#[track_caller]
pub const fn check_inputs(
    layer: &str,
    takes: Option<Shape>,
    before: &str,
    produces: Option<Shape>,
    help: &str,
) {
    if let (Some(takes), Some(produces)) = (takes, produces)
        && !same(takes, produces)
        && !flat(takes, produces)
    {
        let message = Message::new().code(layer).text(" takes ").shape(takes).text(" inputs, but ");
        panic!("{}", message.producer(before).shape(produces).text("\n= help: ").text(help).as_str());
    }
}

/// The shape is the asserted one.
#[track_caller]
pub const fn check_assertion(asserted: Option<Shape>, before: &str, produces: Option<Shape>) {
    if let (Some(asserted), Some(produces)) = (asserted, produces)
        && !same(asserted, produces)
    {
        let message = Message::new().shape(asserted).text(" is asserted here, but ");
        let message = message.producer(before).shape(produces).text("\n= help: write `").shape(produces);
        panic!("{}", message.text("`, or change ").text(before).as_str());
    }
}

/// A width is at least 1.
#[track_caller]
pub const fn check_width(width: usize) {
    assert!(width != 0, "a width is at least 1, found 0");
}

/// A `Repeat` has a count of at least 1.
#[track_caller]
pub const fn check_count(count: usize) {
    assert!(count != 0, "`Repeat` needs a count of at least 1, found 0");
}

/// `Softmax` has something to choose from.
#[track_caller]
pub const fn check_classes(classes: Option<Shape>) {
    if let Some(classes) = classes {
        assert!(
            classes.len() != 1,
            "`Softmax` over one class always gives 1\n= help: for a yes-or-no question write `Sigmoid`"
        );
    }
}

/// The number of an activation lies in its range.
#[track_caller]
pub const fn check_constant(layer: &str, name: &str, value: f64, range: Range) {
    demand(layer, name, value, range);
}

/// A chain gives what it takes.
#[track_caller]
pub const fn check_agreement(block: &str, takes: Option<Shape>, gives: Option<Shape>) {
    if let (Some(takes), Some(gives)) = (takes, gives)
        && !same(takes, gives)
        && !flat(takes, gives)
    {
        let message = Message::new().text(block).text(", but the chain turns ").shape(takes).text(" into ");
        let message = message.shape(gives).text("\n= help: end the chain with a layer that produces ");
        panic!("{}", message.shape(takes).as_str());
    }
}

/// Images that are joined have sides of the same length.
#[track_caller]
pub const fn check_sides(block: &str, first: Option<Shape>, other: Option<Shape>) {
    let (Some(first), Some(other)) = (first, other) else { return };
    let fits = match (first, other) {
        (
            Shape::Image { height, width, .. },
            Shape::Image { height: other_height, width: other_width, .. },
        ) => height == other_height && width == other_width,
        _ => false,
    };
    if !fits {
        let message =
            Message::new().code(block).text(" joins images of the same height and width, but one chain");
        let message = message.text(" produces ").shape(first).text(" and this one ").shape(other);
        panic!("{}", message.as_str());
    }
}

/// A layer of the user's own is made of the network's scalars, forgets to learn none of its own, and leaves
/// no `Softmax` in the middle.
#[track_caller]
pub const fn check_own(
    layer: &str,
    (scalar, wanted): (Option<&str>, &str),
    forgotten: usize,
    (head, last): (u8, bool),
) {
    // The names are `f32` and `f64`, and the second letter tells.
    if let Some(scalar) = scalar
        && scalar.as_bytes()[1] != wanted.as_bytes()[1]
    {
        let message = Message::new().code(layer).text(" is made of ").code(scalar);
        panic!("{}", message.text(", but this network of ").code(wanted).as_str());
    }
    if forgotten > 0 {
        let message = Message::new().code(layer).text(" learns `Nothing`, but has ").number(forgotten);
        let message = message.text(if forgotten == 1 { " parameter" } else { " parameters" });
        let message =
            message.text("\n= help: write `type Learns = Parameters`, and implement `monograd::Learn` for ");
        panic!("{}", message.code(layer).as_str());
    }
    if !last && head == SOFTMAX {
        let message = Message::new().code(layer).text(" ends in `Softmax`, which is allowed only at the end");
        panic!("{}", message.text(" of a network").as_str());
    }
}

/// A network is an array of scalars in disguise: its fields lie side by side, and each is made of the
/// network's scalars. (What is made of others was reported by [`check_own`].)
///
/// The `unsafe impl Pod` of the expansion relies on it, and the view of the parameters as one slice would
/// panic without it.
#[track_caller]
pub const fn no_padding<T: Scalar, N>(layers: &[Layout]) {
    let (mut size, mut are_scalars, mut i) = (0, true, 0);
    while i < layers.len() {
        let layer = layers[i];
        are_scalars &= layer.size() == 0
            || layer.size().is_multiple_of(size_of::<T>()) && layer.align().is_multiple_of(align_of::<T>());
        size += layer.size();
        i += 1;
    }
    assert!(
        are_scalars && size_of::<N>() == size,
        "a layer holds nothing but its parameters, which are scalars of the network's type"
    );
}

/// Fails to compile for what is not plain data.
pub const fn is_plain<T: Pod>(_layer: &T) {}

/// A budget for [`Network::PARAMETERS`].
#[track_caller]
pub const fn check_parameters<N: Network>(limit: usize) {
    let message = Message::new().text("the network has ").number(N::PARAMETERS).text(" parameters");
    check_budget::<N>(N::PARAMETERS, limit, message, Cost::Parameters);
}

/// A budget for the memory of inference: the parameters and the activations of one sample.
#[track_caller]
pub const fn check_memory<N: Network>(limit: usize) {
    let bytes = N::PARAMETER_BYTES + N::INFERENCE_BYTES;
    let message = Message::new().text("inference takes ").number(bytes).text(" bytes of memory");
    check_budget::<N>(bytes, limit, message, Cost::Bytes);
}

/// A budget for the memory of training: parameters, gradient and workspace.
#[track_caller]
pub const fn check_training_memory<N: Network>(limit: usize) {
    let bytes = 2 * N::PARAMETER_BYTES + N::TRAINING_BYTES;
    let message = Message::new().text("training takes ").number(bytes).text(" bytes of memory");
    check_budget::<N>(bytes, limit, message, Cost::Bytes);
}

/// A budget for [`MULTIPLY_ADDS`](crate::Layer::MULTIPLY_ADDS).
#[track_caller]
pub const fn check_multiply_adds<N: Network>(limit: usize) {
    let message = Message::new().text("a sample costs ").number(N::MULTIPLY_ADDS).text(" multiply-adds");
    check_budget::<N>(N::MULTIPLY_ADDS, limit, message, Cost::MultiplyAdds);
}

/// What a layer costs, of what a budget limits.
#[derive(Clone, Copy)]
enum Cost {
    Parameters,
    Bytes,
    MultiplyAdds,
}

impl Cost {
    const fn of(self, row: &Row) -> usize {
        match self {
            Self::Parameters => row.parameters,
            Self::Bytes => row.parameters + row.buffers + row.output.len(),
            Self::MultiplyAdds => row.multiply_adds,
        }
    }
}

#[track_caller]
const fn check_budget<N: Network>(figure: usize, limit: usize, message: Message, cost: Cost) {
    if figure <= limit {
        return;
    }
    let rows = N::SUMMARY.rows;
    let (mut most, mut i) = (&rows[0], 1);
    while i < rows.len() {
        if cost.of(&rows[i]) > cost.of(most) {
            most = &rows[i];
        }
        i += 1;
    }
    let message = message.text(", over its budget of ").number(limit).text("; the largest share is that of ");
    panic!("{}", message.code(most.name).text(", ").code(most.layer).as_str());
}

/// Whether one is an image and the other its numbers as a vector: that is how a network inside another one,
/// whose samples are vectors, meets images.
const fn flat(a: Shape, b: Shape) -> bool {
    matches!((a, b), (Shape::Vector(_), Shape::Image { .. }) | (Shape::Image { .. }, Shape::Vector(_)))
        && a.len() == b.len()
}

const fn same(a: Shape, b: Shape) -> bool {
    match (a, b) {
        (Shape::Vector(a), Shape::Vector(b)) => a == b,
        (
            Shape::Image { channels, height, width },
            Shape::Image { channels: other_channels, height: other_height, width: other_width },
        ) => channels == other_channels && height == other_height && width == other_width,
        _ => false,
    }
}
