//! Lines and points over two axes.

use alloc::{format, string::String, vec::Vec};
use core::ops::Range;

use plotters::chart::ChartBuilder;
use plotters::element::{Circle, Text};
use plotters::prelude::{DrawingBackend, LineSeries};
use plotters::series::DashedLineSeries;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, ShapeStyle};

use super::legend::{self, Sign};
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
/// assert!(picture.svg()?.contains(">epoch<"));
/// # Ok::<(), monograd::Error>(())
/// ```
///
/// A line has a gap where a number is NaN or infinite, and the legend says how many there are.
#[derive(Clone, Debug)]
pub struct Chart {
    title: String,
    pub(super) axes: [String; 2],
    series: Vec<Series>,
    mark: Option<(f64, String)>,
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
        Self { title: title.into(), axes: [x.into(), y.into()], series: Vec::new(), mark: None }
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
                "no point is finite"
            };
            return Err(Error::NothingToDraw { found, wanted: "finite point" });
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
        self.series.iter().flat_map(|series| &series.points).filter(|point| is_finite(point))
    }

    fn ranges(&self) -> Option<[Range<f64>; 2]> {
        let scattered = self.series.iter().any(|series| series.kind == Kind::Points);
        let y = self.finite().map(|&(_, y)| y);
        let y = if scattered { covering(y) } else { covering_from_zero(y) };
        Some([covering(self.finite().map(|&(x, _)| x))?, y?])
    }

    /// Whether the x axis counts something: then no tick stands between two whole numbers.
    fn counts(&self) -> bool {
        self.finite().all(|(x, _)| x.fract() == 0.0)
    }

    pub(super) fn draw<DB: DrawingBackend>(&self, area: Area<DB>) -> Drawn<DB> {
        let entries: Vec<_> = self.series.iter().enumerate().map(|(i, series)| series.entry(i)).collect();
        let area = legend::draw(area, &entries)?;
        let Some([x, y]) = self.ranges() else { return Ok(()) };
        let (x_span, y_span, counts) = (x.end - x.start, y.end - y.start, self.counts());
        let tick =
            |x: f64, span| if counts && x.fract() != 0.0 { String::new() } else { text::number(x, span) };

        let mut chart = ChartBuilder::on(&area)
            .margin(20)
            .margin_right(36)
            .x_label_area_size(74)
            .y_label_area_size(112)
            .build_cartesian_2d(x, y.clone())?;
        chart
            .configure_mesh()
            .axis_style(palette::GREY)
            .bold_line_style(palette::FAINT.stroke_width(2))
            .light_line_style(palette::FAINT.mix(0.0))
            .x_labels(10)
            .y_labels(8)
            .x_label_formatter(&|&x| tick(x, if counts { x_span.max(10.0) } else { x_span }))
            .y_label_formatter(&|&y| text::number(y, y_span))
            .label_style(text::style(TICK))
            .axis_desc_style(text::style(LABEL))
            .x_desc(&*self.axes[0])
            .y_desc(&*self.axes[1])
            .draw()?;
        if let Some((x, name)) = &self.mark {
            let line = palette::GREY.stroke_width(2);
            chart.draw_series(DashedLineSeries::new([(*x, y.start), (*x, y.end)], 6, 8, line))?;
            // To the side where there is room.
            let (side, name) = if *x > chart.x_range().start + 0.6 * x_span {
                (HPos::Right, format!("{name} "))
            } else {
                (HPos::Left, format!(" {name}"))
            };
            let style = text::style(TICK).pos(Pos::new(side, VPos::Top));
            chart.draw_series([Text::new(name, (*x, y.end), style)])?;
        }
        for (index, series) in self.series.iter().enumerate() {
            let style = series.style(index);
            for run in series.points.split(|point| !is_finite(point)) {
                let run = run.iter().copied();
                match series.kind {
                    Kind::Points => {
                        chart.draw_series(run.clone().map(|at| Marker {
                            at,
                            class: index,
                            radius: RADIUS - 2,
                        }))?;
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
        }
        Ok(())
    }
}

impl Series {
    fn style(&self, index: usize) -> ShapeStyle {
        palette::color(index).stroke_width(4)
    }

    fn entry(&self, index: usize) -> (Sign, String) {
        let lost = self.points.iter().filter(|point| !is_finite(point)).count();
        let name = match lost {
            0 => self.name.clone(),
            _ => format!("{} ({lost} of {} not finite)", self.name, self.points.len()),
        };
        let sign = match self.kind {
            Kind::Points => Sign::Marker(index),
            kind => Sign::Line { style: self.style(index), dashed: kind == Kind::Dashed },
        };
        (sign, name)
    }
}

fn is_finite((x, y): &(f64, f64)) -> bool {
    x.is_finite() && y.is_finite()
}
