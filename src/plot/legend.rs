//! What the colours and shapes mean: a line of its own above the axes, where it covers nothing.

use alloc::{string::String, vec::Vec};

use plotters::element::{PathElement, Text};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, ShapeStyle};

use super::area::{Area, Drawn};
use super::marker::{Marker, RADIUS};
use super::text::{self, TICK};

/// What is drawn before a name.
pub(super) enum Sign {
    Line { style: ShapeStyle, dashed: bool },
    Marker(usize),
}

const SIGN: i32 = 44;
const GAP: i32 = 28;
pub(super) const LINE: u32 = 36;

/// How the entries are broken into lines, each with its width.
fn lines<DB: DrawingBackend>(area: &Area<DB>, entries: &[(Sign, String)]) -> Drawn<DB, Vec<(i32, Vec<i32>)>> {
    let (width, _) = area.dim_in_pixel();
    let limit = i32::try_from(width).unwrap_or(i32::MAX);
    let mut lines: Vec<(i32, Vec<i32>)> = Vec::new();
    for (_, name) in entries {
        let (name, _) = area.estimate_text_size(name, &text::style(TICK))?;
        let entry = SIGN + i32::try_from(name).unwrap_or(limit) + GAP;
        match lines.last_mut() {
            Some((length, line)) if *length + entry <= limit => {
                *length += entry;
                line.push(entry);
            }
            _ => lines.push((entry, Vec::from([entry]))),
        }
    }
    Ok(lines)
}

/// Draws the entries at the top of the area, centred, and returns what is left of it.
pub(super) fn draw<DB: DrawingBackend>(area: &Area<DB>, entries: &[(Sign, String)]) -> Drawn<DB, Area<DB>> {
    let lines = lines(area, entries)?;
    let height = LINE * u32::try_from(lines.len()).unwrap_or(1);
    let (top, rest) = area.split_vertically(height);
    let (width, _) = top.dim_in_pixel();
    let mut entries = entries.iter();
    let mut y = i32::try_from(LINE / 2).unwrap_or(0);
    for (length, line) in lines {
        let mut x = i32::midpoint(i32::try_from(width).unwrap_or(length) - length, GAP);
        for (entry, (sign, name)) in line.into_iter().zip(entries.by_ref()) {
            draw_sign(&top, sign, (x, y))?;
            let style = text::style(TICK).pos(Pos::new(HPos::Left, VPos::Center));
            top.draw(&Text::new(name.clone(), (x + SIGN, y), style))?;
            x += entry;
        }
        y += i32::try_from(LINE).unwrap_or(0);
    }
    Ok(rest)
}

fn draw_sign<DB: DrawingBackend>(area: &Area<DB>, sign: &Sign, (x, y): (i32, i32)) -> Drawn<DB> {
    match sign {
        Sign::Line { style, dashed: false } => {
            area.draw(&PathElement::new([(x, y), (x + SIGN - 8, y)], *style))
        }
        Sign::Line { style, dashed: true } => {
            area.draw(&PathElement::new([(x, y), (x + 14, y)], *style))?;
            area.draw(&PathElement::new(
                [(x + 22, y), (x + SIGN - 8, y)],
                style.color.stroke_width(style.stroke_width),
            ))
        }
        Sign::Marker(class) => area.draw(&Marker { at: (x + SIGN / 2, y), class: *class, radius: RADIUS }),
    }
}
