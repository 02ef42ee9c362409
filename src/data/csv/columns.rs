//! What cells become: numbers, classes, answers.

use core::marker::PhantomData;
use std::format;
use std::slice;

use nalgebra::SVector;

use crate::data::Class;
use crate::data::csv::error::Error;
use crate::data::csv::{Cells, ClassNames, Column};
use crate::scalar::Scalar;

/// Some columns of a table, and what their cells become together. Implement it for values of your own.
///
/// ```
/// use monograd::data::csv::{Cells, Column, Columns, Csv};
///
/// struct Weekday([Column; 1]);
///
/// impl Columns for Weekday {
///     type Value = usize;
///
///     fn columns(&self) -> &[Column] {
///         &self.0
///     }
///
///     fn value(&self, cells: &Cells<'_>) -> Result<usize, monograd::data::csv::Error> {
///         let day = ["mon", "tue", "wed"].iter().position(|&day| day == cells.text(0));
///         day.ok_or_else(|| cells.error(0, "a weekday"))
///     }
/// }
///
/// # let file = tempfile::NamedTempFile::new()?;
/// # let path = file.path();
/// std::fs::write(path, "day\ntue\n")?;
/// assert_eq!(Csv::new(path).values(&Weekday(["day".into()]))?, [1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Columns {
    /// What a row becomes.
    type Value;

    /// The columns.
    fn columns(&self) -> &[Column];

    /// The value of one row, from the cells in those columns.
    ///
    /// # Errors
    ///
    /// Where a cell is not what was wanted, see [`Cells::error`].
    fn value(&self, cells: &Cells<'_>) -> Result<Self::Value, Error>;
}

/// See [`numbers`].
#[derive(Clone, Debug)]
pub struct Numbers<T, const N: usize>([Column; N], PhantomData<T>);

/// A vector with a finite number from each of these columns. For columns side by side,
/// `numbers(std::array::from_fn::<_, 784, _>(|i| 1 + i))` takes those from 1 on.
#[must_use]
pub fn numbers<T: Scalar, const N: usize>(columns: [impl Into<Column>; N]) -> Numbers<T, N> {
    const { assert!(N > 0, "a sample needs at least one column") }
    Numbers(columns.map(Into::into), PhantomData)
}

impl<T: Scalar, const N: usize> Columns for Numbers<T, N> {
    type Value = SVector<T, N>;

    fn columns(&self) -> &[Column] {
        &self.0
    }

    fn value(&self, cells: &Cells<'_>) -> Result<SVector<T, N>, Error> {
        let mut vector = SVector::<T, N>::repeat(T::ZERO);
        for (cell, number) in vector.iter_mut().enumerate() {
            *number = cells.number(cell)?;
        }
        Ok(vector)
    }
}

/// See [`class_number`].
#[derive(Clone, Debug)]
pub struct ClassNumber<const CLASSES: usize>(Column, i32);

/// A class by its number, which is below `CLASSES`.
#[must_use]
pub fn class_number<const CLASSES: usize>(column: impl Into<Column>) -> ClassNumber<CLASSES> {
    const { assert!(CLASSES > 0, "there is no number of 0 classes") }
    ClassNumber(column.into(), 0)
}

impl<const CLASSES: usize> ClassNumber<CLASSES> {
    /// Makes `label` the number of class 0, `label + 1` that of class 1, and so on. The default is 0.
    ///
    /// ```
    /// use monograd::data::{Class, csv::{Csv, class_number}};
    /// # let file = tempfile::NamedTempFile::new()?;
    /// # let path = file.path();
    /// std::fs::write(path, "cultivar\n1\n3\n")?;
    ///
    /// let classes = Csv::new(path).values(&class_number::<3>("cultivar").first_label(1))?;
    /// assert_eq!(classes, [0, 2].map(Class::of));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn first_label(self, label: i32) -> Self {
        Self(self.0, label)
    }
}

impl<const CLASSES: usize> Columns for ClassNumber<CLASSES> {
    type Value = Class<CLASSES>;

    fn columns(&self) -> &[Column] {
        slice::from_ref(&self.0)
    }

    fn value(&self, cells: &Cells<'_>) -> Result<Class<CLASSES>, Error> {
        let first = i64::from(self.1);
        let index = cells.text(0).parse::<i64>().ok().and_then(|label| label.checked_sub(first));
        let class =
            index.and_then(|index| usize::try_from(index).ok()).and_then(|index| Class::new(index).ok());
        class.ok_or_else(|| {
            let last = first.saturating_add_unsigned(CLASSES as u64 - 1);
            cells.error(0, format!("a class number from {first} to {last}"))
        })
    }
}

/// See [`class_name`].
#[derive(Clone, Debug)]
pub struct ClassName<'a, const CLASSES: usize>(Column, &'a ClassNames<CLASSES>);

/// A class by its name.
#[must_use]
pub fn class_name<const CLASSES: usize>(
    column: impl Into<Column>,
    names: &ClassNames<CLASSES>,
) -> ClassName<'_, CLASSES> {
    ClassName(column.into(), names)
}

impl<const CLASSES: usize> Columns for ClassName<'_, CLASSES> {
    type Value = Class<CLASSES>;

    fn columns(&self) -> &[Column] {
        slice::from_ref(&self.0)
    }

    fn value(&self, cells: &Cells<'_>) -> Result<Class<CLASSES>, Error> {
        let class = self.1.class(cells.text(0));
        class.ok_or_else(|| cells.error(0, format!("one of {}", self.1)))
    }
}

/// See [`answers`].
#[derive(Clone, Debug)]
pub struct Answers<const N: usize>([Column; N]);

/// Yes or no from each of these columns: `1` or `true`, `0` or `false`, in any case.
#[must_use]
pub fn answers<const N: usize>(columns: [impl Into<Column>; N]) -> Answers<N> {
    const { assert!(N > 0, "a target needs at least one column") }
    Answers(columns.map(Into::into))
}

impl<const N: usize> Columns for Answers<N> {
    type Value = [bool; N];

    fn columns(&self) -> &[Column] {
        &self.0
    }

    fn value(&self, cells: &Cells<'_>) -> Result<[bool; N], Error> {
        let mut answers = [false; N];
        for (cell, answer) in answers.iter_mut().enumerate() {
            let text = cells.text(cell);
            *answer = match text {
                "1" => true,
                "0" => false,
                _ if text.eq_ignore_ascii_case("true") => true,
                _ if text.eq_ignore_ascii_case("false") => false,
                _ => return Err(cells.error(cell, "one of `0`, `1`, `false` and `true`")),
            };
        }
        Ok(answers)
    }
}
