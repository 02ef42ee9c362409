//! What a caller of the kernels could try, and where it ends: at a check, before anything is read or written.
//!
//! The `unsafe` code behind the public functions believes lengths, strides and picks. They are safe
//! functions, so each of them compares these with the slices that it is given.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::string::String;
use std::vec;

use super::{
    Assign, Epilogue, Gather, Isa, Matrix, MatrixMut, Op, Samples, Simd, available, dispatch_on, forward,
    gemm, infer, input_gradient, weight_gradient, weight_gradient_columns,
};

/// More than small products are, so that those out of line are tried.
const IN: usize = 40;
const OUT: usize = 33;

/// Something that must be refused.
#[derive(Clone, Copy, Debug)]
enum Lie {
    /// Fewer outputs than inputs, or more.
    ForwardLengths(usize),
    InferenceLengths(usize),
    WeightGradientLengths(usize),
    /// Columns from the first number on, as many as the second says.
    WeightGradientColumns(usize, usize),
    InputGradientLengths(usize),
    GateLengths(usize),
    InnerDimensions,
    DestinationShape,
    TooFewBiases,
    TanhLengths(usize),
    GatheredFromOutside,
    GatheredIntoNothing,
}

impl Op for Lie {
    type Output = ();

    fn run<S: Simd>(self, simd: S) {
        let weight = vec![[0.0_f32; OUT]; IN];
        let weight: &[[f32; OUT]; IN] = weight[..].try_into().unwrap();
        let mut gradient = *weight;
        let (x, dy) = ([[0.0_f32; IN]; 5], [[0.0_f32; OUT]; 5]);
        let (mut y, mut dx) = ([[0.0_f32; OUT]; 9], [[0.0_f32; IN]; 9]);
        let input = Samples::from(&x[..]);
        let (a, b) = (Matrix::column_major(&x[0], 8, 5), Matrix::column_major(&x[1], 5, 8));
        match self {
            Self::ForwardLengths(n) => {
                forward(simd, weight, None, input, &mut y[..n], Epilogue::Nothing, None);
            }
            Self::InferenceLengths(n) => infer(simd, weight, None, &x, &mut y[..n]),
            Self::WeightGradientLengths(n) => weight_gradient(simd, 1.0, input, &y[..n], &mut gradient),
            Self::WeightGradientColumns(first, n) => {
                weight_gradient_columns(simd, 1.0, input, &dy, first, &mut vec![[0.0; OUT]; n]);
            }
            Self::InputGradientLengths(n) => input_gradient(simd, weight, &dy, None, &mut dx[..n]),
            Self::GateLengths(n) => {
                let gate = [[0.0; IN]; 9];
                input_gradient(simd, weight, &dy, Some(&gate[..n]), &mut dx[..5]);
            }
            Self::InnerDimensions => gemm(simd, a, a, MatrixMut::column_major(&mut y[0], 8, 4), Assign::Set),
            Self::DestinationShape => gemm(simd, a, b, MatrixMut::column_major(&mut y[0], 8, 4), Assign::Set),
            Self::TooFewBiases => {
                let mut c = [0.0; 64];
                gemm(simd, a, b, MatrixMut::column_major(&mut c, 8, 8), Assign::Biased(&x[2][..7]));
            }
            Self::TanhLengths(n) => simd.tanh(&x[0][..20], &mut y[0][..n]),
            Self::GatheredFromOutside => {
                Gather { from: &x[..], indices: &[0, 1, 2, 5], to: &mut dx[..] }.run(simd);
            }
            Self::GatheredIntoNothing => {
                Gather { from: &x[..], indices: &[0, 1, 2, 3], to: &mut dx[..3] }.run(simd);
            }
        }
    }
}

/// What the panic says.
fn refusal(work: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(work)).expect_err("it was not refused");
    panic.downcast::<String>().map_or_else(|panic| (*panic.downcast::<&str>().unwrap()).into(), |text| *text)
}

#[test]
fn every_lie_is_refused_on_every_instruction_set() {
    use Lie::{
        DestinationShape, ForwardLengths, GateLengths, GatheredFromOutside, GatheredIntoNothing,
        InferenceLengths, InnerDimensions, InputGradientLengths, TanhLengths, TooFewBiases,
        WeightGradientColumns, WeightGradientLengths,
    };
    for isa in available() {
        for (lie, wanted) in [
            (ForwardLengths(4), "5 inputs, but 4 outputs"),
            (ForwardLengths(6), "5 inputs, but 6 outputs"),
            (InferenceLengths(1), "5 inputs, but 1 outputs"),
            (InferenceLengths(6), "5 inputs, but 6 outputs"),
            (WeightGradientLengths(4), "5 inputs, but 4 output gradients"),
            (WeightGradientLengths(6), "5 inputs, but 6 output gradients"),
            (WeightGradientColumns(0, IN + 1), "41 columns from 0, but 40 inputs"),
            (WeightGradientColumns(39, 2), "2 columns from 39, but 40 inputs"),
            (WeightGradientColumns(usize::MAX, 2), ", but 40 inputs"),
            (InputGradientLengths(4), "5 output gradients, but 4 inputs"),
            (InputGradientLengths(6), "5 output gradients, but 6 inputs"),
            (GateLengths(4), "4 inputs, but 5 gradients"),
            (GateLengths(6), "6 inputs, but 5 gradients"),
            (InnerDimensions, "the inner dimensions differ: 5 and 8"),
            (DestinationShape, "the product is 8×8, its destination 8×4"),
            (TooFewBiases, "7 biases for 8 rows"),
            (TanhLengths(19), "there must be one result for each number"),
            (TanhLengths(21), "there must be one result for each number"),
            (GatheredFromOutside, "the len is 5 but the index is 5"),
            (GatheredIntoNothing, "there is room for every sample"),
        ] {
            let found = refusal(|| dispatch_on(isa, lie));
            assert!(found.contains(wanted), "{isa:?}, {lie:?}: {found}");
        }
    }
}

#[test]
fn matrices_end_where_their_slices_do() {
    let (mut data, max) = ([0.0_f32; 12], usize::MAX);
    for (rows, columns, row_stride, column_stride) in
        [(3, 5, 1, 3), (4, 4, 1, 3), (3, 4, 4, 2), (2, 2, 1, max), (2, 2, max, 1), (max, max, 1, max)]
    {
        let found = refusal(|| _ = Matrix::new(&data, rows, columns, row_stride, column_stride));
        assert!(found.contains("do not fit into 12") || found.contains("one of the strides"), "{found}");
    }
    for (rows, columns, stride) in [(3, 5, 3), (4, 4, 3), (13, 1, 13), (2, 2, max), (1, max, max)] {
        let found = refusal(|| _ = MatrixMut::new(&mut data, rows, columns, stride));
        assert!(found.contains("do not fit into 12") || found.contains("overlap at stride"), "{found}");
    }
    // The columns of what is read may overlap; of what is written, they may not.
    let _ = Matrix::new(&data, 3, 10, 1, 1);
    let _ = Matrix::new(&data, 12, max, 1, 0);
    assert!(refusal(|| _ = MatrixMut::new(&mut data, 3, 10, 1)).contains("overlap at stride 1"));
    assert!(refusal(|| _ = MatrixMut::new(&mut data, 12, 2, 0)).contains("overlap at stride 0"));
}

#[test]
fn picks_are_inside_of_what_they_are_picked_from() {
    let all = [[0.0_f32; 4]; 3];
    for picks in [&[3][..], &[0, 3], &[u32::MAX, 0, 1], &[0, 1, 2, 1 << 31]] {
        refusal(|| _ = Samples::new(&all, Some(picks)));
        refusal(|| _ = Samples::new(&all[..0], Some(picks)));
    }
    let samples = Samples::new(&all, Some(&[2, 2, 0, 1]));
    refusal(|| _ = samples.range(3..5));
    refusal(|| _ = Samples::from(&all[..]).range(2..4));
    assert_eq!(samples.range(1..4).picks(), Some(&[2, 0, 1][..]));
    assert!(Samples::new(&all[..0], Some(&[])).is_empty());
}

#[test]
fn only_instruction_sets_that_the_machine_has_are_run() {
    for isa in [Isa::Portable, Isa::Avx2, Isa::Avx512] {
        if available().all(|one| one != isa) {
            let found = refusal(|| dispatch_on(isa, Lie::TanhLengths(20)));
            assert!(found.contains("this machine does not have"), "{found}");
        }
    }
}
