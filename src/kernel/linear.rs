//! The three products of a linear layer, sizes known to the compiler.
//!
//! Small ones are inlined and unrolled; large ones call the product of [`gemm`](super::gemm()) out of line.
//! Layouts are in the [module's legend](super).

use core::mem::MaybeUninit;
use core::ptr::null_mut;

use super::blocks::{outlined, transpose};
use super::epilogue::Epilogue;
use super::matvec::{self, Operands};
use super::panel;
use super::product::{Last, Picks, Product, Right, Update};
use super::samples::Samples;
use super::simd::{Op, Simd, SimdScalar};
use super::squares::STRANDS;

/// Weights up to this size are inlined into the caller.
pub(super) const SMALL: usize = 16 * 16;

/// `Y = W·X + b` of training: the outputs of a batch, after the `epilogue`. `squares`: adds those of `X`,
/// while it is near.
///
/// A sample's outputs do not depend on the others, nor on how many there are, not even in their last bits.
///
/// # Panics
/// When the batches differ in length.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn forward<T: SimdScalar, S: Simd, const IN: usize, const OUT: usize>(
    simd: S,
    weight: &[[T; OUT]; IN],
    bias: Option<&[T; OUT]>,
    input: Samples<'_, [T; IN]>,
    output: &mut [[T; OUT]],
    epilogue: Epilogue,
    squares: Option<&mut [T; STRANDS]>,
) {
    assert!(input.len() == output.len(), "{} inputs, but {} outputs", input.len(), output.len());
    let product = forward_product(weight, bias, input, output);
    let last = match epilogue {
        Epilogue::Nothing => Last::Nothing,
        Epilogue::Rectify => Last::Rectify,
    };
    let squares = squares.map_or(null_mut(), |squares| squares.as_mut_ptr());
    let product = Product { last, squares, ..product };
    // SAFETY: the types give the arrays these sizes, the assertion above the batches one length, and
    // `Samples` has picks inside of its data only; `output` is borrowed mutably, so nothing overlaps it.
    unsafe { small_or_outlined::<T, S, IN, OUT>(simd, product) };
}

/// The product `W·X + b`.
#[cfg_attr(not(debug_assertions), inline(always))]
fn forward_product<T: SimdScalar, const IN: usize, const OUT: usize>(
    weight: &[[T; OUT]; IN],
    bias: Option<&[T; OUT]>,
    input: Samples<'_, [T; IN]>,
    output: &mut [[T; OUT]],
) -> Product<T> {
    Product::new(
        (OUT, input.len(), IN),
        (weight.as_ptr().cast(), 1, OUT),
        Right { picks: picks(input, Picks::Columns), ..Right::strided(input.all().as_ptr().cast(), 1, IN) },
        (output.as_mut_ptr().cast(), OUT),
        match bias {
            Some(bias) => Update::Bias(bias.as_ptr()),
            None => Update::Set,
        },
    )
}

/// `Y = W·X + b` of inference: a sample's outputs do not depend on the others, nor on how many there are, not
/// even in their last bits.
///
/// One sample alone cannot keep the processor busy with a single chain of multiply-adds for each output, so
/// there are several partial sums, for batches too; the last bits may differ from [`forward`]'s.
///
/// # Panics
/// When the batches differ in length.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn infer<T: SimdScalar, S: Simd, const IN: usize, const OUT: usize>(
    simd: S,
    weight: &[[T; OUT]; IN],
    bias: Option<&[T; OUT]>,
    input: &[[T; IN]],
    output: &mut [[T; OUT]],
) {
    match (input, output) {
        ([input], [output]) => {
            let one = One { weight, bias, input, output };
            if const { IN * OUT <= SMALL } {
                one.run(simd);
            } else {
                simd.call(one);
            }
        }
        (input, output) => simd.call(Several { weight, bias, input, output }),
    }
}

/// The operands of [`infer`] for one sample.
struct One<'a, T, const IN: usize, const OUT: usize> {
    weight: &'a [[T; OUT]; IN],
    bias: Option<&'a [T; OUT]>,
    input: &'a [T; IN],
    output: &'a mut [T; OUT],
}

impl<T: SimdScalar, const IN: usize, const OUT: usize> Op for One<'_, T, IN, OUT> {
    type Output = ();

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn run<S: Simd>(self, simd: S) {
        let Self { weight, bias, input, output } = self;
        let operands = operands(weight, bias, input.as_ptr(), output.as_mut_ptr());
        // SAFETY: the types give the arrays these sizes; `output` is borrowed mutably, so nothing overlaps
        // it.
        unsafe { matvec::matvec::<_, OUT, IN>(T::lanes(simd), operands) };
    }
}

/// The operands of [`infer`] for any number of samples.
struct Several<'a, T, const IN: usize, const OUT: usize> {
    weight: &'a [[T; OUT]; IN],
    bias: Option<&'a [T; OUT]>,
    input: &'a [[T; IN]],
    output: &'a mut [[T; OUT]],
}

impl<T: SimdScalar, const IN: usize, const OUT: usize> Op for Several<'_, T, IN, OUT> {
    type Output = ();

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn run<S: Simd>(self, simd: S) {
        let Self { weight, bias, input, output } = self;
        let samples = input.len();
        assert!(samples == output.len(), "{samples} inputs, but {} outputs", output.len());
        let lanes = T::lanes(simd);
        let one_chain = const { matvec::rows_of_one_chain::<T::Lanes<S>>(OUT, IN) };
        // SAFETY: the types give the arrays these sizes, the assertion above the batches one length; `output`
        // is borrowed mutably, so nothing overlaps it.
        unsafe {
            if one_chain > 0 {
                outlined(simd, forward_product(weight, bias, input.into(), output).rows_from(0, one_chain));
            }
            let operands = operands(weight, bias, input.as_ptr().cast(), output.as_mut_ptr().cast());
            matvec::other_rows_of_each::<_, OUT, IN>(lanes, samples, operands);
        }
    }
}

/// The operands of a product of inference, from the first sample on.
#[cfg_attr(not(debug_assertions), inline(always))]
fn operands<T, const IN: usize, const OUT: usize>(
    weight: &[[T; OUT]; IN],
    bias: Option<&[T; OUT]>,
    x: *const T,
    y: *mut T,
) -> Operands<T> {
    let bias = match bias {
        Some(bias) => bias.as_ptr(),
        None => core::ptr::null(),
    };
    Operands { columns: IN, stride: OUT, a: weight.as_ptr().cast(), bias, x, y }
}

/// `G = G + scale·(dY·Xᵀ)`: the gradient of the weight, summed over a batch.
///
/// With `gradient` = the weight itself and `scale` = −learning rate this is the whole update of plain SGD.
/// The sum runs over the samples in their order, starting from zero; a large weight takes it in blocks of 64
/// samples, each added in turn.
///
/// # Panics
/// When the batches differ in length.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn weight_gradient<T: SimdScalar, S: Simd, const IN: usize, const OUT: usize>(
    simd: S,
    scale: T,
    input: Samples<'_, [T; IN]>,
    d_output: &[[T; OUT]],
    gradient: &mut [[T; OUT]; IN],
) {
    weight_gradient_columns(simd, scale, input, d_output, 0, gradient);
}

/// The columns of [`weight_gradient`] from `first` on, as many as `gradient` has: the share of one thread.
///
/// However the columns are divided, each gets the bits that the whole product gives it.
///
/// # Panics
/// When the batches differ in length, or there are more than `IN` columns.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn weight_gradient_columns<T: SimdScalar, S: Simd, const IN: usize, const OUT: usize>(
    simd: S,
    scale: T,
    input: Samples<'_, [T; IN]>,
    d_output: &[[T; OUT]],
    first: usize,
    gradient: &mut [[T; OUT]],
) {
    assert!(input.len() == d_output.len(), "{} inputs, but {} output gradients", input.len(), d_output.len());
    assert!(
        first <= IN && gradient.len() <= IN - first,
        "{} columns from {first}, but {IN} inputs",
        gradient.len()
    );
    let product = Product::new(
        (OUT, gradient.len(), input.len()),
        (d_output.as_ptr().cast(), 1, OUT),
        Right {
            picks: picks(input, Picks::Rows),
            ..Right::strided(input.all().as_ptr().cast::<T>().wrapping_add(first), IN, 1)
        },
        (gradient.as_mut_ptr().cast(), OUT),
        Update::Add(scale),
    );
    // SAFETY: the types give the arrays these sizes, the assertions above the batches one length and columns
    // inside of `IN`, and `Samples` has picks inside of its data only; `gradient` is borrowed mutably, so
    // nothing overlaps it.
    unsafe { small_or_outlined::<T, S, IN, OUT>(simd, product) };
}

/// `g = g + scale·Σ dY`: the gradient of the bias, summed over a batch in the order of [`weight_gradient`].
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn bias_gradient<T: SimdScalar, S: Simd, const OUT: usize>(
    simd: S,
    scale: T,
    d_output: &[[T; OUT]],
    gradient: &mut [T; OUT],
) {
    // Sums of a few registers at a time; the compiler vectorises the loop over them.
    const BLOCK: usize = 64;
    let _ = simd;
    for start in (0..OUT).step_by(BLOCK) {
        let rows = start..OUT.min(start + BLOCK);
        let mut sums = [T::NIL; BLOCK];
        for d_output in d_output {
            for (sum, &d_output) in sums.iter_mut().zip(&d_output[rows.clone()]) {
                *sum = *sum + d_output;
            }
        }
        for (gradient, &sum) in gradient[rows].iter_mut().zip(&sums) {
            *gradient = S::mul_add(scale, sum, *gradient);
        }
    }
}

/// `dX = Wᵀ·dY`: the gradient of the inputs of a batch; 0 where the `gate` is not positive.
///
/// # Panics
/// When the batches differ in length.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn input_gradient<T: SimdScalar, S: Simd, const IN: usize, const OUT: usize>(
    simd: S,
    weight: &[[T; OUT]; IN],
    d_output: &[[T; OUT]],
    gate: Option<&[[T; IN]]>,
    d_input: &mut [[T; IN]],
) {
    assert!(
        d_output.len() == d_input.len(),
        "{} output gradients, but {} inputs",
        d_output.len(),
        d_input.len()
    );
    let product = Product::new(
        (IN, d_output.len(), OUT),
        (weight.as_ptr().cast(), OUT, 1),
        Right::strided(d_output.as_ptr().cast(), 1, OUT),
        (d_input.as_mut_ptr().cast(), IN),
        Update::Set,
    );
    let last = gate.map_or(Last::Nothing, |gate| {
        assert!(gate.len() == d_input.len(), "{} inputs, but {} gradients", gate.len(), d_input.len());
        Last::Gate(gate.as_ptr().cast())
    });
    let product = Product { last, ..product };
    // SAFETY: the types give the arrays these sizes, the assertions above the batches one length; `d_input`
    // is borrowed mutably, so nothing overlaps it. The scratch has room for `SMALL` elements, at least
    // `IN`×`OUT`, and is filled before it is read.
    unsafe {
        if const { IN * OUT <= SMALL } {
            let mut scratch = Scratch([const { MaybeUninit::<T>::uninit() }; SMALL]);
            let transposed: *mut T = scratch.0.as_mut_ptr().cast();
            let lanes = T::lanes(simd);
            transpose(lanes, (product.a, OUT), (IN, OUT), (transposed, IN));
            panel::small::<_, IN>(lanes, Product { a: transposed, a_col: IN, ..product });
        } else {
            outlined(simd, product);
        }
    }
}

/// Which of the samples are the rows or columns of a factor.
#[cfg_attr(not(debug_assertions), inline(always))]
fn picks<X>(samples: Samples<'_, X>, kind: impl FnOnce(*const u32) -> Picks) -> Picks {
    samples.picks().map_or(Picks::None, |picks| kind(picks.as_ptr()))
}

/// Room for a small weight, transposed.
#[repr(align(64))]
struct Scratch<T>([MaybeUninit<T>; SMALL]);

/// # Safety
/// The operands must be valid as [`Product`] says, and the columns of `A` contiguous.
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn small_or_outlined<T: SimdScalar, S: Simd, const IN: usize, const OUT: usize>(
    simd: S,
    product: Product<T>,
) {
    // SAFETY: the caller vouches for the operands.
    unsafe {
        if const { IN * OUT <= SMALL } {
            assert!(matches!(product.b.picks, Picks::None), "small products read no picked samples");
            assert!(product.squares.is_null(), "small products look at no squares");
            panel::small::<_, OUT>(T::lanes(simd), product);
        } else {
            outlined(simd, product);
        }
    }
}
