//! Random masks that depend on nothing but a key and a place, so that tiles and threads do not change them.

use super::simd::{Op, Simd, SimdScalar};

/// `y = x · scale` where the mask keeps a number, and 0 where it drops it.
#[derive(Debug)]
pub struct Mask<'a, T> {
    /// Where this row's random numbers start.
    pub key: u64,
    /// A number is dropped when its random number, of 2³², is below this one.
    pub threshold: u32,
    /// What a number that is kept is multiplied with.
    pub scale: T,
    /// The row.
    pub x: &'a [T],
    /// What becomes of it.
    pub y: &'a mut [T],
}

impl<T: SimdScalar + core::ops::Mul<Output = T> + Default> Op for Mask<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) {
        let Self { key, threshold, scale, x, y } = self;
        for (place, (&x, y)) in (0_u32..).zip(x.iter().zip(y)) {
            *y = if random(key, place) >= threshold { x * scale } else { T::default() };
        }
    }
}

/// A random number for a place in a row: twice the mixer `lowbias32` with a half of the key before each.
///
/// C. Wellons, "Prospecting for hash functions", 2018, in the version of T. Ettinger with a bias of 0.107.
/// Sixteen at a time cost about as much as a multiplication each; a generator with a state would have to be
/// asked in turn.
#[inline(always)]
#[allow(clippy::cast_possible_truncation, reason = "both halves of the key are used")]
fn random(key: u64, place: u32) -> u32 {
    mix(mix(place.wrapping_mul(0x9E37_79B9) ^ key as u32).wrapping_add((key >> 32) as u32))
}

#[inline(always)]
fn mix(mut x: u32) -> u32 {
    x = (x ^ (x >> 16)).wrapping_mul(0x21F0_AAAD);
    x = (x ^ (x >> 15)).wrapping_mul(0xD35A_2D97);
    x ^ (x >> 15)
}

#[cfg(test)]
mod tests {
    use super::super::dispatch::{available, dispatch_on};
    use super::*;

    fn kept(key: u64, threshold: u32) -> [bool; 1000] {
        let (x, mut y) = ([1.0_f32; 1000], [0.0; 1000]);
        Mask { key, threshold, scale: 2.0, x: &x, y: &mut y }.run(super::super::portable::Portable);
        y.map(|y| match y.to_bits() {
            0 => false,
            bits => {
                assert_eq!(bits, 2.0_f32.to_bits());
                true
            }
        })
    }

    #[test]
    fn keeps_the_wanted_share() {
        for (threshold, share) in [(0, 1.0), (1 << 30, 0.75), (1 << 31, 0.5), (u32::MAX, 0.0)] {
            let kept: usize =
                (0..200).map(|key| kept(key, threshold).iter().filter(|&&kept| kept).count()).sum();
            // Five standard deviations of a fair coin, thrown 200,000 times.
            assert!(
                (kept as f64 / 2e5 - share).abs() < 5.0 * 0.5 / 2e5_f64.sqrt(),
                "{kept} of 200000, not {share}"
            );
        }
    }

    /// Neighbours in a row, rows of neighbouring keys, and rows whose keys differ in the upper half alone
    /// agree half of the time.
    #[test]
    fn places_and_keys_know_nothing_of_each_other() {
        let half = 1 << 31;
        let agree = |a: &[bool], b: &[bool]| a.iter().zip(b).filter(|(a, b)| a == b).count();
        for step in [1, 1 << 32, 0x9E37_79B9_7F4A_7C15] {
            let rows = (0..100_u64)
                .map(|i| (kept(i.wrapping_mul(step), half), kept((i + 1).wrapping_mul(step), half)));
            let agreeing: usize = rows.map(|(a, b)| agree(&a, &b)).sum();
            assert!((agreeing as f64 / 1e5 - 0.5).abs() < 5.0 * 0.5 / 1e5_f64.sqrt(), "{agreeing} of 100000");
        }
        for lag in 1..=8 {
            let agreeing: usize =
                (0..100).map(|key| kept(key, half)).map(|row| agree(&row[lag..], &row)).sum();
            let pairs = 100.0 * (1000 - lag) as f64;
            assert!(
                (agreeing as f64 / pairs - 0.5).abs() < 5.0 * 0.5 / pairs.sqrt(),
                "{agreeing} at lag {lag}"
            );
        }
    }

    #[test]
    fn every_instruction_set_draws_the_same() {
        let x: [f64; 77] = core::array::from_fn(|i| i as f64);
        let mut rows = [[0.0; 77]; 3];
        for (isa, y) in available().zip(&mut rows) {
            dispatch_on(isa, Mask { key: 7, threshold: 1 << 30, scale: 1.5, x: &x, y });
        }
        let bits = rows.map(|row| row.map(f64::to_bits));
        assert!(available().zip(bits).all(|(_, row)| row == bits[0]));
    }
}
