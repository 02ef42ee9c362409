//! What an axis shows.

use core::ops::Range;

/// The range of an axis on which all these numbers have a place, with some room around them. Numbers that are
/// not finite do not count; `None` where that leaves none, or where the range itself is not finite.
///
/// A range with a sane length comes from every input: plotters would never stop looking for ticks in an empty
/// one.
pub(super) fn covering(numbers: impl Iterator<Item = f64>) -> Option<Range<f64>> {
    let mut numbers = numbers.filter(|x| x.is_finite());
    let first = numbers.next()?;
    let (min, max) = numbers.fold((first, first), |(min, max), x| (min.min(x), max.max(x)));
    let size = min.abs().max(max.abs());
    let length = max - min;
    let room = if length > (1e-9 * size).max(1e-200) { 0.06 * length } else { (0.1 * size).max(0.5) };
    let range = min - room..max + room;
    (range.end - range.start).is_finite().then_some(range)
}

/// [`covering`], and from zero where that costs little: losses and accuracies are easier to compare so.
pub(super) fn covering_from_zero(numbers: impl Iterator<Item = f64>) -> Option<Range<f64>> {
    let range = covering(numbers)?;
    let length = range.end - range.start;
    // Within the room that was left below the smallest number, or in the lower half.
    let min = range.start + 0.06 * length / 1.12;
    Some(if min >= 0.0 && range.start < length { 0.0..range.end } else { range })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_range_has_a_length() {
        let cases: [&[f64]; 8] = [
            &[3.0],
            &[0.0, 0.0],
            &[1e300, 1e300],
            &[-1e-300, 1e-300],
            &[1e9, 1e9 + 1e-3],
            &[f64::NAN, 2.0, f64::INFINITY],
            &[-5.0, 7.0],
            &[f64::MIN_POSITIVE, 0.0],
        ];
        for numbers in cases {
            for range in [covering(numbers.iter().copied()), covering_from_zero(numbers.iter().copied())] {
                let range = range.unwrap();
                assert!(range.end - range.start > 1e-10 * range.end.abs(), "{numbers:?}: {range:?}");
                for x in numbers.iter().filter(|x| x.is_finite()) {
                    assert!(range.contains(x), "{numbers:?}: {range:?}");
                }
            }
        }
        assert_eq!(covering([f64::NAN].into_iter()), None);
        assert_eq!(covering([].into_iter()), None);
        assert_eq!(covering([-f64::MAX, f64::MAX].into_iter()), None);
        assert_eq!(covering_from_zero([0.1, 2.0].into_iter()).map(|range| range.start), Some(0.0));
        assert!(covering_from_zero([0.95, 0.99].into_iter()).unwrap().start > 0.9);
    }
}
