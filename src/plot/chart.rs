//! Lines and points over two axes.

use alloc::{format, string::String, vec::Vec};
use core::ops::Range;

use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::ranged1d::ValueFormatter;
use plotters::coord::types::RangedCoordf64;
use plotters::element::{Circle, Text};
use plotters::prelude::{DrawingBackend, LineSeries, Ranged};
use plotters::series::DashedLineSeries;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, ShapeStyle};

use super::legend::{self, Sign};
use super::logarithmic::Logarithmic;
use super::marker::{Marker, RADIUS};
use super::palette;
use super::picture::{Area, Content, Drawn, Picture};
use super::range::{covering, covering_from_zero};
use super::text::{self, LABEL, TICK};
use crate::error::Error;

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
    title: String,
    pub(super) axes: [String; 2],
    series: Vec<Series>,
    mark: Option<(f64, String)>,
    is_logarithmic: bool,
    /// The ranges of the axes, where they are not to be those of the points.
    ranges: Option<[Range<f64>; 2]>,
}

#[derive(Clone, Debug)]
struct Series {
    name: String,
    kind: Kind,
    points: Vec<(f64, f64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
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

    /// Gives equal ratios of `y` equal distances. Numbers that are not positive then have no place, and are treated as
    /// those that are not finite.
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

    /// The chart, to be saved.
    ///
    /// # Errors
    ///
    /// [`Error::NothingToDraw`] without a single point that is finite; [`Error::NotDrawable`] when the numbers are so
    /// large that their range is infinite.
    pub fn picture(self) -> Result<Picture, Error> {
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
        Ok(Picture::of(self.title.clone(), Content::Chart(self)))
    }

    /// All points that have a place.
    fn finite(&self) -> impl Iterator<Item = &(f64, f64)> {
        self.series.iter().flat_map(|series| &series.points).filter(|point| self.has_place(point))
    }

    /// Whether a point can be drawn.
    fn has_place(&self, (x, y): &(f64, f64)) -> bool {
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

    /// Whether the x axis counts something: then no tick stands between two whole numbers.
    fn counts(&self) -> bool {
        self.finite().all(|(x, _)| x.fract() == 0.0)
    }

    pub(super) fn draw<DB: DrawingBackend>(&self, area: &Area<DB>) -> Drawn<DB> {
        let entry = |(index, series): (usize, &Series)| {
            let lost = series.points.iter().filter(|point| !self.has_place(point)).count();
            series.entry(index, lost)
        };
        let entries: Vec<_> = self.series.iter().enumerate().map(entry).collect();
        let area = legend::draw(area, &entries)?;
        let Some([x, y]) = self.ranges() else { return Ok(()) };
        let mut builder = ChartBuilder::on(&area);
        builder
            .margin(20)
            .margin_top(if self.mark.is_some() { 36 } else { 20 })
            .margin_right(36)
            .x_label_area_size(74)
            .y_label_area_size(112);
        if self.is_logarithmic {
            let mut chart = builder.build_cartesian_2d(x.clone(), Logarithmic(y.clone()))?;
            self.draw_on(&mut chart, [x, y], text::significant)
        } else {
            let (mut chart, span) = (builder.build_cartesian_2d(x.clone(), y.clone())?, y.end - y.start);
            self.draw_on(&mut chart, [x, y], |y| text::number(y, span))
        }
    }

    /// Draws axes, mark and series, whatever the scale of `y` is.
    fn draw_on<DB, Y>(
        &self,
        chart: &mut ChartContext<'_, DB, Cartesian2d<RangedCoordf64, Y>>,
        [x, y]: [Range<f64>; 2],
        y_tick: impl Fn(f64) -> String,
    ) -> Drawn<DB>
    where
        DB: DrawingBackend,
        Y: Ranged<ValueType = f64> + ValueFormatter<f64>,
    {
        let (x_span, counts) = (x.end - x.start, self.counts());
        let x_tick = |x: f64| match counts {
            true if x.fract() != 0.0 => String::new(),
            true => text::number(x, x_span.max(10.0)),
            false => text::number(x, x_span),
        };
        chart
            .configure_mesh()
            .axis_style(palette::GREY)
            .bold_line_style(palette::FAINT.stroke_width(2))
            .light_line_style(palette::FAINT.mix(0.0))
            .x_labels(10)
            .y_labels(8)
            .x_label_formatter(&|&x| x_tick(x))
            .y_label_formatter(&|&y| y_tick(y))
            .label_style(text::style(TICK))
            .axis_desc_style(text::style(LABEL))
            .x_desc(&*self.axes[0])
            .y_desc(&*self.axes[1])
            .draw()?;
        if let Some((at, name)) = &self.mark {
            let line = palette::GREY.stroke_width(2);
            chart.draw_series(DashedLineSeries::new([(*at, y.start), (*at, y.end)], 6, 8, line))?;
            // Above the plane, where it covers nothing.
            let style = text::style(TICK).pos(Pos::new(HPos::Center, VPos::Bottom));
            chart.draw_series([Text::new(name.clone(), (*at, y.end), style)])?;
        }
        self.series.iter().enumerate().try_for_each(|(index, series)| self.draw_series(chart, index, series))
    }

    fn draw_series<DB, Y>(
        &self,
        chart: &mut ChartContext<'_, DB, Cartesian2d<RangedCoordf64, Y>>,
        index: usize,
        series: &Series,
    ) -> Drawn<DB>
    where
        DB: DrawingBackend,
        Y: Ranged<ValueType = f64>,
    {
        let style = stroke(index);
        for run in series.points.split(|point| !self.has_place(point)) {
            let run = run.iter().copied();
            match series.kind {
                Kind::Points => {
                    let mark = |at| Marker { at, class: index, radius: RADIUS - 2 };
                    chart.draw_series(run.clone().map(mark))?;
                }
                Kind::Line => {
                    chart.draw_series(LineSeries::new(run.clone(), style))?;
                }
                Kind::Dashed => {
                    chart.draw_series(DashedLineSeries::new(run.clone(), 14, 8, style))?;
                }
            }
            // Few values are points of their own; one alone would not be seen otherwise.
            if series.kind != Kind::Points && (series.points.len() <= 12 || run.len() == 1) {
                chart.draw_series(run.map(|at| Circle::new(at, 6, style.filled())))?;
            }
        }
        Ok(())
    }
}

impl Series {
    /// What the legend says; so many points were lost.
    fn entry(&self, index: usize, lost: usize) -> (Sign, String) {
        let name = match lost {
            0 => self.name.clone(),
            _ => format!("{} ({lost} of {} not drawn)", self.name, self.points.len()),
        };
        let sign = match self.kind {
            Kind::Points => Sign::Marker(index),
            kind => Sign::Line { style: stroke(index), dashed: kind == Kind::Dashed },
        };
        (sign, name)
    }
}

/// How a line is drawn.
fn stroke(index: usize) -> ShapeStyle {
    palette::color(index).stroke_width(4)
}
