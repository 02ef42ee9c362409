//! The sizes of images that are consts: worked out, and checked, while the user's crate is checked.

use crate::message::Message;
use crate::shape::Shape;
use crate::window::output;

/// The largest number that the type-level arithmetic of windows knows.
const LARGEST: usize = 1024;

/// What a window makes of a side of an image; `axis` is 0 for rows and 1 for columns.
#[must_use]
#[track_caller]
#[allow(clippy::too_many_arguments, reason = "they are the equation, and what a message names")]
pub const fn window_output(
    layer: &str,
    before: &str,
    axis: usize,
    side: usize,
    kernel: usize,
    stride: usize,
    start: usize,
    end: usize,
) -> usize {
    let sides = if axis == 0 { " rows" } else { " columns" };
    check_number(layer, "kernel", kernel);
    check_number(layer, "stride", stride);
    let padding = if start > end { start } else { end };
    if padding >= kernel {
        let message =
            Message::new().text("the padding of ").code(layer).text(" is smaller than its kernel, which is ");
        panic!("{}", message.number(kernel).text(", found ").number(padding).as_str());
    }
    if side > LARGEST {
        let message = Message::new().code(layer).text(" moves over at most ").number(LARGEST).text(sides);
        panic!("{}", message.text(", but ").producer(before).number(side).as_str());
    }
    if let Some(output) = output(side, kernel, stride, start + end) {
        return output;
    }
    let message = Message::new().code(layer).text(" has a window of ").number(kernel).text(sides);
    let message = message.text(", but ").producer(before).number(side);
    let message = if start + end > 0 {
        message.text(", ").number(side + start + end).text(" with padding")
    } else {
        message
    };
    panic!("{}", message.as_str());
}

#[track_caller]
const fn check_number(layer: &str, name: &str, number: usize) {
    if number == 0 || number > LARGEST {
        let message = Message::new().text("the ").text(name).text(" of ").code(layer);
        let message = if number == 0 {
            message.text(" is at least 1, found ")
        } else {
            message.text(" is at most 1024, found ")
        };
        panic!("{}", message.number(number).as_str());
    }
}

/// One size of the image that a layer of the user's own gives: 0 for channels, 1 for height, 2 for width.
#[must_use]
#[track_caller]
pub const fn dimension(layer: &str, before: &str, shape: Option<Shape>, axis: usize) -> usize {
    match (shape, axis) {
        (Some(Shape::Image { channels, .. }), 0) => channels,
        (Some(Shape::Image { height, .. }), 1) => height,
        (Some(Shape::Image { width, .. }), _) => width,
        (Some(shape), 0) => {
            let message =
                Message::new().code(layer).text(" takes an image, but ").producer(before).shape(shape);
            panic!("{}", message.as_str())
        }
        // Another mistake was reported, or this one.
        _ => 1,
    }
}
