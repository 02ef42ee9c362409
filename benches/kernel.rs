//! The three products of a linear layer beside nalgebra's and `matrixmultiply`, at batch 64.
//!
//! `cargo bench -p monograd-benches --bench kernel`; each line ends in its share of the peak measured in the
//! same run.

mod peak;
mod share;

use std::hint::black_box;

use criterion::Criterion;
use matrixmultiply::sgemm;
use monograd::kernel::{Epilogue, Op, Simd, dispatch, forward, input_gradient, weight_gradient};
use nalgebra::{DMatrix, SMatrix};

use share::bench;

const BATCH: usize = 64;

fn main() {
    let mut criterion = share::criterion();
    layer::<784, 128>(&mut criterion);
    layer::<784, 512>(&mut criterion);
    layer::<512, 256>(&mut criterion);
    layer::<128, 10>(&mut criterion);
    criterion.final_summary();
}

/// The operands of a layer's products.
#[repr(C, align(64))]
struct Operands<const IN: usize, const OUT: usize> {
    layer: SMatrix<f32, OUT, IN>,
    x: SMatrix<f32, IN, BATCH>,
    y: SMatrix<f32, OUT, BATCH>,
}

// SAFETY: matrices of floats.
unsafe impl<const IN: usize, const OUT: usize> bytemuck::Zeroable for Operands<IN, OUT> {}

/// All ways to the products of one layer.
fn layer<const IN: usize, const OUT: usize>(criterion: &mut Criterion) {
    // Three in one, so that they start at cache lines, as networks and workspaces do.
    let mut operands: Box<Operands<IN, OUT>> = bytemuck::zeroed_box();
    let Operands { layer, x, y } = &mut *operands;
    x.fill(0.5);
    let mut run = |name: &str, work: &mut dyn FnMut()| {
        bench(criterion, &format!("{IN}-{OUT} {name}"), IN * OUT * BATCH, work);
    };

    let (w, xs, ys) = (&mut layer.data.0, &mut x.data.0, &mut y.data.0);
    run("forward, monograd", &mut || dispatch(Forward { w, x: xs, y: ys }));
    run("weight gradient, monograd", &mut || dispatch(WeightGradient { w, x: xs, dy: ys }));
    run("input gradient, monograd", &mut || dispatch(InputGradient { w, dx: xs, dy: ys }));

    run("forward, nalgebra static", &mut || layer.mul_to(black_box(&*x), y));
    run("weight gradient, nalgebra static", &mut || layer.gemm(-1e-9, black_box(&*y), &x.transpose(), 1.0));
    run("input gradient, nalgebra static", &mut || layer.tr_mul_to(black_box(&*y), x));

    let dynamic = |rows, columns| DMatrix::from_element(rows, columns, 0.5_f32);
    let (mut w, mut x, mut y) = (dynamic(OUT, IN), dynamic(IN, BATCH), dynamic(OUT, BATCH));
    run("forward, nalgebra dynamic", &mut || w.mul_to(black_box(&x), &mut y));
    run("weight gradient, nalgebra dynamic", &mut || w.gemm(-1e-9, black_box(&y), &x.transpose(), 1.0));
    run("input gradient, nalgebra dynamic", &mut || w.tr_mul_to(black_box(&y), &mut x));

    let (w, x, y) = (w.as_mut_slice(), x.as_mut_slice(), y.as_mut_slice());
    run("forward, matrixmultiply", &mut || product((OUT, IN, BATCH), (w, 1, OUT), (x, 1, IN), 0.0, y));
    run("weight gradient, matrixmultiply", &mut || {
        product((OUT, BATCH, IN), (y, 1, OUT), (x, IN, 1), 1.0, w);
    });
    run("input gradient, matrixmultiply", &mut || {
        product((IN, OUT, BATCH), (w, OUT, 1), (y, 1, OUT), 0.0, x);
    });
}

/// `c = beta · c + 1e-9 · a · b`, the operands as slices with their strides, `c` column by column.
fn product(
    (m, k, n): (usize, usize, usize),
    (a, a_row, a_column): (&[f32], usize, usize),
    (b, b_row, b_column): (&[f32], usize, usize),
    beta: f32,
    c: &mut [f32],
) {
    let stride = |stride: usize| isize::try_from(stride).expect("a small matrix");
    assert!(a.len() == m * k && b.len() == k * n && c.len() == m * n);
    // SAFETY: the slices have the sizes of the matrices, which have no gaps.
    unsafe {
        sgemm(
            m,
            k,
            n,
            1e-9,
            a.as_ptr(),
            stride(a_row),
            stride(a_column),
            b.as_ptr(),
            stride(b_row),
            stride(b_column),
            beta,
            c.as_mut_ptr(),
            1,
            stride(m),
        );
    }
}

struct Forward<'a, const IN: usize, const OUT: usize> {
    w: &'a [[f32; OUT]; IN],
    x: &'a [[f32; IN]],
    y: &'a mut [[f32; OUT]],
}

impl<const IN: usize, const OUT: usize> Op for Forward<'_, IN, OUT> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        forward(simd, self.w, None, self.x.into(), self.y, Epilogue::Nothing, None);
    }
}

struct WeightGradient<'a, const IN: usize, const OUT: usize> {
    w: &'a mut [[f32; OUT]; IN],
    x: &'a [[f32; IN]],
    dy: &'a [[f32; OUT]],
}

impl<const IN: usize, const OUT: usize> Op for WeightGradient<'_, IN, OUT> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        weight_gradient(simd, -1e-9, self.x.into(), self.dy, self.w);
    }
}

struct InputGradient<'a, const IN: usize, const OUT: usize> {
    w: &'a [[f32; OUT]; IN],
    dx: &'a mut [[f32; IN]],
    dy: &'a [[f32; OUT]],
}

impl<const IN: usize, const OUT: usize> Op for InputGradient<'_, IN, OUT> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        input_gradient(simd, self.w, self.dy, None, self.dx);
    }
}
