//! A plane of coloured cells with points on it.

use alloc::{string::String, vec::Vec};
use core::ops::Range;

use plotters::chart::ChartBuilder;
use plotters::element::Rectangle;
use plotters::prelude::DrawingBackend;
use plotters::style::{Color, RGBColor};

use super::area::{Area, Drawn};
use super::legend::{self, Sign};
use super::marker::{Marker, RADIUS};
use super::palette;
use super::text::{self, LABEL, TICK};

/// How many cells there are in a row, and how many rows.
pub(super) const SIDE: usize = 240;

#[derive(Clone, Debug)]
pub(super) struct Plane {
    pub(super) axes: [String; 2],
    pub(super) classes: Vec<String>,
    pub(super) ranges: [Range<f64>; 2],
    /// `SIDE` rows from the top.
    pub(super) cells: Vec<Cell>,
    /// Places and classes.
    pub(super) points: Vec<((f64, f64), usize)>,
}

/// The class that a network sees in a cell, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    class: usize,
    /// In as few steps as the eye needs, so that neighbours are equal and are drawn as one.
    level: u8,
}

impl Cell {
    const LEVELS: f64 = 5.0;

    /// A cell of the likeliest class.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to LEVELS")]
    pub(super) fn new(class: usize, certainty: f64, classes: usize) -> Self {
        let even = 1.0 / classes as f64;
        let level = ((certainty - even) / (1.0 - even)).clamp(0.0, 1.0) * Self::LEVELS;
        Self { class, level: level.round() as u8 }
    }

    fn color(self) -> RGBColor {
        palette::tint(palette::color(self.class), 0.12 + 0.36 * f64::from(self.level) / Self::LEVELS)
    }
}

impl Plane {
    pub(super) fn draw<DB: DrawingBackend>(&self, area: &Area<DB>) -> Drawn<DB> {
        let entry = |(class, name): (usize, &String)| (Sign::Marker(class), name.clone());
        let area = legend::draw(area, &self.classes.iter().enumerate().map(entry).collect::<Vec<_>>())?;
        let [x, y] = self.ranges.clone();
        let (x_span, y_span) = (x.end - x.start, y.end - y.start);
        let mut chart = ChartBuilder::on(&area)
            .margin(16)
            .margin_right(32)
            .x_label_area_size(72)
            .y_label_area_size(110)
            .build_cartesian_2d(x, y)?;
        self.draw_cells(&chart.plotting_area().strip_coord_spec())?;
        chart
            .configure_mesh()
            .disable_mesh()
            .axis_style(palette::GREY)
            .x_labels(6)
            .y_labels(6)
            .x_label_formatter(&|&x| text::number(x, x_span))
            .y_label_formatter(&|&y| text::number(y, y_span))
            .label_style(text::style(TICK))
            .axis_desc_style(text::style(LABEL))
            .x_desc(&*self.axes[0])
            .y_desc(&*self.axes[1])
            .draw()?;
        // Many points are drawn smaller.
        let radius = if self.points.len() > 500 { RADIUS - 3 } else { RADIUS - 1 };
        chart.draw_series(self.points.iter().map(|&(at, class)| Marker { at, class, radius }))?;
        Ok(())
    }

    fn draw_cells<DB: DrawingBackend>(&self, area: &Area<DB>) -> Drawn<DB> {
        let (width, height) = area.dim_in_pixel();
        let edge = |cell: usize, side: u32| i32::try_from(cell * side as usize / SIDE).unwrap_or(i32::MAX);
        let fill = |rows: Range<usize>, columns: Range<usize>, color: RGBColor| {
            // One more to the right and below: no gap can be seen between neighbours, which the next ones
            // cover.
            let right = (edge(columns.end, width) + 1).min(edge(SIDE, width));
            let bottom = (edge(rows.end, height) + 1).min(edge(SIDE, height));
            let corners = [(edge(columns.start, width), edge(rows.start, height)), (right, bottom)];
            area.draw(&Rectangle::new(corners, color.filled()))
        };
        for (row, cells) in self.cells.chunks(SIDE).enumerate() {
            let mut column = 0;
            for run in cells.chunk_by(|a, b| a == b) {
                fill(row..row + 1, column..column + run.len(), run[0].color())?;
                column += run.len();
            }
        }
        for (row, cells) in self.cells.chunks(SIDE).enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                let right = cells.get(column + 1).filter(|_| column + 1 < SIDE);
                let below = self.cells.get((row + 1) * SIDE + column);
                if right.into_iter().chain(below).any(|other| other.class != cell.class) {
                    fill(row..row + 1, column..column + 1, palette::INK)?;
                }
            }
        }
        Ok(())
    }
}
