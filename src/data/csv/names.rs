//! The names of classes.

use core::fmt;
use std::borrow::ToOwned;
use std::collections::BTreeSet;
use std::string::{String, ToString};
use std::vec::Vec;

use crate::data::Class;
use crate::data::csv::Column;
use crate::data::csv::table::{Table, list};
use crate::error::Error;

/// The names of `CLASSES` classes: learned from training data by [`Csv::class_names`](super::Csv::class_names),
/// or given.
///
/// ```
/// use monograd::data::{Class, csv::ClassNames};
///
/// let names = ClassNames::new(["lily", "rose"]);
/// assert_eq!(names.class("rose"), Some(Class::of(1)));
/// assert_eq!(names.class("thistle"), None);
/// assert_eq!(names.name(Class::of(0)), "lily");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassNames<const CLASSES: usize> {
    /// The name of class 0, 1, ..
    names: Vec<String>,
}

impl<const CLASSES: usize> ClassNames<CLASSES> {
    /// The names of class 0, 1, ..
    ///
    /// # Panics
    ///
    /// When two classes have the same name.
    #[must_use]
    #[track_caller]
    pub fn new(names: [&str; CLASSES]) -> Self {
        for (class, name) in names.iter().enumerate() {
            assert!(!names[..class].contains(name), "two classes are called `{name}`");
        }
        Self { names: names.map(ToOwned::to_owned).into() }
    }

    /// Takes the different names in a column, sorted.
    pub(super) fn learn(table: &Table<'_>, column: &Column) -> Result<Self, Error> {
        let places = [table.place(column)?];
        let mut names = BTreeSet::new();
        table.rows(|row| {
            let cells = row.cells(&places);
            match cells.text(0) {
                "" => return Err(cells.error(0, "the name of a class")),
                name if !names.contains(name) => _ = names.insert(name.to_owned()),
                _ => {}
            }
            Ok(())
        })?;
        if names.len() == CLASSES {
            return Ok(Self { names: names.into_iter().collect() });
        }
        Err(Error::ClassNames {
            path: table.path().to_owned(),
            column: column.to_string(),
            count: names.len(),
            found: list(names.iter().map(String::as_str)),
            wanted: CLASSES,
        })
    }

    /// The class with this name.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<Class<CLASSES>> {
        self.names.iter().position(|other| other == name).and_then(Class::new)
    }

    /// The name of a class.
    #[must_use]
    pub fn name(&self, class: Class<CLASSES>) -> &str {
        &self.names[class.index()]
    }

    /// The names of class 0, 1, ..
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

impl<const CLASSES: usize> fmt::Display for ClassNames<CLASSES> {
    /// "`lily`, `rose`", of many the first ten
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&list(self.names.iter().map(String::as_str)))
    }
}
