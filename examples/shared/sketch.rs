//! Sketches of the plane in plain characters, for terminals and log files.

use std::fmt::Write as _;

/// A part of the plane, and the characters that it is drawn with.
pub struct Sketch {
    /// The number of characters in a line, without the frame.
    pub columns: usize,
    /// The number of lines, without the frame.
    pub rows: usize,
    /// The left and the right end.
    pub x: [f64; 2],
    /// The lower and the upper end.
    pub y: [f64; 2],
}

/// The eight dots of a braille character, row by row.
const DOTS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

impl Sketch {
    /// Points, and a curve in braille characters, whose eight dots make it smooth.
    pub fn curve(
        &self,
        title: &str,
        points: impl IntoIterator<Item = [f64; 2]>,
        curve: impl Fn(f64) -> f64,
    ) -> String {
        let mut canvas = self.canvas(|_| ' ');
        for point in points {
            let [row, column] = self.cell(point, [self.rows, self.columns]);
            canvas[row][column] = '∘';
        }
        let mut dots = vec![vec![0; self.columns]; self.rows];
        let steps = 32 * self.columns;
        for step in 0..steps {
            let x = self.x[0] + (self.x[1] - self.x[0]) * step as f64 / steps as f64;
            let [row, column] = self.cell([x, curve(x)], [4 * self.rows, 2 * self.columns]);
            dots[row / 4][column / 2] |= DOTS[row % 4][column % 2];
        }
        for (character, &dots) in canvas.iter_mut().flatten().zip(dots.iter().flatten()) {
            if dots != 0 {
                *character = char::from_u32(0x2800 + u32::from(dots)).unwrap_or('?');
            }
        }
        self.framed(title, &canvas)
    }

    /// Points of two classes, `●` and `○`, on the plane as `shaded` divides it.
    pub fn plane(
        &self,
        title: &str,
        points: impl IntoIterator<Item = ([f64; 2], bool)>,
        shaded: impl Fn([f64; 2]) -> bool,
    ) -> String {
        let mut canvas = self.canvas(|here| if shaded(here) { '░' } else { ' ' });
        for (point, class) in points {
            let [row, column] = self.cell(point, [self.rows, self.columns]);
            canvas[row][column] = if class { '●' } else { '○' };
        }
        self.framed(title, &canvas)
    }

    /// A character for the middle of each cell, line by line from the top.
    fn canvas(&self, character: impl Fn([f64; 2]) -> char) -> Vec<Vec<char>> {
        let middle = |cell: usize, cells: usize, [from, to]: [f64; 2]| {
            from + (to - from) * (cell as f64 + 0.5) / cells as f64
        };
        let [bottom, top] = self.y;
        let line = |row| {
            let y = middle(row, self.rows, [top, bottom]);
            (0..self.columns).map(|column| character([middle(column, self.columns, self.x), y])).collect()
        };
        (0..self.rows).map(line).collect()
    }

    /// The row and the column of a point; a point outside is moved to the edge.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "both are wanted")]
    fn cell(&self, [x, y]: [f64; 2], [rows, columns]: [usize; 2]) -> [usize; 2] {
        let cell = |at: f64, cells: usize, [from, to]: [f64; 2]| {
            (((at - from) / (to - from) * cells as f64) as usize).min(cells - 1)
        };
        let [bottom, top] = self.y;
        [cell(y, rows, [top, bottom]), cell(x, columns, self.x)]
    }

    fn framed(&self, title: &str, canvas: &[Vec<char>]) -> String {
        let columns = self.columns;
        let mut text = format!("┌{:─^columns$}┐\n", format!(" {title} "));
        for line in canvas {
            // Writing into a `String` cannot fail.
            let _ = writeln!(text, "│{}│", String::from_iter(line));
        }
        text + "└" + &"─".repeat(columns) + "┘\n"
    }
}

/// Puts sketches of one height next to each other.
pub fn side_by_side(sketches: &[String]) -> String {
    let mut lines: Vec<_> = sketches.iter().map(|sketch| sketch.lines()).collect();
    let mut text = String::new();
    while let Some(line) = lines.iter_mut().map(Iterator::next).collect::<Option<Vec<_>>>()
        && !line.is_empty()
    {
        text += &(line.join(" ") + "\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Sketch = Sketch { columns: 8, rows: 2, x: [0.0, 8.0], y: [0.0, 2.0] };

    #[test]
    fn up_is_up_and_points_outside_are_on_the_edge() {
        let points = [([0.5, 1.5], true), ([7.5, 0.5], false), ([f64::MAX, f64::MIN], true)];
        let text = SMALL.plane("A", points, |[x, y]| x > 4.0 && y > 1.0);
        assert_eq!(text, "┌── A ───┐\n│●   ░░░░│\n│       ●│\n└────────┘\n");
        let curve = SMALL.curve("B", [[0.5, 0.5], [f64::NAN, f64::NAN]], |x| if x < 4.0 { 2.0 } else { 0.0 });
        assert_eq!(curve, "┌── B ───┐\n│⠉⠉⠉⠉    │\n│∘   ⣀⣀⣀⣀│\n└────────┘\n");
    }

    #[test]
    fn sketches_share_their_lines() {
        assert_eq!(side_by_side(&["a\nb\n".into(), "c\nd\n".into()]), "a c\nb d\n");
        assert_eq!(side_by_side(&[]), "");
    }
}
