//! The marks of points: another shape for each class, so that no reader needs the colours.

use core::iter::{Once, once};

use plotters::element::{Drawable, PointCollection};
use plotters::style::{RGBColor, WHITE};
use plotters_backend::{BackendCoord, DrawingBackend, DrawingErrorKind};

use super::palette;

/// The radius of a mark.
pub(super) const RADIUS: i32 = 7;

/// The mark of a class, with a thin white border, at a place in whatever coordinates.
pub(super) struct Marker<C> {
    pub(super) at: C,
    pub(super) class: usize,
    pub(super) radius: i32,
}

impl<'a, C: 'a> PointCollection<'a, C> for &'a Marker<C> {
    type Point = &'a C;
    type IntoIter = Once<&'a C>;

    fn point_iter(self) -> Once<&'a C> {
        once(&self.at)
    }
}

impl<C, DB: DrawingBackend> Drawable<DB> for Marker<C> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut at: I,
        backend: &mut DB,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        let Some(at) = at.next() else { return Ok(()) };
        self.shape(backend, at, self.radius + 2, WHITE)?;
        self.shape(backend, at, self.radius, palette::color(self.class))
    }
}

impl<C> Marker<C> {
    fn shape<DB: DrawingBackend>(
        &self,
        backend: &mut DB,
        (x, y): BackendCoord,
        radius: i32,
        color: RGBColor,
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        // Eight colours and four shapes: classes of one colour differ in shape.
        let corners: &[(i32, i32)] = match (self.class + palette::round(self.class)) % 4 {
            0 => return backend.draw_circle((x, y), radius.unsigned_abs(), &color, true),
            1 => &[(0, -9), (9, 7), (-9, 7)],
            2 => &[(-6, -6), (6, -6), (6, 6), (-6, 6)],
            _ => &[(0, -9), (9, 0), (0, 9), (-9, 0)],
        };
        let corner =
            |&(across, down): &(i32, i32)| (x + across * radius / RADIUS, y + down * radius / RADIUS);
        backend.fill_polygon(corners.iter().map(corner), &color)
    }
}
