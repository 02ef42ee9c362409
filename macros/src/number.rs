//! The numbers that are part of a layer's type, such as the slope of a `LeakyReLU`.

/// A number among a layer's arguments.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) name: &'static str,
    /// `PyTorch`'s default, as it is written in a network.
    pub(crate) default: &'static str,
    pub(crate) range: Range,
}

/// The range of a number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Range {
    /// `0 <= x < 1`
    Fraction,
    /// `0 < x`
    Positive,
    /// `0 < x <= 1`
    Share,
}

impl Range {
    pub(crate) fn contains(self, number: f64) -> bool {
        match self {
            Self::Fraction => (0.0..1.0).contains(&number),
            Self::Positive => number > 0.0 && number.is_finite(),
            Self::Share => number > 0.0 && number <= 1.0,
        }
    }

    /// The range, as a message says it of a number.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Fraction => "is at least 0 and below 1",
            Self::Positive => "is above 0",
            Self::Share => "is above 0 and at most 1",
        }
    }
}
