//! A class label that cannot hold a class outside the range.
//!
//! A number is checked when it becomes a [`Class`]; after that, nothing has to be checked again:
//! a loss may use a label as an index, and a table of counts has a row for each class. A label
//! takes four bytes, whatever the number of classes.

use core::fmt;

use bytemuck::{NoUninit, Zeroable};
use nalgebra::SVector;
use thiserror::Error;

use crate::message::Message;
use crate::scalar::Scalar;

/// A number is not that of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("class {found} does not exist; there are {classes} classes, counted from 0")]
pub struct NoSuchClass {
    /// The number.
    pub found: usize,
    /// How many classes there are.
    pub classes: usize,
}

/// One of the classes `0..CLASSES`.
///
/// ```
/// use monograd::data::Class;
///
/// let seven: Class<10> = Class::ALL[7];
/// assert_eq!(seven.index(), 7);
/// assert_eq!(seven.to_string(), "7");
/// assert_eq!(Class::new(7)?, seven);
/// assert_eq!(
///     Class::<10>::new(10).unwrap_err().to_string(),
///     "class 10 does not exist; there are 10 classes, counted from 0",
/// );
/// # Ok::<(), monograd::Error>(())
/// ```
///
/// A class that is written in the program, [`ALL`](Self::ALL)`[7]`, and that does not exist does not compile:
///
/// ```compile_fail
/// # use monograd::data::Class;
/// let eleven = Class::<10>::ALL[11]; // index out of bounds: the length is 10 but the index is 11
/// ```
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, NoUninit, Zeroable)]
pub struct Class<const CLASSES: usize>(u32);

impl<const CLASSES: usize> Class<CLASSES> {
    /// All classes in order. Write `Class::ALL[2]` for a class that the program names: the compiler rejects
    /// one that does not exist.
    ///
    /// ```
    /// use monograd::data::Class;
    ///
    /// let [no, yes] = Class::ALL;
    /// assert_eq!((no.index(), yes.index()), (0, 1));
    /// ```
    pub const ALL: [Self; CLASSES] = {
        let mut all = [Self(0); CLASSES];
        let mut index = 0;
        while index < CLASSES {
            all[index] = Self::of(index);
            index += 1;
        }
        all
    };

    /// The class with this index, for numbers from outside.
    ///
    /// # Errors
    ///
    /// [`NoSuchClass`], which names the index and the number of classes.
    pub fn new(index: usize) -> Result<Self, NoSuchClass> {
        Self::at(index).ok_or(NoSuchClass { found: index, classes: CLASSES })
    }

    #[expect(clippy::cast_possible_truncation, reason = "compared with u32::MAX first")]
    const fn at(index: usize) -> Option<Self> {
        if index < CLASSES && index <= u32::MAX as usize { Some(Self(index as u32)) } else { None }
    }

    /// The class with this index, for an index that the program computes and that is known to be below
    /// `CLASSES`. For one that is written in the program there is [`ALL`](Self::ALL), and for one from
    /// outside [`new`](Self::new).
    ///
    /// In a constant, the compiler reports it, in `cargo check`:
    ///
    /// ```compile_fail,E0080
    /// # use monograd::data::Class;
    /// const ELEVEN: Class<10> = Class::of(11); // class 11 does not exist; there are 10 classes, counted from 0
    /// ```
    ///
    /// # Panics
    ///
    /// Where there is no such class; the message names the index and the number of classes.
    #[must_use]
    #[track_caller]
    pub const fn of(index: usize) -> Self {
        if let Some(class) = Self::at(index) {
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
    type Error = NoSuchClass;

    fn try_from(index: usize) -> Result<Self, NoSuchClass> {
        Self::new(index)
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
