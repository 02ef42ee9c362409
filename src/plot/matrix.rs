//! A square table of counts.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use plotters::element::{Rectangle, Text};
use plotters::prelude::DrawingBackend;
use plotters::style::{Color, FontTransform, RGBColor, WHITE};

use super::area::{Area, Drawn};
use super::palette;
use super::text::{self, LABEL, TICK};

#[derive(Clone, Debug)]
pub(super) struct Matrix {
    pub(super) axes: [String; 2],
    pub(super) classes: Vec<String>,
    /// A row for each true class.
    pub(super) counts: Vec<Vec<u64>>,
}

impl Matrix {
    /// The width and the height that suit it.
    pub(super) fn size(&self) -> [u32; 2] {
        let classes = u32::try_from(self.classes.len()).unwrap_or(u32::MAX).clamp(5, 40);
        [240 + 84 * classes, 180 + 84 * classes]
    }

    pub(super) fn draw<DB: DrawingBackend>(&self, area: &Area<DB>) -> Drawn<DB> {
        let widest = self.classes.iter().map(|name| area.estimate_text_size(name, &text::style(TICK)));
        let widest =
            widest.map(|size| Ok(size?.0)).collect::<Drawn<DB, Vec<_>>>()?.into_iter().max().unwrap_or(0);
        let (width, height) = area.dim_in_pixel();
        let left = i32::try_from(widest.min(width / 3)).unwrap_or(0) + 90;
        let [width, height] = [width, height].map(|side| i32::try_from(side).unwrap_or(i32::MAX));
        let (right, top, bottom) = (width - 30, 6, height - 104);
        let classes = i32::try_from(self.classes.len()).unwrap_or(i32::MAX).max(1);
        let x = |column: usize| left + (right - left) * i32::try_from(column).unwrap_or(0) / classes;
        let y = |row: usize| top + (bottom - top) * i32::try_from(row).unwrap_or(0) / classes;
        let cell = ((right - left) / classes, (bottom - top) / classes);

        for (row, counts) in self.counts.iter().enumerate() {
            for (column, &count) in counts.iter().enumerate() {
                let corners = [(x(column), y(row)), (x(column + 1), y(row + 1))];
                draw_cell(area, corners, count, share(count, counts), cell)?;
            }
        }
        let frame =
            Rectangle::new([(left, top), (x(self.classes.len()), y(self.classes.len()))], palette::GREY);
        area.draw(&frame)?;

        for (class, name) in self.classes.iter().enumerate() {
            let across = fitting(area, name, cell.0 - 8, TICK)?;
            let size = fitting(area, name, left - 82, TICK)?.min(fitting_height(cell.1));
            let at = (i32::midpoint(x(class), x(class + 1)), bottom + 24);
            area.draw(&Text::new(name.clone(), at, text::centered(across, palette::INK)))?;
            let at = (i32::midpoint(70, left), i32::midpoint(y(class), y(class + 1)));
            area.draw(&Text::new(name.clone(), at, text::centered(size, palette::INK)))?;
        }
        let label = text::centered(LABEL, palette::INK);
        area.draw(&Text::new(
            self.axes[0].clone(),
            (i32::midpoint(left, right), bottom + 68),
            label.clone(),
        ))?;
        let upwards = label.transform(FontTransform::Rotate270);
        area.draw(&Text::new(self.axes[1].clone(), (30, i32::midpoint(top, bottom)), upwards))
    }
}

/// The share of a row; `None` where the row is empty.
fn share(count: u64, row: &[u64]) -> Option<f64> {
    let total: u64 = row.iter().sum();
    (total > 0).then(|| count as f64 / total as f64)
}

fn draw_cell<DB: DrawingBackend>(
    area: &Area<DB>,
    corners: [(i32, i32); 2],
    count: u64,
    share: Option<f64>,
    (width, height): (i32, i32),
) -> Drawn<DB> {
    // Few are of interest too: half of the colours are for the first tenth.
    let depth = |share: f64| share.powf(0.4);
    let color = share.map_or(palette::FAINT, |share| palette::tint(palette::color(0), depth(share)));
    area.draw(&Rectangle::new(corners, color.filled()))?;
    area.draw(&Rectangle::new(corners, palette::FAINT))?;
    if count == 0 {
        return Ok(());
    }
    let ink: RGBColor = if share.is_some_and(|share| depth(share) > 0.55) { WHITE } else { palette::INK };
    let count = count.to_string();
    let size = fitting(area, &count, width - 8, LABEL)?.min(fitting_height(height));
    let at = (i32::midpoint(corners[0].0, corners[1].0), i32::midpoint(corners[0].1, corners[1].1));
    area.draw(&Text::new(count, at, text::centered(size, ink)))
}

/// The size, up to a limit, in which a text is not wider than this number of pixels.
fn fitting<DB: DrawingBackend>(area: &Area<DB>, text: &str, room: i32, size: u32) -> Drawn<DB, u32> {
    let (width, _) = area.estimate_text_size(text, &text::style(size))?;
    let room = u32::try_from(room).unwrap_or(0);
    Ok(if width > room { (size * room / width).max(4) } else { size })
}

fn fitting_height(room: i32) -> u32 {
    u32::try_from(room * 3 / 4).unwrap_or(0).max(4)
}
