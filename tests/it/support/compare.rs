//! The one comparison of rows of numbers, and what it says when they differ.

use monograd::Scalar;

/// How far two numbers may lie apart: `absolute + relative · max(|left|, |right|)`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tolerance {
    pub(crate) absolute: f64,
    pub(crate) relative: f64,
}

impl Tolerance {
    /// So much of the largest number of a tensor, for every number in it: sums of large numbers leave small
    /// ones with the rounding errors of the large.
    pub(crate) fn of_largest<T: Scalar>(share: f64, tensor: &[T]) -> Self {
        let largest = tensor.iter().fold(0.0_f64, |largest, x| largest.max(x.to_f64().abs()));
        Self { absolute: share * largest, relative: 0.0 }
    }

    fn allows(self, left: f64, right: f64) -> bool {
        // A comparison with NaN is false.
        (left - right).abs() <= self.absolute + self.relative * left.abs().max(right.abs())
    }
}

/// Panics unless every number on the left is near its neighbour on the right.
#[track_caller]
pub(crate) fn assert_close<T: Scalar>(name: &str, left: &[T], right: &[T], tolerance: Tolerance) {
    assert_eq!(left.len(), right.len(), "`{name}` has {} numbers, wanted {}", left.len(), right.len());
    let pairs = || left.iter().zip(right).map(|(l, r)| (l.to_f64(), r.to_f64())).enumerate();
    let wrong = pairs().filter(|&(_, (l, r))| !tolerance.allows(l, r)).count();
    let difference = |(l, r): (f64, f64)| (l - r).abs();
    // `total_cmp` puts NaN last, so that it counts as the largest.
    let largest = pairs().max_by(|a, b| difference(a.1).total_cmp(&difference(b.1)));
    if let (Some((first, (l, r))), Some((index, (left, right)))) =
        (pairs().find(|&(_, (l, r))| !tolerance.allows(l, r)), largest)
    {
        panic!(
            "`{name}` differs in {wrong} of {} numbers ({tolerance:?})\n  \
             first at {first}: left {l:e}, right {r:e}\n  \
             largest difference {:e} at {index}: left {left:e}, right {right:e}",
            pairs().len(),
            difference((left, right)),
        );
    }
}

const LOOSE: Tolerance = Tolerance { absolute: 0.1, relative: 0.01 };

#[test]
fn near_numbers_are_close() {
    assert_close("near", &[1.0, 1000.0, 0.0], &[1.05, 1009.0, -0.09], LOOSE);
    assert_close("empty", &[0.0_f32; 0], &[], LOOSE);
}

#[test]
fn the_message_names_tensor_index_numbers_and_largest_difference() {
    let compare = || assert_close("weight", &[0.0, 1.0, 5.0, 3.0], &[0.0, 2.0, 8.0, 3.0], LOOSE);
    let panic = std::panic::catch_unwind(compare).expect_err("they differ");
    let message = panic.downcast_ref::<String>().expect("a formatted message");
    for part in ["`weight`", "2 of 4", "first at 1: left 1e0, right 2e0", "3e0 at 2: left 5e0, right 8e0"] {
        assert!(message.contains(part), "no `{part}` in `{message}`");
    }
}

#[test]
#[should_panic(expected = "`nan` differs in 1 of 1 numbers")]
fn nan_is_close_to_nothing() {
    assert_close("nan", &[f64::NAN], &[f64::NAN], LOOSE);
}

#[test]
#[should_panic(expected = "`short` has 1 numbers, wanted 2")]
fn lengths_must_agree() {
    assert_close("short", &[1.0], &[1.0, 2.0], LOOSE);
}
