//! The font, the sizes of text, and numbers as text.
//!
//! Lengths are in units of half a screen pixel: an SVG says so in its header, and a PNG has one pixel for
//! each, as screens of today want it.

use alloc::{format, string::String};
use std::sync::Once;

use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, IntoFont, RGBColor, TextStyle, register_font};

use super::palette::INK;

/// An SVG names the font, and others of its width for readers who do not have it.
const FAMILY: &str = "DejaVu Sans, Verdana, sans-serif";

pub(super) const TITLE: u32 = 32;
pub(super) const LABEL: u32 = 26;
pub(super) const TICK: u32 = 22;

/// Registers the font, once.
pub(super) fn load_font() {
    static LOADED: Once = Once::new();
    LOADED.call_once(|| {
        register_font(FAMILY, FontStyle::Normal, dejavu::sans::regular())
            .ok()
            .expect("DejaVu Sans is a font");
    });
}

/// Text of a size.
pub(super) fn style(size: u32) -> TextStyle<'static> {
    (FAMILY, size).into_font().color(&INK)
}

/// Text of a size in another colour, centred at its place.
pub(super) fn centered(size: u32, color: RGBColor) -> TextStyle<'static> {
    (FAMILY, size).into_font().color(&color.to_rgba()).pos(Pos::new(HPos::Center, VPos::Center))
}

/// A number as text, with as many digits as are of interest on an axis of this length.
pub(super) fn number(x: f64, span: f64) -> String {
    let size = x.abs().max(span);
    // The rounding errors of a tick at zero.
    let x = if x.abs() < 1e-9 * span { 0.0 } else { x };
    if !(1e-3..1e6).contains(&size) && x != 0.0 {
        return format!("{x:.1e}");
    }
    let decimals = (0..4).find(|&decimals| span >= 5.0 * 0.1_f64.powi(decimals)).unwrap_or(4);
    format!("{x:.*}", decimals.unsigned_abs() as usize)
}

/// A number with up to three digits that count, as on a logarithmic axis.
pub(super) fn significant(x: f64) -> String {
    if !(1e-3..1e5).contains(&x) {
        return format!("{x:.0e}");
    }
    let text = format!("{x:.4}");
    text.trim_end_matches('0').trim_end_matches('.').into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_of_their_axis() {
        let cases = [
            (2.0, 10.0, "2"),
            (0.25, 1.0, "0.2"),
            (0.25, 0.3, "0.25"),
            (1e-17, 1.0, "0.0"),
            (0.0, 1e-9, "0"),
            (2e-7, 1e-6, "2.0e-7"),
            (-3e9, 1e9, "-3.0e9"),
        ];
        for (x, span, wanted) in cases {
            let found = number(x, span);
            assert_eq!(found.parse::<f64>().ok(), wanted.parse::<f64>().ok(), "{x} on {span}: {found}");
        }
    }
}
