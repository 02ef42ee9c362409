//! Sums in sixteen strands, which the compiler keeps in registers: one alone would wait for each addition.

use core::iter::Sum;
use core::ops::AddAssign;

const STRANDS: usize = 16;

/// `Σ f(x)`
#[inline(always)]
pub fn sum<T: Copy + Default + AddAssign + Sum>(x: &[T], f: impl Fn(T) -> T) -> T {
    let mut strands = [T::default(); STRANDS];
    let (groups, rest) = x.as_chunks::<STRANDS>();
    for group in groups {
        for (strand, &x) in strands.iter_mut().zip(group) {
            *strand += f(x);
        }
    }
    for (strand, &x) in strands.iter_mut().zip(rest) {
        *strand += f(x);
    }
    strands.into_iter().sum()
}

/// `Σ f(x, y)`
#[inline(always)]
pub fn sum_of_pairs<T: Copy + Default + AddAssign + Sum>(x: &[T], y: &[T], f: impl Fn(T, T) -> T) -> T {
    let mut strands = [T::default(); STRANDS];
    let ((groups, rest), (other_groups, other_rest)) = (x.as_chunks::<STRANDS>(), y.as_chunks::<STRANDS>());
    for (group, other) in groups.iter().zip(other_groups) {
        for (strand, (&x, &y)) in strands.iter_mut().zip(group.iter().zip(other)) {
            *strand += f(x, y);
        }
    }
    for (strand, (&x, &y)) in strands.iter_mut().zip(rest.iter().zip(other_rest)) {
        *strand += f(x, y);
    }
    strands.into_iter().sum()
}
