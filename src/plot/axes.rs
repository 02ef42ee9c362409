//! Draws a chart: axes, lines and points, on either scale.

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

use super::area::{Area, Drawn};
use super::chart::{Chart, Kind, Series};
use super::legend::{self, Sign};
use super::logarithmic::Logarithmic;
use super::marker::{Marker, RADIUS};
use super::palette;
use super::text::{self, LABEL, TICK};

impl Chart {
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
    /// What the legend says if this number of points was lost.
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
