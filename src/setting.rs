//! Settings, and the ranges in which they make sense.

use thiserror::Error;

use crate::message::Message;
use crate::scalar::Scalar;

/// A setting that makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum SettingError {
    /// A setting makes no sense.
    #[error("the {name} of `{of}` is {found}; a finite number, {wanted}, was wanted")]
    OutOfRange {
        /// What is set.
        of: &'static str,
        /// The setting.
        name: &'static str,
        /// Its value.
        found: f64,
        /// The range that was wanted.
        wanted: &'static str,
    },
    /// A setting overflows, or becomes 0, in the scalars of the network.
    #[error("the {name} of `{of}` is {found:e}; a number that `{scalar}` can hold was wanted")]
    NotInScalar {
        /// What is set.
        of: &'static str,
        /// The setting.
        name: &'static str,
        /// Its value.
        found: f64,
        /// The type of the scalars.
        scalar: &'static str,
    },
}

/// Where a setting lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// `0 <= x < 1`
    Fraction,
    /// `0 < x`
    Positive,
    /// `0 < x <= 1`
    Share,
    /// `0 <= x <= 1`
    Portion,
    /// `0 <= x`
    NotNegative,
}

impl Range {
    /// Whether a number lies in it. NaN and infinity lie in none.
    #[must_use]
    pub const fn holds(self, value: f64) -> bool {
        match self {
            Self::Fraction => value >= 0.0 && value < 1.0,
            Self::Positive => value > 0.0 && value < f64::INFINITY,
            Self::Share => value > 0.0 && value <= 1.0,
            Self::Portion => value >= 0.0 && value <= 1.0,
            Self::NotNegative => value >= 0.0 && value < f64::INFINITY,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Fraction => "at least 0 and below 1",
            Self::Positive => "above 0",
            Self::Share => "above 0 and at most 1",
            Self::Portion => "at least 0 and at most 1",
            Self::NotNegative => "at least 0",
        }
    }
}

/// A value that a constructor is given: it panics, in a constant at compile time, where the value makes no
/// sense.
#[track_caller]
pub(crate) const fn demand(of: &str, name: &str, value: f64, range: Range) {
    if !range.holds(value) {
        let message = Message::new().text("the ").text(name).text(" of ").code(of).text(" is ");
        panic!("{}", message.text(range.words()).text(", found ").decimal(value).as_str());
    }
}

/// A value that a field was given, or a schedule worked out. It must make sense in the scalars of the
/// network, too.
pub(crate) fn check<T: Scalar>(
    of: &'static str,
    name: &'static str,
    found: f64,
    range: Range,
) -> Result<(), SettingError> {
    let wanted = range.words();
    if !range.holds(found) {
        return Err(SettingError::OutOfRange { of, name, found, wanted });
    }
    let scalar = T::from_f64(found);
    if scalar.is_finite() && (range != Range::Positive || scalar > T::ZERO) {
        Ok(())
    } else {
        Err(SettingError::NotInScalar { of, name, found, scalar: T::NAME })
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::{Range, SettingError, check, demand};

    const ALL: [Range; 5] =
        [Range::Fraction, Range::Positive, Range::Share, Range::Portion, Range::NotNegative];

    #[test]
    fn nothing_that_is_not_finite_and_nothing_negative_makes_sense() {
        for range in ALL {
            for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, -1e-300] {
                assert!(!range.holds(value), "{range:?}: {value}");
            }
            assert!(range.holds(0.5));
        }
        assert_eq!(ALL.map(|range| range.holds(0.0)), [true, false, false, true, true]);
        assert_eq!(ALL.map(|range| range.holds(1.0)), [false, true, true, true, true]);
    }

    #[test]
    fn a_setting_must_fit_the_scalars() {
        let rate = |value| check::<f32>("Sgd", "learning rate", value, Range::NotNegative);
        assert!(rate(0.1).is_ok() && check::<f64>("Sgd", "learning rate", 1e39, Range::NotNegative).is_ok());
        assert!(matches!(rate(1e39), Err(SettingError::NotInScalar { scalar: "f32", .. })));
        let epsilon = check::<f32>("Adam", "epsilon", 1e-60, Range::Positive);
        let words = "the epsilon of `Adam` is 1e-60; a number that `f32` can hold was wanted";
        assert_eq!(epsilon.unwrap_err().to_string(), words);
        let words = "the learning rate of `Sgd` is NaN; a finite number, at least 0, was wanted";
        assert_eq!(rate(f64::NAN).unwrap_err().to_string(), words);
    }

    #[test]
    #[should_panic(expected = "the momentum of `Sgd` is at least 0 and below 1, found 1.500")]
    fn a_constructor_panics() {
        demand("Sgd", "momentum", 1.5, Range::Fraction);
    }
}
