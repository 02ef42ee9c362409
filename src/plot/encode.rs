//! Pixels and drawings as the bytes of files.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt::Display;

use super::error::Error;

/// Why a picture could not be made.
pub(super) fn failed(cause: impl Display) -> Error {
    Error::Drawing { cause: cause.to_string() }
}

/// An SVG that takes half as many pixels on the screen as it has units.
pub(super) fn half_size(svg: &str, width: u32, height: u32) -> String {
    let from = format!("<svg width=\"{width}\" height=\"{height}\"");
    let to = format!("<svg width=\"{}\" height=\"{}\"", f64::from(width) / 2.0, f64::from(height) / 2.0);
    svg.replacen(&from, &to, 1)
}

/// A PNG of RGB pixels.
pub(super) fn png(rgb: &[u8], [width, height]: [u32; 2]) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(rgb)?;
    Ok(bytes)
}

/// A GIF that shows RGB frames of one size, each for its time in hundredths of a second, and then begins
/// again.
pub(super) fn gif<'a>(
    frames: impl Iterator<Item = (&'a [u8], u16)>,
    [width, height]: [u16; 2],
) -> Result<Vec<u8>, gif::EncodingError> {
    /// From 1, the best colours, to 30, the fastest.
    const SPEED: i32 = 10;

    let mut bytes = Vec::new();
    let mut encoder = gif::Encoder::new(&mut bytes, width, height, &[])?;
    encoder.set_repeat(gif::Repeat::Infinite)?;
    for (rgb, delay) in frames {
        let mut frame = gif::Frame::from_rgb_speed(width, height, rgb, SPEED);
        frame.delay = delay;
        encoder.write_frame(&frame)?;
    }
    drop(encoder);
    Ok(bytes)
}

/// Half as many pixels in each direction, each the mean of four.
pub(super) fn halved(rgb: &[u8], [width, height]: [u32; 2]) -> Vec<u8> {
    let [width, height] = [width as usize, height as usize];
    let mut half = Vec::with_capacity(rgb.len() / 4);
    for y in 0..height / 2 {
        for x in 0..width / 2 {
            for channel in 0..3 {
                let at = |y: usize, x: usize| u16::from(rgb[3 * (y * width + x) + channel]);
                let sum =
                    at(2 * y, 2 * x) + at(2 * y, 2 * x + 1) + at(2 * y + 1, 2 * x) + at(2 * y + 1, 2 * x + 1);
                half.push(u8::try_from((sum + 2) / 4).unwrap_or(u8::MAX));
            }
        }
    }
    half
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_pixels_become_one() {
        let white_and_black = [[255, 255, 255], [0, 0, 0], [255, 255, 255], [255, 0, 0]].concat();
        assert_eq!(halved(&white_and_black, [2, 2]), [191, 128, 128]);
        assert_eq!(halved(&white_and_black, [1, 4]), []);
    }
}
