//! A class label that cannot hold a class outside the range.
//!
//! The check stands where a number becomes a [`Class`]; behind it nothing has to be checked again:
//! a loss may use a label as an index, and a table of counts has a row for each class. A label
//! takes four bytes, whatever the number of classes.

use core::fmt;

use bytemuck::Zeroable;
use nalgebra::SVector;

use crate::error::Error;
use crate::message::Message;
use crate::scalar::Scalar;

/// One of the classes `0..CLASSES`.
///
/// ```
/// use monograd::data::Class;
///
/// const SEVEN: Class<10> = Class::of(7);
/// assert_eq!(SEVEN.index(), 7);
/// assert_eq!(Class::new(7), Some(SEVEN));
/// assert_eq!(Class::<10>::new(10), None);
/// assert_eq!(SEVEN.to_string(), "7");
/// ```
///
/// A constant outside the range does not compile:
///
/// ```compile_fail,E0080
/// # use monograd::data::Class;
/// const ELEVEN: Class<10> = Class::of(11); // class 11 does not exist; there are 10 classes, counted from 0
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Zeroable)]
pub struct Class<const CLASSES: usize>(u32);

impl<const CLASSES: usize> Class<CLASSES> {
    /// The class with this index, or `None` where there is no such class.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "compared with u32::MAX first")]
    pub const fn new(index: usize) -> Option<Self> {
        if index < CLASSES && index <= u32::MAX as usize { Some(Self(index as u32)) } else { None }
    }

    /// The class with this index: for numbers that are written in the program, best in a constant,
    /// where a mistake is an error of the compiler. For numbers from outside there are
    /// [`new`](Self::new) and `try_from`.
    ///
    /// # Panics
    ///
    /// Where there is no such class; the message names the index and the number of classes.
    #[must_use]
    #[track_caller]
    pub const fn of(index: usize) -> Self {
        if let Some(class) = Self::new(index) {
            return class;
        }
        let message = Message::new().text("class ").number(index).text(" does not exist; there are ");
        panic!("{}", message.number(CLASSES).text(" classes, counted from 0").as_str())
    }

    /// The number of the class, less than `CLASSES`.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// 1 at the place of the class, 0 at all others.
    ///
    /// ```
    /// use monograd::prelude::*;
    ///
    /// assert_eq!(Class::<3>::of(1).one_hot(), SVector::from([0.0_f32, 1.0, 0.0]));
    /// ```
    #[must_use]
    pub fn one_hot<T: Scalar>(self) -> SVector<T, CLASSES> {
        let mut vector = SVector::repeat(T::ZERO);
        vector[self.index()] = T::ONE;
        vector
    }
}

impl<const CLASSES: usize> TryFrom<usize> for Class<CLASSES> {
    type Error = Error;

    fn try_from(index: usize) -> Result<Self, Error> {
        Self::new(index).ok_or(Error::NoSuchClass { found: index, classes: CLASSES })
    }
}

impl<const CLASSES: usize> From<Class<CLASSES>> for usize {
    fn from(class: Class<CLASSES>) -> Self {
        class.index()
    }
}

impl<const CLASSES: usize> fmt::Display for Class<CLASSES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<const CLASSES: usize> fmt::Debug for Class<CLASSES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Class({})", self.0)
    }
}
