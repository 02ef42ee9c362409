//! Lines and points over two axes: what a chart holds. [`axes`](super::axes) draws it.

use alloc::{string::String, vec::Vec};
use core::ops::Range;

use super::error::Error;
use super::range::{covering, covering_from_zero};

/// Lines and points over two axes: the picture to build when none of the ready ones fits.
///
/// ```
/// use monograd::plot::Chart;
///
/// let losses = [0.9, 0.5, 0.3];
/// let picture = Chart::new("Two learning rates", "epoch", "loss")
///     .line("0.1", (1..).map(f64::from).zip(losses))
///     .line("0.01", [(1.0, 0.95), (2.0, 0.9), (3.0, 0.84)])
///     .picture()?;
/// assert!(picture.svg()?.contains("epoch"));
/// # Ok::<(), monograd::Error>(())
/// ```
///
/// A line has a gap where a number is NaN or infinite, and the legend says how many have no place.
#[derive(Clone, Debug)]
pub struct Chart {
    pub(super) title: String,
    pub(super) axes: [String; 2],
    pub(super) series: Vec<Series>,
    pub(super) mark: Option<(f64, String)>,
    pub(super) is_logarithmic: bool,
    /// The ranges of the axes, where they are not to be those of the points.
    ranges: Option<[Range<f64>; 2]>,
}

#[derive(Clone, Debug)]
pub(super) struct Series {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) points: Vec<(f64, f64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Line,
    Dashed,
    Points,
}

impl Chart {
    /// A chart without anything in it.
    #[must_use]
    pub fn new(title: impl Into<String>, x: impl Into<String>, y: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            axes: [x.into(), y.into()],
            series: Vec::new(),
            mark: None,
            is_logarithmic: false,
            ranges: None,
        }
    }

    /// Adds a line through points `(x, y)`.
    #[must_use]
    pub fn line(self, name: impl Into<String>, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        self.with(name, Kind::Line, points)
    }

    /// Adds a dashed line, for what is to be compared with another.
    #[must_use]
    pub fn dashed(self, name: impl Into<String>, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        self.with(name, Kind::Dashed, points)
    }

    /// Adds points `(x, y)`.
    #[must_use]
    pub fn points(self, name: impl Into<String>, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        self.with(name, Kind::Points, points)
    }

    /// Gives equal ratios of `y` equal distances. Numbers that are not positive then have no place, and are
    /// treated as those that are not finite.
    #[must_use]
    pub fn logarithmic(mut self) -> Self {
        self.is_logarithmic = true;
        self
    }

    /// Marks a place on the x axis.
    #[must_use]
    pub fn mark(mut self, x: f64, name: impl Into<String>) -> Self {
        self.mark = Some((x, name.into()));
        self
    }

    fn with(
        mut self,
        name: impl Into<String>,
        kind: Kind,
        points: impl IntoIterator<Item = (f64, f64)>,
    ) -> Self {
        let points = points.into_iter().collect();
        self.series.push(Series { name: name.into(), kind, points });
        self
    }

    /// Refuses a chart without a point that is finite, and one whose range is infinite.
    pub(super) fn check(&self) -> Result<(), Error> {
        let Some(&(_, y)) = self.finite().next() else {
            let found = if self.series.iter().all(|series| series.points.is_empty()) {
                "there are no points"
            } else {
                "no point can be drawn"
            };
            let wanted = if self.is_logarithmic { "finite point with a positive y" } else { "finite point" };
            return Err(Error::NothingToDraw { found, wanted });
        };
        if self.ranges().is_none() {
            let largest = self
                .finite()
                .flat_map(|&(x, y)| [x, y])
                .fold(y, |a, b| if b.abs() > a.abs() { b } else { a });
            return Err(Error::NotDrawable {
                what: "the range of an axis up to here".into(),
                found: largest,
            });
        }
        Ok(())
    }

    /// All points that have a place.
    fn finite(&self) -> impl Iterator<Item = &(f64, f64)> {
        self.series.iter().flat_map(|series| &series.points).filter(|point| self.has_place(point))
    }

    /// Whether a point can be drawn.
    pub(super) fn has_place(&self, (x, y): &(f64, f64)) -> bool {
        x.is_finite() && y.is_finite() && (!self.is_logarithmic || *y > 0.0)
    }

    /// What the axes show.
    pub(super) fn ranges(&self) -> Option<[Range<f64>; 2]> {
        if self.ranges.is_some() {
            return self.ranges.clone();
        }
        let y = self.finite().map(|&(_, y)| y);
        let y = if self.is_logarithmic {
            let exponents = covering(y.map(f64::log10))?;
            // The ends of what a number can be.
            10_f64.powf(exponents.start).max(1e-300)..10_f64.powf(exponents.end).min(1e300)
        } else if self.series.iter().any(|series| series.kind == Kind::Points) {
            covering(y)?
        } else {
            covering_from_zero(y)?
        };
        Some([covering(self.finite().map(|&(x, _)| x))?, y])
    }

    /// Makes the axes show this, whatever the points are.
    pub(super) fn set_ranges(&mut self, ranges: [Range<f64>; 2]) {
        self.ranges = Some(ranges);
    }

    /// Whether the x axis counts something: then no tick is between two whole numbers.
    pub(super) fn counts(&self) -> bool {
        self.finite().all(|(x, _)| x.fract() == 0.0)
    }
}
