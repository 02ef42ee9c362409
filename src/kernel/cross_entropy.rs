//! Cross-entropy of a softmax, and its gradient.

use core::hint::select_unpredictable;
use core::iter::zip;

use super::simd::Simd;
use super::softmax::{CHAINS, GROUP, Number, softmax_and_peaks};

/// Up to this number of classes, one class of all samples of a group goes through the loops together; of more
/// classes, those of one sample do.
const FEW: usize = 8;

/// The sum of the samples' losses, `Σ −ln softmax(z)[t]`; and `scale · (softmax(z) − one_hot(t))` to
/// `gradients`.
///
/// The targets are below `N`. A loss is computed as `ln Σ e^(z − max) − (z[t] − max)`: nothing is lost of
/// logits that are large and equal, nor of a probability that is rounded to 0 or 1.
///
/// # Panics
/// When the slices differ in length.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn cross_entropy<S: Simd, T: Number, const N: usize>(
    simd: S,
    logits: &[[T; N]],
    targets: &[u32],
    scale: T,
    gradients: &mut [[T; N]],
) -> T {
    assert!(logits.len() == targets.len(), "{} samples, but {} targets", logits.len(), targets.len());
    assert!(logits.len() == gradients.len(), "{} samples, but {} gradients", logits.len(), gradients.len());
    let mut sums = [T::NIL; GROUP];
    let groups = zip(logits.chunks(GROUP), zip(targets.chunks(GROUP), gradients.chunks_mut(GROUP)));
    for (logits, (targets, gradients)) in groups {
        let losses = match (logits.first_chunk(), targets.first_chunk(), gradients.first_chunk_mut()) {
            (Some(logits), Some(targets), Some(gradients)) if const { N <= FEW } => {
                by_class(simd, logits, targets, scale, gradients)
            }
            _ => by_sample(simd, logits, targets, scale, gradients),
        };
        for i in 0..GROUP {
            sums[i] += losses[i];
        }
    }
    let mut sum = T::NIL;
    for part in sums {
        sum += part;
    }
    sum
}

/// One group in loops over the classes of each sample.
#[cfg_attr(not(debug_assertions), inline(always))]
fn by_sample<S: Simd, T: Number, const N: usize>(
    simd: S,
    logits: &[[T; N]],
    targets: &[u32],
    scale: T,
    gradients: &mut [[T; N]],
) -> [T; GROUP] {
    gradients.copy_from_slice(logits);
    let peaks = softmax_and_peaks(simd, gradients);
    let mut losses = peaks.log_sums::<S>();
    for (i, (gradient, (&target, logits))) in zip(&mut *gradients, zip(targets, logits)).enumerate() {
        let (z, peak) = (logits[target as usize], peaks.logits[i]);
        let gradient = &mut gradient[target as usize];
        losses[i] -= z - peak;
        // `p − 1` is rounded to nothing where `p` is close to 1. (Which it is no processor can guess: no
        // branch.)
        *gradient = select_unpredictable(z < peak, *gradient - T::UNIT, -peaks.others[i]);
    }
    for gradient in gradients.as_flattened_mut() {
        *gradient *= scale;
    }
    losses
}

/// One group in loops over its samples, which take the same steps: each loop is a register or two.
#[expect(clippy::cast_possible_truncation, reason = "there are few classes")]
#[cfg_attr(not(debug_assertions), inline(always))]
fn by_class<S: Simd, T: Number, const N: usize>(
    _simd: S,
    logits: &[[T; N]; GROUP],
    targets: &[u32; GROUP],
    scale: T,
    gradients: &mut [[T; N]; GROUP],
) -> [T; GROUP] {
    let mut classes = [[T::NIL; GROUP]; N];
    for k in 0..N {
        for i in 0..GROUP {
            classes[k][i] = logits[i][k];
        }
    }
    let mut peaks = classes[0];
    for class in &classes {
        for i in 0..GROUP {
            peaks[i] = if class[i] > peaks[i] { class[i] } else { peaks[i] };
        }
    }
    let (mut at_target, mut small, mut ones) =
        ([T::NIL; GROUP], [[T::NIL; GROUP]; CHAINS], [[T::NIL; GROUP]; CHAINS]);
    for k in 0..N {
        let (class, small, ones) = (&mut classes[k], &mut small[k % CHAINS], &mut ones[k % CHAINS]);
        for i in 0..GROUP {
            let z = class[i] - peaks[i];
            at_target[i] = if targets[i] == k as u32 { z } else { at_target[i] };
            class[i] = z.exp::<S>();
            let is_small = class[i] < T::UNIT;
            small[i] += if is_small { class[i] } else { T::NIL };
            ones[i] += if is_small { T::NIL } else { class[i] };
        }
    }
    let mut losses = [T::NIL; GROUP];
    let (mut shares, mut others) = ([T::NIL; GROUP], [T::NIL; GROUP]);
    for i in 0..GROUP {
        let small = (small[0][i] + small[1][i]) + (small[2][i] + small[3][i]);
        let ones = (ones[0][i] + ones[1][i]) + (ones[2][i] + ones[3][i]);
        let rest = small + (ones - T::UNIT);
        shares[i] = T::UNIT / (small + ones);
        others[i] = rest * shares[i];
        losses[i] = rest.ln_1p::<S>() - at_target[i];
    }
    for k in 0..N {
        for i in 0..GROUP {
            let p = classes[k][i] * shares[i];
            let at_target = if at_target[i] < T::NIL { p - T::UNIT } else { -others[i] };
            gradients[i][k] = (if targets[i] == k as u32 { at_target } else { p }) * scale;
        }
    }
    losses
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use rand::{RngExt, SeedableRng, rngs::StdRng};

    use super::super::simd::Op;
    use super::super::{available, dispatch_on};
    use super::{GROUP, Number, Simd, by_class, by_sample};

    type Group<T, const N: usize> = [[T; N]; GROUP];

    struct Both<T, const N: usize>(Group<T, N>, [u32; GROUP]);

    impl<T: Number, const N: usize> Op for Both<T, N> {
        type Output = [(Group<T, N>, [T; GROUP]); 2];

        fn run<S: Simd>(self, simd: S) -> Self::Output {
            let Self(logits, targets) = self;
            let [mut left, mut right] = [logits; 2];
            let scale = T::UNIT / (T::UNIT + T::UNIT + T::UNIT);
            let losses = by_class(simd, &logits, &targets, scale, &mut left);
            let others = by_sample(simd, &logits, &targets, scale, &mut right);
            [(left, losses), (right, others)]
        }
    }

    /// Logits as networks give them, as they do when they are sure, equal ones, and what no network should
    /// give.
    #[expect(clippy::cast_possible_truncation, reason = "there are few classes")]
    fn assert_same_bits<T: Number + Debug, const N: usize>(number: impl Fn(f32) -> T) {
        let rng = &mut StdRng::seed_from_u64(7);
        for round in 0..60 {
            let size = [1.0, 30.0, 1e4, 1e30][round % 4];
            let mut logits = [[T::NIL; N]; GROUP];
            for logit in logits.as_flattened_mut() {
                let special = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, size, size];
                let is_special = round >= 30 && rng.random_bool(0.3);
                let ordinary = rng.random_range(-1.0..1.0) * size;
                *logit = number(if is_special { special[rng.random_range(0..5)] } else { ordinary });
            }
            let targets = [(); GROUP].map(|()| rng.random_range(0..N as u32));
            for isa in available() {
                let [by_class, by_sample] = dispatch_on(isa, Both(logits, targets));
                // As text, in which a NaN is equal to itself.
                let texts = [by_class, by_sample].map(|outcome| std::format!("{outcome:?}"));
                assert_eq!(texts[0], texts[1], "{N} classes, round {round}, {isa:?}");
            }
        }
    }

    #[test]
    fn a_sample_in_a_whole_group_and_in_a_part_of_one_gets_the_same_bits() {
        assert_same_bits::<f32, 1>(|x| x);
        assert_same_bits::<f32, 2>(|x| x);
        assert_same_bits::<f32, 3>(|x| x);
        assert_same_bits::<f32, 5>(|x| x);
        assert_same_bits::<f32, 8>(|x| x);
        assert_same_bits::<f64, 3>(f64::from);
        assert_same_bits::<f64, 7>(f64::from);
    }
}
