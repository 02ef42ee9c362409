//! Colours that colour-blind readers can tell apart, and shapes for those who see none.

use plotters::style::RGBColor;

/// M. Okabe and K. Ito, "Color Universal Design", 2008; yellow, which is faint on white, last.
const COLORS: [RGBColor; 8] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(230, 159, 0),
    RGBColor(204, 121, 167),
    RGBColor(86, 180, 233),
    RGBColor(0, 0, 0),
    RGBColor(240, 228, 66),
];

/// Text and axes.
pub(super) const INK: RGBColor = RGBColor(40, 40, 40);
/// What is to be seen after everything else.
pub(super) const FAINT: RGBColor = RGBColor(225, 225, 225);
/// Between the two.
pub(super) const GREY: RGBColor = RGBColor(140, 140, 140);

/// The colour of a line or a class.
pub(super) fn color(index: usize) -> RGBColor {
    COLORS[index % COLORS.len()]
}

/// How often the colours were used up before this one.
pub(super) fn round(index: usize) -> usize {
    index / COLORS.len()
}

/// So much of a colour on white: 0 is white, 1 the colour.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
pub(super) fn tint(RGBColor(red, green, blue): RGBColor, share: f64) -> RGBColor {
    let share = share.clamp(0.0, 1.0);
    let mixed = |channel: u8| (255.0 - share * (255.0 - f64::from(channel))).round() as u8;
    RGBColor(mixed(red), mixed(green), mixed(blue))
}

/// Blue for −1, white for 0, vermilion for 1.
pub(super) fn diverging(value: f64) -> RGBColor {
    tint(color(usize::from(value > 0.0)), value.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tints_go_from_white_to_the_colour() {
        assert_eq!(tint(color(0), 0.0), RGBColor(255, 255, 255));
        assert_eq!(tint(color(0), 1.0), color(0));
        assert_eq!((diverging(-1.0), diverging(1.0)), (color(0), color(1)));
        assert_eq!(diverging(0.0), RGBColor(255, 255, 255));
        assert_eq!((color(8), round(7), round(8)), (color(0), 0, 1));
    }
}
