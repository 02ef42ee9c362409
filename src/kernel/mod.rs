//! Placeholder.
use crate::scalar::Scalar;

/// token
pub trait Simd: Copy {}
#[derive(Clone, Copy)]
pub(crate) struct Portable;
impl Simd for Portable {}

/// math
pub trait Math: Copy {
    fn exp<S: Simd>(self) -> Self;
    fn ln<S: Simd>(self) -> Self;
    fn tanh<S: Simd>(self) -> Self;
    fn sigmoid<S: Simd>(self) -> Self;
    fn gelu<S: Simd>(self) -> Self;
    fn gelu_derivative<S: Simd>(self) -> Self;
    fn softplus<S: Simd>(self) -> Self;
    fn expm1<S: Simd>(self) -> Self;
    fn sqrt(self) -> Self;
}
macro_rules! m {
    ($t:ident, $exp:ident, $ln:ident, $tanh:ident, $erf:ident, $expm1:ident, $log1p:ident, $sqrt:ident) => {
        impl Math for $t {
            fn exp<S: Simd>(self) -> Self {
                libm::$exp(self)
            }
            fn ln<S: Simd>(self) -> Self {
                libm::$ln(self)
            }
            fn tanh<S: Simd>(self) -> Self {
                libm::$tanh(self)
            }
            fn sigmoid<S: Simd>(self) -> Self {
                1.0 / (1.0 + libm::$exp(-self))
            }
            fn gelu<S: Simd>(self) -> Self {
                0.5 * self * (1.0 + libm::$erf(self * core::$t::consts::FRAC_1_SQRT_2))
            }
            fn gelu_derivative<S: Simd>(self) -> Self {
                0.5 * (1.0 + libm::$erf(self * core::$t::consts::FRAC_1_SQRT_2))
                    + self * libm::$exp(-0.5 * self * self) * 0.398_942_3
            }
            fn softplus<S: Simd>(self) -> Self {
                self.max(0.0) + libm::$log1p(libm::$exp(-self.abs()))
            }
            fn expm1<S: Simd>(self) -> Self {
                libm::$expm1(self)
            }
            fn sqrt(self) -> Self {
                libm::$sqrt(self)
            }
        }
    };
}
m!(f32, expf, logf, tanhf, erff, expm1f, log1pf, sqrtf);
m!(f64, exp, log, tanh, erf, expm1, log1p, sqrt);

/// An operation that is compiled once for every instruction set.
pub(crate) trait Op {
    type Output;
    fn run<S: Simd>(self, simd: S) -> Self::Output;
}
pub(crate) fn dispatch<O: Op>(op: O) -> O::Output {
    op.run(Portable)
}

pub(crate) fn forward<T: Scalar, const IN: usize, const OUT: usize>(
    weight: &[T],
    bias: &[T],
    x: &[T],
    y: &mut [T],
) {
    for (x, y) in x.chunks_exact(IN).zip(y.chunks_exact_mut(OUT)) {
        if bias.is_empty() {
            y.fill(T::ZERO)
        } else {
            y.copy_from_slice(bias)
        }
        for (x, w) in x.iter().zip(weight.chunks_exact(OUT)) {
            for (y, w) in y.iter_mut().zip(w) {
                *y += *w * *x;
            }
        }
    }
}
pub(crate) fn input_gradient<T: Scalar, const IN: usize, const OUT: usize>(
    weight: &[T],
    dy: &[T],
    dx: &mut [T],
) {
    for (dx, dy) in dx.chunks_exact_mut(IN).zip(dy.chunks_exact(OUT)) {
        for (dx, w) in dx.iter_mut().zip(weight.chunks_exact(OUT)) {
            *dx = w.iter().zip(dy).map(|(w, dy)| *w * *dy).sum();
        }
    }
}
pub(crate) fn weight_gradient<T: Scalar, const IN: usize, const OUT: usize>(
    scale: T,
    x: &[T],
    dy: &[T],
    d_weight: &mut [T],
    d_bias: &mut [T],
) {
    for (x, dy) in x.chunks_exact(IN).zip(dy.chunks_exact(OUT)) {
        for (x, w) in x.iter().zip(d_weight.chunks_exact_mut(OUT)) {
            for (w, dy) in w.iter_mut().zip(dy) {
                *w += scale * *x * *dy;
            }
        }
        for (b, dy) in d_bias.iter_mut().zip(dy) {
            *b += scale * *dy;
        }
    }
}

/// An elementwise function and its derivative.
pub(crate) trait Elementwise<T: Scalar> {
    /// `f(x)`
    fn apply<S: Simd>(x: T) -> T;
    /// `f'(x)`, from `x` and `y = f(x)`
    fn derivative<S: Simd>(x: T, y: T) -> T;
}
/// `y = f(x)`
pub(crate) fn apply<F: Elementwise<T>, T: Scalar>(x: &[T], y: &mut [T]) {
    for (x, y) in x.iter().zip(y) {
        *y = F::apply::<Portable>(*x);
    }
}
/// `dx = f'(x) dy`
pub(crate) fn apply_derivative<F: Elementwise<T>, T: Scalar>(x: &[T], y: &[T], dy: &[T], dx: &mut [T]) {
    for (((x, y), dy), dx) in x.iter().zip(y).zip(dy).zip(dx) {
        *dx = F::derivative::<Portable>(*x, *y) * *dy;
    }
}

/// `x = f(x)`
pub(crate) fn apply_in_place<F: Elementwise<T>, T: Scalar>(x: &mut [T]) {
    for x in x {
        *x = F::apply::<Portable>(*x);
    }
}
/// `p = exp(z - max z) / sum`, and returns the log-sum-exp
pub(crate) fn softmax<T: Scalar>(z: &mut [T]) -> T {
    let mut max = z[0];
    for &z in z.iter() {
        if z > max || z != z {
            max = z;
        }
    }
    let mut sum = T::ZERO;
    for z in z.iter_mut() {
        *z = (*z - max).exp::<Portable>();
        sum += *z;
    }
    for z in z.iter_mut() {
        *z = *z / sum;
    }
    max + sum.ln::<Portable>()
}
