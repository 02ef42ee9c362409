//! The logarithmic axis. The one of plotters has ticks at powers of ten alone, which may be one or none.

use alloc::vec::Vec;
use core::ops::Range;

use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};

/// An axis on which equal distances are equal ratios.
pub(super) struct Logarithmic(pub(super) Range<f64>);

impl Ranged for Logarithmic {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    #[expect(clippy::cast_possible_truncation, reason = "a pixel near the picture")]
    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        let share = (value / self.0.start).log10() / (self.0.end / self.0.start).log10();
        from + (f64::from(to - from) * share).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        ticks(&self.0, hint.max_num_points())
    }

    fn range(&self) -> Range<f64> {
        self.0.clone()
    }
}

/// Round numbers in the range, at most `most`: as many as there are in 1, 2, 5, 10, 20, .. or 1, 10, 100, ..
#[expect(clippy::cast_possible_truncation, reason = "the decades of an f64")]
fn ticks(range: &Range<f64>, most: usize) -> Vec<f64> {
    let decades = range.start.log10().floor() as i32..=range.end.log10().ceil() as i32;
    let within = |steps: &[f64], every: usize| -> Vec<f64> {
        let decades = decades.clone().step_by(every);
        let points = decades.flat_map(|decade| steps.iter().map(move |step| step * 10_f64.powi(decade)));
        points.filter(|x| range.contains(x)).collect()
    };
    let finest = within(&[1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0], 1);
    let candidates = [finest, within(&[1.0, 2.0, 5.0], 1), within(&[1.0], 1)].into_iter();
    let mut coarser = (2..=400).map(|every| within(&[1.0], every));
    let fits = |ticks: &Vec<f64>| ticks.len() <= most;
    candidates.into_iter().find(fits).or_else(|| coarser.find(fits)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(&(0.9..120.0), 8), [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0]);
        assert_eq!(ticks(&(1.2..6.0), 8), [1.5, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(ticks(&(0.5..2e4), 6), [1.0, 10.0, 100.0, 1000.0, 10000.0]);
        for range in [1e-300..1e300, 1e-7..1e7, 0.99..1.01] {
            let ticks = ticks(&range, 8);
            assert!((1..=8).contains(&ticks.len()), "{range:?}: {ticks:?}");
        }
    }

    #[test]
    fn equal_ratios_are_equal_distances() {
        let axis = Logarithmic(1.0..100.0);
        assert_eq!([1.0, 10.0, 100.0].map(|x| axis.map(&x, (0, 200))), [0, 100, 200]);
    }
}
