//! Messages with numbers in them, written while the compiler runs.
//!
//! `panic!` formats nothing in a constant, so the line is put together by hand.

use crate::shape::Shape;

/// A message that is written while the compiler runs.
pub(crate) struct Message {
    bytes: [u8; Self::CAPACITY],
    length: usize,
}

impl Message {
    /// What does not fit any more is left out.
    const CAPACITY: usize = 512;

    pub(crate) const fn new() -> Self {
        Self { bytes: [0; Self::CAPACITY], length: 0 }
    }

    pub(crate) const fn text(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut i = 0;
        while i < text.len() && self.length < Self::CAPACITY {
            self.bytes[self.length] = text[i];
            self.length += 1;
            i += 1;
        }
        self
    }

    pub(crate) const fn code(self, code: &str) -> Self {
        self.text("`").text(code).text("`")
    }

    /// "`ReLU` before it produces ", "the network's input has ".
    pub(crate) const fn producer(self, before: &str) -> Self {
        let verb = if before.as_bytes()[0] == b'`' { " before it produces " } else { " has " };
        self.text(before).text(verb)
    }

    pub(crate) const fn shape(self, shape: Shape) -> Self {
        match shape {
            Shape::Vector(features) => self.number(features),
            Shape::Image { channels, height, width } => {
                let message = self.text("[").number(channels).text(", ").number(height);
                message.text(", ").number(width).text("]")
            }
        }
    }

    #[allow(clippy::cast_possible_truncation, reason = "a digit is below 10")]
    pub(crate) const fn number(self, number: usize) -> Self {
        let digit = [b'0' + (number % 10) as u8];
        let message = if number >= 10 { self.number(number / 10) } else { self };
        match core::str::from_utf8(&digit) {
            Ok(digit) => message.text(digit),
            Err(_) => message,
        }
    }

    /// A number with three decimals; one that is too large for them without its fraction.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the value was checked")]
    pub(crate) const fn decimal(self, number: f64) -> Self {
        let message = if number < 0.0 { self.text("-") } else { self };
        let size = number.abs();
        if size.is_nan() || size >= 1e15 {
            let is_finite = size < f64::INFINITY;
            return message.text(match (size.is_nan(), is_finite) {
                (true, _) => "NaN",
                (_, false) => "inf",
                _ => "a very large number",
            });
        }
        let thousandths = (size * 1000.0 + 0.5) as u64;
        let message = message.number((thousandths / 1000) as usize).text(".");
        let decimals = (thousandths % 1000) as usize;
        message.number(decimals / 100).number(decimals / 10 % 10).number(decimals % 10)
    }

    pub(crate) const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => "the network does not fit together",
        }
    }
}
