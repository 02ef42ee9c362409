//! Digits that the examples draw themselves, for machines without MNIST.
//!
//! A digit is one of its glyphs from [`strokes`](super::strokes), written by an unsteady hand: the
//! points wobble, the sheet is warped, stretched, sheared, turned and shifted, the pen is thin or
//! thick and changes its pressure, and the scanner adds noise. They look like MNIST and are read a
//! little more easily; a figure on them says nothing about MNIST.

use std::f32::consts::TAU;
use std::ops::Range;

use monograd::data::Class;
use monograd::nalgebra::SVector;
use rand::{Rng, RngExt};

use super::strokes::{GLYPHS, Glyph};

/// Height and width of an image.
pub const SIDE: usize = 28;
/// Pixels of an image.
pub(super) const PIXELS: usize = SIDE * SIDE;
/// A grey image, row by row, from 0 for paper to 1 for ink.
pub type Image = SVector<f32, PIXELS>;

/// The largest extent of the pen's path, in pixels, as in MNIST: with shift and pen it just fits.
const LARGEST: f32 = 20.0;
/// Straight pieces between two points of a stroke.
const PIECES: usize = 6;

/// Draws `count` digits, each of the ten equally likely, and says which they are.
pub fn drawn<R: Rng + ?Sized>(count: usize, rng: &mut R) -> (Vec<Image>, Vec<Class<10>>) {
    let mut images = Vec::with_capacity(count);
    let mut labels = Vec::with_capacity(count);
    for _ in 0..count {
        let digit = Class::of(rng.random_range(0..10));
        images.push(draw(digit, rng));
        labels.push(digit);
    }
    (images, labels)
}

/// Draws one digit.
fn draw<R: Rng + ?Sized>(digit: Class<10>, rng: &mut R) -> Image {
    let variants = GLYPHS[digit.index()];
    let glyph = variants[rng.random_range(0..variants.len())];
    let mut paths = wobble(glyph, rng);
    place(&mut paths, rng);
    let mut image = Image::zeros();
    ink(&mut image, &paths, rng);
    add_noise(&mut image, rng);
    image
}

/// A point, first on a sheet from -0.5 to 0.5, then in pixels.
type Point = [f32; 2];
/// What the pen draws without being lifted, as straight pieces.
type Path = Vec<Point>;

/// A number within `width` of zero.
fn within<R: Rng + ?Sized>(width: f32, rng: &mut R) -> f32 {
    rng.random_range(-width..=width)
}

/// The glyph's strokes as an unsteady hand draws them, each as a smooth curve.
fn wobble<R: Rng + ?Sized>(glyph: Glyph, rng: &mut R) -> Vec<Path> {
    let warp = Warp::new(rng);
    let mut unsteady = |stroke: &[(f32, f32)]| {
        let mut points: Vec<Point> = Vec::with_capacity(stroke.len());
        for (at, &(x, y)) in stroke.iter().enumerate() {
            // The two points of a corner stay one.
            let point = match points.last() {
                Some(&last) if stroke[at - 1] == (x, y) => last,
                _ => warp.apply([x / 100.0 - 0.5 + within(0.04, rng), y / 100.0 - 0.5 + within(0.04, rng)]),
            };
            points.push(point);
        }
        smooth(&points)
    };
    glyph.iter().map(|stroke| unsteady(stroke)).collect()
}

/// A slow wave in each direction that bends the whole sheet, so that strokes that meet go on
/// meeting.
struct Warp {
    amplitude: [f32; 2],
    frequency: [[f32; 2]; 2],
    phase: [f32; 2],
}

impl Warp {
    fn new<R: Rng + ?Sized>(rng: &mut R) -> Self {
        let mut pair = |width| [within(width, rng), within(width, rng)];
        Self { amplitude: pair(0.06), frequency: [pair(6.0), pair(6.0)], phase: pair(TAU) }
    }

    fn apply(&self, [x, y]: Point) -> Point {
        let wave = |axis: usize| {
            let [u, v] = self.frequency[axis];
            self.amplitude[axis] * (u * x + v * y + self.phase[axis]).sin()
        };
        [x + wave(0), y + wave(1)]
    }
}

/// A Catmull-Rom spline through the points, which turns sharply where a point is repeated.
fn smooth(points: &[Point]) -> Path {
    let point = |at: usize| points[at.clamp(1, points.len()) - 1];
    let mut path = vec![points[0]];
    for at in 1..points.len() {
        let around = [point(at - 1), point(at), point(at + 1), point(at + 2)];
        for piece in 1..=PIECES {
            let t = piece as f32 / PIECES as f32;
            path.push([0, 1].map(|axis| catmull_rom(around.map(|p| p[axis]), t)));
        }
    }
    path
}

/// The spline between `b` (`t` = 0) and `c` (`t` = 1).
fn catmull_rom([a, b, c, d]: [f32; 4], t: f32) -> f32 {
    let linear = c - a;
    let quadratic = 2.0 * a - 5.0 * b + 4.0 * c - d;
    let cubic = 3.0 * (b - c) + d - a;
    b + 0.5 * t * (linear + t * (quadratic + t * cubic))
}

/// Stretches, shears, turns and scales the paths, and moves them near the middle of the image.
fn place<R: Rng + ?Sized>(paths: &mut [Path], rng: &mut R) {
    let width = rng.random_range(0.8..=1.2);
    let shear = 0.1 + within(0.35, rng);
    let (sin, cos) = within(0.15, rng).sin_cos();
    for [x, y] in paths.iter_mut().flatten() {
        let slanted = width * *x - shear * *y;
        (*x, *y) = (cos * slanted - sin * *y, sin * slanted + cos * *y);
    }
    let (low, high) = bounds(paths);
    let extent = (high[0] - low[0]).max(high[1] - low[1]);
    let scale = rng.random_range(15.0..=20.0_f32).min(LARGEST / extent);
    let middle = [0, 1].map(|axis| 0.5 * (low[axis] + high[axis]));
    let target = [0, 1].map(|_| 0.5 * SIDE as f32 + within(2.0, rng));
    for point in paths.iter_mut().flatten() {
        *point = [0, 1].map(|axis| target[axis] + scale * (point[axis] - middle[axis]));
    }
}

/// The smallest and the largest coordinates.
fn bounds(paths: &[Path]) -> (Point, Point) {
    let start = ([f32::INFINITY; 2], [f32::NEG_INFINITY; 2]);
    paths.iter().flatten().fold(start, |(low, high), point| {
        ([0, 1].map(|axis| point[axis].min(low[axis])), [0, 1].map(|axis| point[axis].max(high[axis])))
    })
}

/// Draws the paths with a round pen whose pressure changes slowly.
fn ink<R: Rng + ?Sized>(image: &mut Image, paths: &[Path], rng: &mut R) {
    let radius = rng.random_range(0.6..=1.5);
    let (change, frequency) = (within(0.25, rng), rng.random_range(0.05..=0.25_f32));
    let darkness = rng.random_range(0.8..=1.0);
    let mut phase = rng.random_range(0.0..TAU);
    for piece in paths.iter().flat_map(|path| path.windows(2)) {
        phase += frequency;
        let radius = radius * (1.0 + change * phase.sin());
        ink_piece(image, piece[0], piece[1], radius, darkness);
    }
}

/// Draws one straight piece. A pixel is covered in part where its middle is within half a pixel of
/// the edge; only pixels near the piece are looked at.
fn ink_piece(image: &mut Image, from: Point, to: Point, radius: f32, darkness: f32) {
    let reach = radius + 0.5;
    for row in covered(from[1], to[1], reach) {
        for column in covered(from[0], to[0], reach) {
            let middle = [column as f32 + 0.5, row as f32 + 0.5];
            let coverage = (reach - distance(middle, from, to)).clamp(0.0, 1.0);
            let pixel = &mut image[row * SIDE + column];
            *pixel = pixel.max(darkness * coverage);
        }
    }
}

/// The pixels of one axis whose middle may be within `reach` of a piece.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=SIDE")]
fn covered(from: f32, to: f32, reach: f32) -> Range<usize> {
    let clamp = |value: f32| value.clamp(0.0, SIDE as f32) as usize;
    clamp((from.min(to) - reach).floor())..clamp((from.max(to) + reach).ceil())
}

/// The distance of a point from the straight piece between two others.
fn distance(point: Point, from: Point, to: Point) -> f32 {
    let along = [to[0] - from[0], to[1] - from[1]];
    let offset = [point[0] - from[0], point[1] - from[1]];
    let dot = |a: Point, b: Point| a[0] * b[0] + a[1] * b[1];
    // The two points of a corner give a piece of no length.
    let length = dot(along, along).max(f32::MIN_POSITIVE);
    let t = (dot(offset, along) / length).clamp(0.0, 1.0);
    (offset[0] - t * along[0]).hypot(offset[1] - t * along[1])
}

/// Adds the noise of a scanner, within 0..=1.
fn add_noise<R: Rng + ?Sized>(image: &mut Image, rng: &mut R) {
    for pixel in image.iter_mut() {
        *pixel = (*pixel + within(0.08, rng)).clamp(0.0, 1.0);
    }
}

#[cfg(test)]
mod tests {
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;

    #[test]
    fn the_seed_decides_everything() {
        let draw = |seed| drawn(50, &mut StdRng::seed_from_u64(seed));
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1).0, draw(2).0);
    }

    #[test]
    fn every_digit_comes_as_often_and_every_pixel_is_a_grey() {
        let (images, labels) = drawn(5_000, &mut StdRng::seed_from_u64(3));
        for digit in 0..10 {
            let count = labels.iter().filter(|label| label.index() == digit).count();
            assert!((400..600).contains(&count), "{count} times {digit}");
        }
        assert!(images.iter().flatten().all(|pixel| (0.0..=1.0).contains(pixel)));
        // There is ink in each, and more paper than ink.
        assert!(images.iter().all(|image| image.max() > 0.5 && image.mean() < 0.35));
    }

    /// The nearest of ten mean images is the simplest reader there is: it reads most digits, since
    /// they look like themselves, but by far not all, since no two are alike.
    #[test]
    fn a_simple_reader_reads_most_of_them() {
        let mut rng = StdRng::seed_from_u64(4);
        let (images, labels) = drawn(3_000, &mut rng);
        let mean = |digit: usize| {
            let own = images.iter().zip(&labels).filter(|(_, label)| label.index() == digit);
            let (sum, count) = own.fold((Image::zeros(), 0.0), |(sum, n), (x, _)| (sum + x, n + 1.0));
            sum / count
        };
        let means: Vec<_> = (0..10).map(mean).collect();
        let (images, labels) = drawn(1_000, &mut rng);
        let read = |image: &Image| {
            let distance = |digit: &usize| (image - means[*digit]).norm_squared();
            (0..10).min_by(|a, b| distance(a).total_cmp(&distance(b)))
        };
        let pairs = images.iter().zip(&labels);
        let right = pairs.filter(|(image, label)| read(image) == Some(label.index())).count();
        assert!((600..950).contains(&right), "{right} of 1000");
    }
}
