//! Small images side by side, on one scale.

use alloc::{format, string::ToString, vec::Vec};

use plotters::element::{Rectangle, Text};
use plotters::prelude::DrawingBackend;
use plotters::style::Color;

use super::area::{Area, Drawn};
use super::palette;
use super::text::{self, TICK};

#[derive(Clone, Debug)]
pub(super) struct Images {
    /// The pixels of each image, row by row.
    pub(super) pixels: Vec<Vec<f64>>,
    pub(super) width: usize,
}

/// Between two images.
const GAP: usize = 10;
/// The height of the scale.
const SCALE: u32 = 90;
const MARGIN: usize = 20;

impl Images {
    fn height(&self) -> usize {
        self.pixels.first().map_or(0, Vec::len) / self.width.max(1)
    }

    /// As many columns as make the whole about square.
    fn columns(&self) -> usize {
        let (count, width, height) = (self.pixels.len(), self.width.max(1), self.height().max(1));
        (1..=count).find(|columns| columns * width >= count.div_ceil(*columns) * height).unwrap_or(1)
    }

    /// The side of a pixel.
    fn zoom(&self) -> usize {
        let across = self.columns() * self.width;
        let down = self.pixels.len().div_ceil(self.columns()) * self.height();
        (1000 / across.max(down).max(1)).clamp(1, 40)
    }

    /// The width and the height that suit it.
    pub(super) fn size(&self) -> [u32; 2] {
        let (columns, zoom) = (self.columns(), self.zoom());
        let rows = self.pixels.len().div_ceil(columns);
        let side = |count: usize, pixels: usize| {
            u32::try_from(count * (pixels * zoom + GAP) + 2 * MARGIN).unwrap_or(u32::MAX)
        };
        // Room for the title and the scale.
        [side(columns, self.width).max(600), side(rows, self.height()).saturating_add(56 + SCALE)]
    }

    pub(super) fn draw<DB: DrawingBackend>(&self, area: &Area<DB>) -> Drawn<DB> {
        let (width, height) = area.dim_in_pixel();
        let (images, scale) = area.split_vertically(height.saturating_sub(SCALE));
        let largest = self.pixels.iter().flatten().fold(0.0, |a: f64, b| a.max(b.abs()));
        let (columns, zoom) = (self.columns(), self.zoom());
        let used = columns * (self.width * zoom + GAP);
        let left = (width as usize).saturating_sub(used) / 2;
        for (index, pixels) in self.pixels.iter().enumerate() {
            let x = left + (index % columns) * (self.width * zoom + GAP);
            let y = MARGIN / 2 + (index / columns) * (self.height() * zoom + GAP);
            self.draw_image(&images, (x, y), pixels, largest)?;
        }
        draw_scale(&scale, largest)
    }

    fn draw_image<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        (left, top): (usize, usize),
        pixels: &[f64],
        largest: f64,
    ) -> Drawn<DB> {
        let zoom = self.zoom();
        let corner = |x: usize, y: usize| (at(left + x * zoom), at(top + y * zoom));
        for (y, row) in pixels.chunks(self.width).enumerate() {
            for (x, &weight) in row.iter().enumerate() {
                let color = palette::diverging(if largest > 0.0 { weight / largest } else { 0.0 });
                area.draw(&Rectangle::new([corner(x, y), corner(x + 1, y + 1)], color.filled()))?;
            }
        }
        area.draw(&Rectangle::new([corner(0, 0), corner(self.width, self.height())], palette::GREY))
    }
}

/// What the colours mean.
fn draw_scale<DB: DrawingBackend>(area: &Area<DB>, largest: f64) -> Drawn<DB> {
    const STEPS: i32 = 101;
    const STEP: i32 = 4;
    let (width, _) = area.dim_in_pixel();
    let left = (at(width as usize) - STEPS * STEP) / 2;
    for step in 0..STEPS {
        let color = palette::diverging(f64::from(2 * step - (STEPS - 1)) / f64::from(STEPS - 1));
        let x = left + step * STEP;
        area.draw(&Rectangle::new([(x, 12), (x + STEP, 36)], color.filled()))?;
    }
    area.draw(&Rectangle::new([(left, 12), (left + STEPS * STEP, 36)], palette::GREY))?;
    let number = |sign: &str| match largest {
        0.0 => "0".to_string(),
        largest if (0.001..1e6).contains(&largest) => format!("{sign}{largest:.3}"),
        largest => format!("{sign}{largest:.2e}"),
    };
    for (x, text) in
        [(left, number("−")), (left + STEPS * STEP / 2, "0".into()), (left + STEPS * STEP, number("+"))]
    {
        area.draw(&Text::new(text, (x, 58), text::centered(TICK, palette::INK)))?;
    }
    Ok(())
}

fn at(pixel: usize) -> i32 {
    i32::try_from(pixel).unwrap_or(i32::MAX)
}
