//! The oracle of the products: three loops, sums in `f64`; and the tests of every path against it.

use std::boxed::Box;
use std::vec::Vec;

use proptest::prelude::*;

use super::{Assign, Isa, Matrix, MatrixMut, Op, Simd, SimdScalar, available, dispatch_on, gemm};

/// The scalars of the tests.
pub(super) trait Real: SimdScalar + Into<f64> + core::fmt::Debug {
    const EPSILON: f64;
    const NAN: Self;
    fn from_f64(value: f64) -> Self;
}

impl Real for f32 {
    const EPSILON: f64 = f32::EPSILON as f64;
    const NAN: Self = f32::NAN;
    #[allow(clippy::cast_possible_truncation)]
    fn from_f64(value: f64) -> Self {
        value as f32
    }
}

impl Real for f64 {
    const EPSILON: f64 = f64::EPSILON;
    const NAN: Self = f64::NAN;
    fn from_f64(value: f64) -> Self {
        value
    }
}

/// `C[i + j·m] = base + scale·Σ A[i, p]·B[p, j]`, and the sum of the terms' absolute values, which bounds the
/// error.
fn naive(
    m: usize,
    n: usize,
    k: usize,
    a: impl Fn(usize, usize) -> f64,
    b: impl Fn(usize, usize) -> f64,
) -> Vec<(f64, f64)> {
    let mut c = Vec::with_capacity(m * n);
    for j in 0..n {
        for i in 0..m {
            let (mut sum, mut size) = (0.0, 0.0);
            for p in 0..k {
                sum += a(i, p) * b(p, j);
                size += (a(i, p) * b(p, j)).abs();
            }
            c.push((sum, size));
        }
    }
    c
}

/// Numbers in -1..1, from a small generator.
pub(super) fn noise<T: Real>(len: usize, seed: u64) -> Vec<T> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        T::from_f64((state >> 11) as f64 / (1_u64 << 52) as f64 - 1.0)
    };
    (0..len).map(|_| next()).collect()
}

struct Gemm<'a, T>(Matrix<'a, T>, Matrix<'a, T>, MatrixMut<'a, T>, Assign<'a, T>);

impl<T: SimdScalar> Op for Gemm<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        gemm(simd, self.0, self.1, self.2, self.3);
    }
}

/// A matrix somewhere inside of a buffer whose other elements are NaN.
struct Padded<T> {
    data: Vec<T>,
    rows: usize,
    columns: usize,
    strides: (usize, usize),
}

impl<T: Real> Padded<T> {
    /// `gap` elements of NaN after each column (or row, if `transposed`), none after the last element.
    fn new(rows: usize, columns: usize, transposed: bool, gap: usize, seed: u64) -> Self {
        let (inner, outer) = if transposed { (columns, rows) } else { (rows, columns) };
        let stride = inner + gap;
        let mut data = std::vec![T::NAN; (outer * stride).saturating_sub(gap)];
        let values = noise(inner * outer, seed);
        for o in 0..outer {
            data[o * stride..o * stride + inner].copy_from_slice(&values[o * inner..(o + 1) * inner]);
        }
        Self { data, rows, columns, strides: if transposed { (stride, 1) } else { (1, stride) } }
    }

    fn get(&self, i: usize, j: usize) -> f64 {
        self.data[i * self.strides.0 + j * self.strides.1].into()
    }

    fn matrix(&self) -> Matrix<'_, T> {
        Matrix::new(&self.data, self.rows, self.columns, self.strides.0, self.strides.1)
    }
}

/// One product on one path against the oracle. Exact-size heap buffers, NaN in every gap.
fn check<T: Real>(
    isa: Isa,
    (m, n, k): (usize, usize, usize),
    transposed: (bool, bool),
    gap: usize,
    assign: usize,
    seed: u64,
) {
    let a = Padded::<T>::new(m, k, transposed.0, gap, seed);
    let b = Padded::<T>::new(k, n, transposed.1, gap, seed + 1);
    let mut c = Padded::<T>::new(m, n, false, gap, seed + 2);
    let old = Padded::<T>::new(m, n, false, gap, seed + 2);
    let bias = noise::<T>(m, seed + 3);
    let scale = T::from_f64(-0.37);
    let stride = c.strides.1;
    let how = [Assign::Set, Assign::Biased(&bias), Assign::Add(scale)][assign];
    dispatch_on(isa, Gemm(a.matrix(), b.matrix(), MatrixMut::new(&mut c.data, m, n, stride), how));
    let want = naive(m, n, k, |i, p| a.get(i, p), |p, j| b.get(p, j));
    for j in 0..n {
        for i in 0..m {
            let (sum, size) = want[i + j * m];
            let (base, factor) = match assign {
                0 => (0.0, 1.0),
                1 => (bias[i].into(), 1.0),
                _ => (old.get(i, j), scale.into()),
            };
            let (want, got) = (base + factor * sum, c.get(i, j));
            let bound = T::EPSILON * (k as f64 + 4.0) * (size + base.abs());
            assert!(
                (want - got).abs() <= bound,
                "{isa:?} {m}×{n}×{k} {transposed:?} ({i}, {j}): want {want}, got {got}"
            );
        }
        #[allow(clippy::eq_op, reason = "the margin is NaN, which differs from itself")]
        for i in m..stride {
            assert!(
                c.data.get(i + j * stride).is_none_or(|x| x != x),
                "{isa:?} {m}×{n}×{k}: wrote below column {j}"
            );
        }
    }
}

fn check_all(
    (m, n, k): (usize, usize, usize),
    transposed: (bool, bool),
    gap: usize,
    assign: usize,
    seed: u64,
) {
    for isa in available() {
        check::<f32>(isa, (m, n, k), transposed, gap, assign, seed);
        check::<f64>(isa, (m, n, k), transposed, gap, assign, seed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 40 } else { 600 }))]

    #[test]
    fn gemm_matches_the_oracle(
        m in 1_usize..71, n in 1_usize..71, k in 0_usize..71,
        a in any::<bool>(), b in any::<bool>(), gap in 0_usize..5, assign in 0_usize..3, seed in any::<u32>(),
    ) {
        check_all((m, n, k), (a, b), gap, assign, u64::from(seed));
    }

    #[test]
    fn deep_gemm_matches_the_oracle(
        m in 1_usize..40, n in 1_usize..20, k in 100_usize..900, a in any::<bool>(), b in any::<bool>(), assign in 0_usize..3,
        seed in any::<u32>(),
    ) {
        check_all((m, n, k), (a, b), 1, assign, u64::from(seed));
    }
}

/// Every size from 1 to 70 in every dimension, the others small and odd.
#[test]
fn every_edge_size() {
    for size in 1..=70 {
        for (m, n, k) in [(size, 9, 5), (7, size, 3), (17, 6, size), (size, size, size)] {
            for assign in 0..3 {
                check_all((m, n, k), (false, assign == 2), 0, assign, size as u64);
                check_all((m, n, k), (true, false), 3, assign, size as u64);
            }
        }
    }
}

/// The four products of a linear layer of one size, as the layer calls them.
mod linear {
    use super::super::epilogue::Epilogue::{Nothing, Rectify};
    use super::super::linear::SMALL;
    use super::super::{
        STRANDS, Samples, bias_gradient, forward, infer, input_gradient, join, weight_gradient,
        weight_gradient_columns,
    };
    use super::{Box, Isa, Op, Real, Simd, Vec, available, dispatch_on, naive, noise};

    struct Case<T, const IN: usize, const OUT: usize> {
        weight: Box<[[T; OUT]; IN]>,
        bias: [T; OUT],
        input: Vec<[T; IN]>,
        d_output: Vec<[T; OUT]>,
    }

    #[derive(Clone, PartialEq, Debug)]
    struct Outcome<T, const IN: usize, const OUT: usize> {
        output: Vec<[T; OUT]>,
        unbiased: Vec<[T; OUT]>,
        inferred: Vec<[T; OUT]>,
        d_weight: Vec<[T; OUT]>,
        d_bias: [T; OUT],
        d_input: Vec<[T; IN]>,
        rectified: Vec<[T; OUT]>,
        d_rectified: Vec<[T; IN]>,
        /// Of the input, in any order.
        squares: [T; STRANDS],
    }

    fn arrays<T: Real, const ROWS: usize>(columns: usize, seed: u64) -> Vec<[T; ROWS]> {
        noise::<T>(ROWS * columns, seed).chunks_exact(ROWS).map(|column| column.try_into().unwrap()).collect()
    }

    impl<T: Real, const IN: usize, const OUT: usize> Case<T, IN, OUT> {
        fn new(batch: usize) -> Self {
            let Ok(weight) = arrays::<T, OUT>(IN, 1).into_boxed_slice().try_into() else { unreachable!() };
            Self { weight, bias: arrays(1, 2)[0], input: arrays(batch, 3), d_output: arrays(batch, 4) }
        }
    }

    impl<T: Real, const IN: usize, const OUT: usize> Op for &Case<T, IN, OUT> {
        type Output = Outcome<T, IN, OUT>;
        #[inline(always)]
        fn run<S: Simd>(self, simd: S) -> Self::Output {
            let Case { weight, bias, input, d_output } = self;
            let batch = input.len();
            let mut outcome = Outcome {
                output: std::vec![[T::NAN; OUT]; batch],
                unbiased: std::vec![[T::NAN; OUT]; batch],
                inferred: std::vec![[T::NAN; OUT]; batch],
                d_weight: std::vec![[T::NIL; OUT]; IN],
                d_bias: *bias,
                d_input: std::vec![[T::NAN; IN]; batch],
                rectified: std::vec![[T::NAN; OUT]; batch],
                d_rectified: std::vec![[T::NAN; IN]; batch],
                squares: [T::NIL; STRANDS],
            };
            let squares = (IN * OUT > SMALL).then_some(&mut outcome.squares);
            forward(simd, weight, Some(bias), input.as_slice().into(), &mut outcome.output, Nothing, squares);
            forward(simd, weight, None, input.as_slice().into(), &mut outcome.unbiased, Nothing, None);
            infer(simd, weight, Some(bias), input, &mut outcome.inferred);
            outcome.d_weight.copy_from_slice(&weight[..]);
            let gradient: &mut [[T; OUT]; IN] = outcome.d_weight.as_mut_slice().try_into().unwrap();
            weight_gradient(simd, T::from_f64(0.5), input.as_slice().into(), d_output, gradient);
            bias_gradient(simd, T::from_f64(0.5), d_output, &mut outcome.d_bias);
            input_gradient(simd, weight, d_output, None, &mut outcome.d_input);
            forward(simd, weight, Some(bias), input.as_slice().into(), &mut outcome.rectified, Rectify, None);
            input_gradient(simd, weight, d_output, Some(input), &mut outcome.d_rectified);
            outcome
        }
    }

    /// A part of the batch, or of the columns of the weight's gradient.
    struct Columns<'a, T, const IN: usize, const OUT: usize>(&'a Case<T, IN, OUT>, usize, &'a mut [[T; OUT]]);

    impl<T: Real, const IN: usize, const OUT: usize> Op for Columns<'_, T, IN, OUT> {
        type Output = ();
        #[inline(always)]
        fn run<S: Simd>(self, simd: S) {
            weight_gradient_columns(
                simd,
                T::from_f64(0.5),
                self.0.input.as_slice().into(),
                &self.0.d_output,
                self.1,
                self.2,
            );
        }
    }

    /// The outputs and the gradient of the weight of samples picked from a data set.
    struct Picked<'a, T, const IN: usize, const OUT: usize>(
        &'a Case<T, IN, OUT>,
        Samples<'a, [T; IN]>,
        &'a mut Outcome<T, IN, OUT>,
    );

    impl<T: Real, const IN: usize, const OUT: usize> Op for Picked<'_, T, IN, OUT> {
        type Output = ();
        #[inline(always)]
        fn run<S: Simd>(self, simd: S) {
            let Self(Case { weight, bias, d_output, .. }, input, outcome) = self;
            let squares = (IN * OUT > SMALL).then_some(&mut outcome.squares);
            forward(simd, weight, Some(bias), input, &mut outcome.output, Nothing, squares);
            forward(simd, weight, Some(bias), input, &mut outcome.rectified, Rectify, None);
            outcome.d_weight.copy_from_slice(&weight[..]);
            let gradient: &mut [[T; OUT]; IN] = outcome.d_weight.as_mut_slice().try_into().unwrap();
            weight_gradient(simd, T::from_f64(0.5), input, d_output, gradient);
        }
    }

    /// Samples that were left in a data set, last one first, others between them, give the bits that they
    /// give side by side.
    fn check_picks<T: Real, const IN: usize, const OUT: usize>(
        isa: Isa,
        case: &Case<T, IN, OUT>,
        want: &Outcome<T, IN, OUT>,
    ) {
        let mut data = std::vec![[T::NAN; IN]; 3 * case.input.len()];
        for (sample, place) in case.input.iter().rev().zip(data.iter_mut().skip(1).step_by(3)) {
            *place = *sample;
        }
        let picks: Vec<u32> = (1..).step_by(3).take(case.input.len()).collect();
        let picks: Vec<u32> = picks.into_iter().rev().collect();
        let missing = std::vec![[T::NAN; OUT]; picks.len()];
        let squares = [T::NIL; STRANDS];
        let mut got = Outcome { output: missing.clone(), rectified: missing, squares, ..want.clone() };
        dispatch_on(isa, Picked(case, Samples::new(&data, Some(&picks)), &mut got));
        assert!(got == *want, "{isa:?} {IN}-{OUT} batch {}: picked samples give other bits", picks.len());
    }

    fn close<T: Real, const ROWS: usize>(
        what: &str,
        got: &[[T; ROWS]],
        want: &[(f64, f64)],
        base: impl Fn(usize, usize) -> f64,
        k: usize,
    ) {
        for (j, column) in got.iter().enumerate() {
            for (i, &got) in column.iter().enumerate() {
                let (sum, size) = want[i + j * ROWS];
                let (want, got): (f64, f64) = (base(i, j) + sum, got.into());
                let bound = T::EPSILON * (k as f64 + 4.0) * (size + base(i, j).abs());
                assert!((want - got).abs() <= bound, "{what} ({i}, {j}): want {want}, got {got}");
            }
        }
    }

    fn check<T: Real, const IN: usize, const OUT: usize>(isa: Isa, batch: usize) {
        let case = Case::<T, IN, OUT>::new(batch);
        let Case { weight, bias, input, d_output } = &case;
        let got = dispatch_on(isa, &case);
        let name = |what: &str| std::format!("{isa:?} {what} {IN}-{OUT} batch {batch}");

        let want = naive(OUT, batch, IN, |i, p| weight[p][i].into(), |p, j| input[j][p].into());
        close(&name("forward"), &got.output, &want, |i, _| bias[i].into(), IN);
        close(&name("forward without bias"), &got.unbiased, &want, |_, _| 0.0, IN);
        close(&name("infer"), &got.inferred, &want, |i, _| bias[i].into(), IN);
        let want = naive(OUT, IN, batch, |i, p| d_output[p][i].into(), |p, j| 0.5 * input[p][j].into());
        close(&name("weight_gradient"), &got.d_weight, &want, |i, j| weight[j][i].into(), batch);
        let want = naive(OUT, 1, batch, |i, p| d_output[p][i].into(), |_, _| 0.5);
        close(&name("bias_gradient"), &[got.d_bias], &want, |i, _| bias[i].into(), batch);
        let want = naive(IN, batch, OUT, |i, p| weight[i][p].into(), |p, j| d_output[j][p].into());
        close(&name("input_gradient"), &got.d_input, &want, |_, _| 0.0, OUT);

        for (rectified, output) in got.rectified.as_flattened().iter().zip(got.output.as_flattened()) {
            let want = if *output <= T::NIL { T::NIL } else { *output };
            assert!(*rectified == want, "{}: max({output:?}, 0) is not {rectified:?}", name("rectified"));
        }
        let gates = input.as_flattened().iter().zip(got.d_input.as_flattened());
        for (gated, (gate, d_input)) in got.d_rectified.as_flattened().iter().zip(gates) {
            let want = if *gate <= T::NIL { T::NIL } else { *d_input };
            assert!(*gated == want, "{}: {gate:?} lets {gated:?} of {d_input:?} through", name("gated"));
        }

        let all = input.as_flattened().len();
        let want =
            naive(1, 1, all, |_, p| input.as_flattened()[p].into(), |p, _| input.as_flattened()[p].into());
        if IN * OUT > SMALL {
            close(&name("squares"), &[[join(got.squares, |a, b| a + b)]], &want, |_, _| 0.0, all);
        }

        assert!(dispatch_on(isa, &case) == got, "{}: another run gave other bits", name("all"));
        let part = Case::<T, IN, OUT> {
            weight: case.weight.clone(),
            bias: case.bias,
            input: input[..batch.div_ceil(2)].to_vec(),
            d_output: d_output[..batch.div_ceil(2)].to_vec(),
        };
        let half = dispatch_on(isa, &part);
        let n = half.output.len();
        assert!(
            half.output[..] == got.output[..n],
            "{}: outputs depend on the rest of the batch",
            name("forward")
        );
        assert!(
            half.inferred[..] == got.inferred[..n],
            "{}: outputs depend on the rest of the batch",
            name("infer")
        );
        assert!(
            half.d_input[..] == got.d_input[..n],
            "{}: gradients depend on the rest of the batch",
            name("input_gradient")
        );
        if IN * OUT > SMALL {
            check_picks(isa, &case, &got);
        }
        for parts in [2, 3, 7] {
            let mut gradient = weight.to_vec();
            let width = IN.div_ceil(parts);
            for (part, columns) in gradient.chunks_mut(width).enumerate() {
                dispatch_on(isa, Columns(&case, part * width, columns));
            }
            assert!(gradient == got.d_weight, "{}: {parts} parts give other bits", name("weight_gradient"));
        }
    }

    /// Every path is compiled for every size: a few sizes are enough to reach every kernel, and `f64` takes
    /// the same code.
    fn check_all<T: Real, const IN: usize, const OUT: usize>() {
        for batch in [1, 2, 3, 7, 8, 9, 32, 45, 300] {
            for isa in available() {
                check::<T, IN, OUT>(isa, batch);
            }
            if available().any(|isa| isa == Isa::Avx512) {
                let case = Case::<T, IN, OUT>::new(batch);
                let (wide, narrow) = (dispatch_on(Isa::Avx512, &case), dispatch_on(Isa::Avx2, &case));
                assert!(
                    Outcome { inferred: narrow.inferred.clone(), squares: narrow.squares, ..wide } == narrow,
                    "AVX-512 and AVX2 give other bits: {IN}-{OUT} batch {batch}"
                );
            }
        }
    }

    #[test]
    fn small_layers() {
        check_all::<f32, 1, 1>();
        check_all::<f32, 2, 16>();
        check_all::<f32, 16, 3>();
        check_all::<f32, 13, 2>();
        check_all::<f32, 31, 33>();
        check_all::<f64, 8, 4>();
        check_all::<f64, 5, 7>();
    }

    #[test]
    fn large_layers() {
        check_all::<f32, 128, 10>();
        check_all::<f32, 1, 300>();
        check_all::<f32, 300, 1>();
        check_all::<f32, 300, 200>();
        check_all::<f64, 70, 130>();
    }

    /// Inference of some samples at once, and of parts of them.
    struct Infer<'a, T, const IN: usize, const OUT: usize>(
        &'a Case<T, IN, OUT>,
        core::ops::Range<usize>,
        bool,
    );

    impl<T: Real, const IN: usize, const OUT: usize> Op for Infer<'_, T, IN, OUT> {
        type Output = Vec<[T; OUT]>;
        #[inline(always)]
        fn run<S: Simd>(self, simd: S) -> Self::Output {
            let Self(Case { weight, bias, input, .. }, samples, with_bias) = self;
            let mut output = std::vec![[T::NAN; OUT]; samples.len()];
            infer(simd, weight, with_bias.then_some(bias), &input[samples], &mut output);
            output
        }
    }

    /// Inference of a sample gives the same bits alone, in batches of several lengths, and at every place in
    /// them.
    fn check_infer<T: Real, const IN: usize, const OUT: usize>() {
        let case = Case::<T, IN, OUT>::new(17);
        for (isa, with_bias) in available().flat_map(|isa| [(isa, true), (isa, false)]) {
            let infer = |samples| dispatch_on(isa, Infer(&case, samples, with_bias));
            let alone: Vec<[T; OUT]> = (0..17).map(|i| infer(i..i + 1)[0]).collect();
            for len in [2, 3, 4, 5, 8, 17] {
                for from in 0..=17 - len {
                    let some = infer(from..from + len);
                    assert!(some[..] == alone[from..from + len], "{isa:?} {IN}-{OUT}: {len} from {from}");
                }
            }
        }
    }

    /// Every way to cut the rows into panels, on each instruction set.
    #[test]
    fn a_sample_alone_and_in_a_batch_infers_the_same_bits() {
        macro_rules! check_outputs {
            ($($out:literal)*) => {$(
                check_infer::<f32, 19, $out>();
                check_infer::<f64, 5, $out>();
            )*};
        }
        check_outputs! { 1 2 3 4 5 8 11 16 17 23 32 37 48 61 64 79 112 127 128 150 }
        check_infer::<f32, 1, 70>();
        check_infer::<f32, 600, 1>();
        check_infer::<f32, 300, 2>();
        check_infer::<f64, 200, 4>();
        // Too large for the first level of cache.
        check_infer::<f32, 784, 100>();
        check_infer::<f64, 130, 33>();
        check_infer::<f32, 150, 145>();
        check_infer::<f32, 130, 300>();
    }

    fn check_nothing_changes<const IN: usize, const OUT: usize>(isa: Isa) {
        let case = Case::<f32, IN, OUT>::new(0);
        let got = dispatch_on(isa, &case);
        assert_eq!((got.d_weight.as_slice(), got.d_bias), (case.weight.as_slice(), case.bias));
    }

    #[test]
    fn an_empty_batch_changes_nothing() {
        for isa in available() {
            check_nothing_changes::<5, 7>(isa);
            check_nothing_changes::<70, 40>(isa);
        }
    }
}
