//! The names of classes.

use core::cmp::Ordering;
use core::fmt;
use std::borrow::ToOwned;
use std::collections::BTreeSet;
use std::string::{String, ToString};
use std::vec::Vec;

use crate::data::Class;
use crate::data::csv::Column;
use crate::data::csv::error::{ColumnError, Error};
use crate::data::csv::table::{Table, list};

/// The names of `CLASSES` classes: learned from training data by
/// [`Csv::class_names`](super::Csv::class_names), or given.
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
    pub(super) fn learn(table: &mut Table<'_>, column: &Column) -> Result<Self, Error> {
        // A column of names that do not repeat, as of identifiers, is given up before all of it is kept.
        const MOST_TO_COUNT: usize = 1000;
        const { assert!(CLASSES > 0, "there are no names of 0 classes") }
        let path = table.path();
        let places = [table.place(column)?];
        let mut names = BTreeSet::new();
        let wrong_count = |names: &BTreeSet<String>, is_whole| {
            let names = in_order(names.iter().cloned().collect());
            let found = list(names.iter().map(String::as_str));
            let count = names.len();
            ColumnError::ClassNames {
                path: path.into(),
                column: column.to_string(),
                count,
                is_whole,
                found,
                wanted: CLASSES,
            }
            .into()
        };
        table.rows(|row| {
            let cells = row.cells(&places);
            match cells.text(0) {
                "" => return Err(cells.error(0, "the name of a class")),
                name if !names.contains(name) => _ = names.insert(name.to_owned()),
                _ => {}
            }
            if names.len() > CLASSES.saturating_add(MOST_TO_COUNT) {
                return Err(wrong_count(&names, false));
            }
            Ok(())
        })?;
        if names.len() == CLASSES {
            return Ok(Self { names: in_order(names.into_iter().collect()) });
        }
        Err(wrong_count(&names, true))
    }

    /// The class with this name.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<Class<CLASSES>> {
        self.names.iter().position(|other| other == name).map(Class::of)
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

/// Numbers by size; other names stay in alphabetical order.
fn in_order(mut names: Vec<String>) -> Vec<String> {
    let number = |name: &String| name.parse::<f64>().ok().filter(|number| number.is_finite());
    if names.iter().all(|name| number(name).is_some()) {
        // Equal ones, such as `1` and `1.0`, stay in alphabetical order, too.
        names.sort_by(|a, b| number(a).partial_cmp(&number(b)).unwrap_or(Ordering::Equal));
    }
    names
}

impl<const CLASSES: usize> fmt::Display for ClassNames<CLASSES> {
    /// "`lily`, `rose`", of many the first ten
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&list(self.names.iter().map(String::as_str)))
    }
}
