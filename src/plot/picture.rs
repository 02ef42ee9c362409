//! A picture: panels side by side, and the way into a file.

use alloc::{string::String, vec, vec::Vec};
use core::ops::Range;
use std::path::Path;

use plotters::drawing::IntoDrawingArea;
use plotters::element::Text;
use plotters::prelude::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::style::WHITE;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::area::{Area, Drawn};
use super::chart::Chart;
use super::encode;
use super::error::Error;
use super::images::Images;
use super::matrix::Matrix;
use super::plane::Plane;
use super::text::{self, TITLE};
use crate::file::write_whole;

/// One or more panels, ready to be saved as SVG or PNG.
///
/// ```
/// use monograd::plot::{Chart, Picture};
///
/// let line = |name| Chart::new(name, "epoch", "loss").line("training", [(1.0, 0.9), (2.0, 0.4)]).picture();
/// let both = Picture::grid(2, [line("slow")?, line("fast")?]).title("Two runs");
/// assert!(both.svg()?.contains("Two runs"));
/// # Ok::<(), monograd::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Picture {
    title: Option<String>,
    panels: Vec<Panel>,
    columns: usize,
    size: Option<[u32; 2]>,
}

/// What a panel shows, with everything checked that could be wrong with it.
#[derive(Clone, Debug)]
pub(super) struct Panel {
    pub(super) title: String,
    pub(super) content: Content,
}

#[derive(Clone, Debug)]
pub(super) enum Content {
    Chart(Chart),
    Plane(Plane),
    Matrix(Matrix),
    Images(Images),
}

impl Picture {
    pub(super) fn of(title: impl Into<String>, content: Content) -> Self {
        let panel = Panel { title: title.into(), content };
        Self { title: None, panels: vec![panel], columns: 1, size: None }
    }

    /// The panels of all pictures, in rows of this length.
    ///
    /// # Panics
    ///
    /// When `columns` is 0, or when there is no picture.
    #[must_use]
    #[track_caller]
    pub fn grid(columns: usize, pictures: impl IntoIterator<Item = Self>) -> Self {
        let panels: Vec<_> = pictures.into_iter().flat_map(|picture| picture.panels).collect();
        assert!(columns > 0 && !panels.is_empty(), "a grid needs at least one column and one picture");
        Self { title: None, columns: columns.min(panels.len()), panels, size: None }
    }

    /// The text above the picture. Of a picture with one panel, it takes the place of the panel's title.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        match &mut self.panels[..] {
            [panel] => panel.title = title.into(),
            _ => self.title = Some(title.into()),
        }
        self
    }

    /// The text along the axes, from left to right and from the bottom to the top.
    #[must_use]
    pub fn axes(mut self, x: impl Into<String>, y: impl Into<String>) -> Self {
        let (x, y) = (x.into(), y.into());
        for panel in &mut self.panels {
            let labels = match &mut panel.content {
                Content::Chart(chart) => &mut chart.axes,
                Content::Plane(plane) => &mut plane.axes,
                Content::Matrix(matrix) => &mut matrix.axes,
                Content::Images(_) => continue,
            };
            *labels = [x.clone(), y.clone()];
        }
        self
    }

    /// Gives all charts the same axes, so that they can be compared.
    #[must_use]
    pub fn same_axes(mut self) -> Self {
        let ranges = self.charts().filter_map(|chart| chart.ranges());
        let hull = |a: &Range<f64>, b: &Range<f64>| a.start.min(b.start)..a.end.max(b.end);
        let common = ranges.reduce(|[x, y], [other_x, other_y]| [hull(&x, &other_x), hull(&y, &other_y)]);
        if let Some(common) = common {
            self.charts().for_each(|chart| chart.set_ranges(common.clone()));
        }
        self
    }

    fn charts(&mut self) -> impl Iterator<Item = &mut Chart> {
        self.panels.iter_mut().filter_map(|panel| match &mut panel.content {
            Content::Chart(chart) => Some(chart),
            _ => None,
        })
    }

    /// What the classes of a decision boundary or a confusion matrix are called; a class without a name keeps
    /// its number.
    #[must_use]
    pub fn class_names<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        for panel in &mut self.panels {
            let old = match &mut panel.content {
                Content::Plane(plane) => &mut plane.classes,
                Content::Matrix(matrix) => &mut matrix.classes,
                Content::Chart(_) | Content::Images(_) => continue,
            };
            for (old, new) in old.iter_mut().zip(&names) {
                old.clone_from(new);
            }
        }
        self
    }

    /// The width and the height of the PNG in pixels, at least 200 for each panel; an SVG takes half of it on
    /// the screen.
    #[must_use]
    pub fn size(mut self, width: u32, height: u32) -> Self {
        self.size = Some([width, height]);
        self
    }

    /// Writes the picture to a file, whole or not at all: as SVG or as PNG, as the end of the name says.
    ///
    /// # Errors
    ///
    /// [`Error::PictureFormat`] for another end, [`FileError::Write`](crate::FileError::Write),
    /// [`Error::Drawing`].
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let path = path.as_ref();
        let is = |wanted: &str| path.extension().is_some_and(|end| end.eq_ignore_ascii_case(wanted));
        if is("svg") {
            Ok(write_whole(path, self.svg()?.as_bytes())?)
        } else if is("png") {
            Ok(write_whole(path, &self.png()?)?)
        } else {
            Err(Error::PictureFormat { path: path.into(), wanted: "`.svg` or `.png`" })
        }
    }

    /// The picture as SVG.
    ///
    /// # Errors
    ///
    /// [`Error::Drawing`].
    pub fn svg(&self) -> Result<String, Error> {
        let mut svg = String::new();
        let [width, height] = self.pixels();
        self.draw(SVGBackend::with_string(&mut svg, (width, height))).map_err(encode::failed)?;
        Ok(encode::half_size(&svg, width, height))
    }

    /// The picture as PNG.
    ///
    /// # Errors
    ///
    /// [`Error::Drawing`].
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        encode::png(&self.rgb()?, self.pixels()).map_err(encode::failed)
    }

    /// The pixels, row by row, three bytes each.
    pub(super) fn rgb(&self) -> Result<Vec<u8>, Error> {
        let [width, height] = self.pixels();
        let mut rgb = vec![255; 3 * width as usize * height as usize];
        self.draw(BitMapBackend::with_buffer(&mut rgb, (width, height))).map_err(encode::failed)?;
        Ok(rgb)
    }

    /// The width and the height.
    pub(super) fn pixels(&self) -> [u32; 2] {
        let [columns, rows] =
            [self.columns, self.rows()].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        let of_panels = |[width, height]: [u32; 2]| {
            let title = if self.title.is_some() { 70 } else { 0 };
            [width.saturating_mul(columns), height.saturating_mul(rows).saturating_add(title)]
        };
        let [width, height] = self.size.unwrap_or_else(|| {
            let sizes = || self.panels.iter().map(|panel| panel.content.size());
            let largest = |side: usize| sizes().map(|size| size[side]).max().unwrap_or(0);
            of_panels([largest(0), largest(1)])
        });
        // Smaller panels would have no room for their axes.
        let [least_width, least_height] = of_panels([200, 200]);
        [width.max(least_width), height.max(least_height)]
    }

    fn rows(&self) -> usize {
        self.panels.len().div_ceil(self.columns)
    }

    fn draw<DB: DrawingBackend>(&self, backend: DB) -> Drawn<DB> {
        text::load_font();
        let mut root = backend.into_drawing_area();
        root.fill(&WHITE)?;
        if let Some(title) = &self.title {
            root = heading(root, title, TITLE + 4, 64)?;
        }
        let cells = root.split_evenly((self.rows(), self.columns));
        for (panel, cell) in self.panels.iter().zip(cells) {
            let area = heading(cell, &panel.title, TITLE, 56)?;
            match &panel.content {
                Content::Chart(chart) => chart.draw(&area)?,
                Content::Plane(plane) => plane.draw(&area)?,
                Content::Matrix(matrix) => matrix.draw(&area)?,
                Content::Images(images) => images.draw(&area)?,
            }
        }
        root.present()
    }
}

impl Chart {
    /// The chart, to be saved.
    ///
    /// # Errors
    ///
    /// [`Error::NothingToDraw`] without a single point that is finite; [`Error::NotDrawable`] when the
    /// numbers are so large that their range is infinite.
    pub fn picture(self) -> Result<Picture, Error> {
        self.check()?;
        Ok(Picture::of(self.title.clone(), Content::Chart(self)))
    }
}

impl Content {
    /// The width and the height that suit it.
    fn size(&self) -> [u32; 2] {
        match self {
            Self::Chart(_) => [1100, 760],
            Self::Plane(_) => [880, 920],
            Self::Matrix(matrix) => matrix.size(),
            Self::Images(images) => images.size(),
        }
    }
}

/// Writes a line in the middle of the top, and returns the rest of the area. A line that is too long gets
/// smaller.
fn heading<DB: DrawingBackend>(area: Area<DB>, title: &str, size: u32, height: u32) -> Drawn<DB, Area<DB>> {
    if title.is_empty() {
        return Ok(area);
    }
    let (top, rest) = area.split_vertically(height);
    let (room, _) = top.dim_in_pixel();
    let (width, _) = top.estimate_text_size(title, &text::style(size))?;
    let size = if width + 20 > room { (size * room / (width + 20)).max(8) } else { size };
    let middle = [room / 2, height / 2].map(|x| i32::try_from(x).unwrap_or(0));
    let style = text::style(size).pos(Pos::new(HPos::Center, VPos::Center));
    top.draw(&Text::new(String::from(title), middle.into(), style))?;
    Ok(rest)
}
