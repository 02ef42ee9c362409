//! Pictures in plain characters, for terminals and log files, dark or light.
//!
//! There are no colours and no escape codes: ink is the terminal's own foreground. A character holds
//! two pixels, one above the other, because it is about twice as high as wide.

use std::ops::Range;

use shared::digits::{Image, SIDE};

/// The widest line that is printed, in characters.
const WIDTH: usize = 80;
/// The first and the last column of an image are nearly always empty; without them three images fit
/// into a line.
const COLUMNS: Range<usize> = 1..SIDE - 1;
/// Images side by side, one empty column between them.
const ABREAST: usize = (WIDTH + 1) / (COLUMNS.end - COLUMNS.start + 1);

/// Draws images side by side, as many as fit, each over its caption.
pub(crate) fn gallery(images: &[(&Image, String)]) -> String {
    let mut text = String::new();
    for abreast in images.chunks(ABREAST) {
        let drawn: Vec<_> = abreast.iter().map(|(image, _)| lines(image)).collect();
        for line in 0..SIDE / 2 {
            // What is empty in all of them is left out.
            if drawn.iter().any(|lines| !lines[line].trim().is_empty()) {
                push_line(&mut text, drawn.iter().map(|lines| lines[line].as_str()));
            }
        }
        push_line(&mut text, abreast.iter().map(|(_, caption)| caption.as_str()));
        text.push('\n');
    }
    text
}

/// Adds cells of one image's width to the text, one column apart and without blanks at the end.
fn push_line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    let width = COLUMNS.len();
    let line: Vec<_> = cells.map(|cell| format!("{cell:<width$.width$}")).collect();
    text.push_str(line.join(" ").trim_end());
    text.push('\n');
}

/// The lines of one image, from two rows of pixels each.
fn lines(image: &Image) -> Vec<String> {
    let pixel = |row: usize, column: usize| image[row * SIDE + column];
    let cell = |row, column| character(pixel(row, column), pixel(row + 1, column));
    let line = |row| COLUMNS.map(|column| cell(row, column)).collect();
    (0..SIDE).step_by(2).map(line).collect()
}

/// The character for two pixels, one above the other, each as paper, grey or ink.
fn character(upper: f32, lower: f32) -> char {
    const CHARACTERS: [[char; 3]; 3] = [[' ', '░', '▄'], ['░', '▒', '▄'], ['▀', '▀', '█']];
    let shade = |pixel: f32| usize::from(pixel > 0.2) + usize::from(pixel > 0.55);
    CHARACTERS[shade(upper)][shade(lower)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An image with ink on its diagonal.
    fn diagonal() -> Image {
        Image::from_fn(|at, _| if at / SIDE == at % SIDE { 1.0 } else { 0.0 })
    }

    #[test]
    fn two_pixels_make_a_character() {
        let pairs = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.3, 0.3), (0.0, 0.3)];
        let text: String = pairs.iter().map(|&(upper, lower)| character(upper, lower)).collect();
        assert_eq!(text, " ▀▄█▒░");
        // Not a number is paper, not a panic.
        assert_eq!(character(f32::NAN, f32::INFINITY), '▄');
    }

    #[test]
    fn three_images_fill_a_line_and_the_fourth_begins_another() {
        let image = diagonal();
        let images: Vec<_> = (0..4).map(|n| (&image, format!("{n} read as 1"))).collect();
        let text = gallery(&images);
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        let captions: Vec<_> = text.lines().filter(|line| line.contains("read")).collect();
        assert_eq!(captions.len(), 2);
        assert_eq!(captions[0].find('1'), Some(10));
        assert_eq!(captions[0].find("1 read"), Some(27));
        let line = format!(" ▀▄{0} ▀▄{0} ▀▄", " ".repeat(24));
        assert_eq!(text.lines().nth(1), Some(line.as_str()));
        assert_eq!(gallery(&[]), "");
    }

    #[test]
    fn empty_lines_are_left_out_and_long_captions_are_cut() {
        let text = gallery(&[(&Image::zeros(), "x".repeat(100))]);
        assert_eq!(text, format!("{}\n\n", "x".repeat(26)));
    }
}
