//! Every one-argument `f32` function over all 2^32 inputs on every path of this machine, against `f64`.
//!
//! `cargo bench -p monograd-benches --bench ulp [-- function ...]` prints one line per function and path: the
//! largest distance from the correctly rounded result, counted in floats, how many inputs are more than 2
//! floats away, and the largest distance from the exact result in units in the last place, each with an input
//! where it is reached. A NaN, infinity or sign of zero that is not the right one ends the run. `STRIDE=64`
//! looks at every 64th input only.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "bits are counted and rounded on purpose"
)]
#![allow(clippy::needless_bitwise_bool, reason = "a loop without branches is vectorised")]

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use monograd::kernel::{Isa, Math, Op, Simd, available, dispatch_on, math};

/// Inputs per piece of work; neighbours in their bits, so that a piece takes the same branches throughout.
const CHUNK: usize = 1 << 14;

trait Unary: Copy + Default {
    const NAME: &'static str;
    fn call<S: Simd>(x: f32) -> f32;
    fn exact(x: f64) -> f64;

    #[inline(always)]
    fn all<S: Simd>(_simd: S, x: &[f32], y: &mut [f32]) {
        for (y, x) in y.iter_mut().zip(x) {
            *y = Self::call::<S>(*x);
        }
    }
}

macro_rules! functions {
    ($($type:ident $name:ident $(by $all:ident)? |$x:ident| $exact:expr;)*) => {
        $(#[derive(Clone, Copy, Default)]
        struct $type;
        impl Unary for $type {
            const NAME: &'static str = stringify!($name);
            #[inline(always)]
            fn call<S: Simd>(x: f32) -> f32 {
                math::$name::<S>(x)
            }
            #[inline(always)]
            fn exact($x: f64) -> f64 {
                $exact
            }
            $(#[inline(always)]
            fn all<S: Simd>(simd: S, x: &[f32], y: &mut [f32]) {
                Math::$all(simd, x, y);
            })?
        })*

        fn main() {
            // `cargo bench` adds an option of its own.
            let wanted: Vec<String> = std::env::args().skip(1).filter(|name| !name.starts_with('-')).collect();
            $(if wanted.is_empty() || wanted.iter().any(|name| name == $type::NAME) {
                check::<$type>();
            })*
        }
    };
}

// The references leave early where the result is known to far more than f32's precision: most floats are tiny
// or huge.
functions! {
    Exp exp |x| if x > 100.0 { f64::INFINITY } else if x < -120.0 { 0.0 } else if x.abs() < 1e-12 { 1.0 + x } else { x.exp() };
    ExpM1 exp_m1 |x| if x > 100.0 { f64::INFINITY } else if x < -50.0 { -1.0 } else if x.abs() < 1e-12 { x } else { x.exp_m1() };
    Ln ln |x| if x < 0.0 { f64::NAN } else { x.ln() };
    Ln1p ln_1p |x| if x < -1.0 { f64::NAN } else if x.abs() < 1e-12 { x } else { x.ln_1p() };
    Tanh tanh by tanh_all |x| if x.abs() < 1e-9 { x } else if x.abs() > 25.0 { x.signum() } else { x.tanh() };
    Sigmoid sigmoid |x| if x > 50.0 { 1.0 } else if x < -120.0 { 0.0 } else if x.abs() < 1e-12 { 0.5 + 0.25 * x } else { 1.0 / (1.0 + (-x).exp()) };
    Silu silu |x| if x > 50.0 { x } else if x < -120.0 { -0.0 } else if x.abs() < 1e-12 { 0.5 * x } else { x / (1.0 + (-x).exp()) };
    Softplus softplus |x| if x > 50.0 { x } else if x < -120.0 { 0.0 } else { x.exp().ln_1p() };
    Gelu gelu |x| if x.abs() < 1e-12 { 0.5 * x } else if x > 20.0 { x } else if x < -20.0 { -0.0 } else { x * normal(x) };
    GeluDerivative gelu_derivative |x| {
        let density = 0.398_942_280_401_432_7 * (-0.5 * x * x).exp();
        if x.abs() < 1e-12 { 0.5 + 0.8 * x } else if x > 20.0 { 1.0 } else if x < -20.0 { -0.0 } else { normal(x) + x * density }
    };
}

/// The distribution function of the normal distribution.
fn normal(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

struct Map<'a, F>(F, &'a [f32], &'a mut [f32]);
impl<F: Unary> Op for Map<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        F::all(simd, self.1, self.2);
    }
}

/// The worst inputs so far.
#[derive(Clone, Copy, Default)]
struct Worst {
    floats: i64,
    floats_at: f32,
    ulp: f64,
    ulp_at: f32,
    far: u64,
}

/// Floats in the order of their values, as integers.
fn ordered(x: f32) -> i64 {
    let bits = x.to_bits() as i32;
    i64::from(if bits < 0 { i32::MIN - bits } else { bits })
}

/// 1 / ulp of the floats around `exact`.
#[inline(always)]
fn inverse_ulp(exact: f64) -> f64 {
    let exponent = ((exact.to_bits() >> 52) & 0x7ff).clamp(1023 - 126, 1023 + 127);
    f64::from_bits((2046 + 23 - exponent) << 52)
}

impl Worst {
    /// Takes in a piece of work. Most pieces hold nothing new, which two loops without branches find out.
    fn see(&mut self, name: &str, xs: &[f32], ys: &[f32], exact: &[f64]) {
        let mut rounded = true;
        for (y, exact) in ys.iter().zip(exact) {
            let right = *exact as f32;
            rounded &= (y.to_bits() == right.to_bits()) | (y.is_nan() & right.is_nan());
        }
        if rounded {
            return;
        }
        let mut largest = 0f64;
        let mut usual = true;
        for (y, exact) in ys.iter().zip(exact) {
            let ulp = (f64::from(*y) - exact).abs() * inverse_ulp(*exact);
            largest = if ulp > largest { ulp } else { largest };
            usual &= (exact.abs() < 1e38) & (*exact != 0.0) & (ulp < 100.0);
        }
        if usual && largest <= self.ulp && largest < 2.5 && largest < self.floats as f64 + 0.5 {
            return;
        }
        for ((&x, &y), &exact) in xs.iter().zip(ys).zip(exact) {
            let right = exact as f32;
            let floats = (ordered(y) - ordered(right)).abs();
            let good = if right.is_nan() {
                y.is_nan()
            } else if exact == 0.0 {
                y.to_bits() == right.to_bits()
            } else {
                floats < 100
            };
            assert!(good, "{name}({x:e}) = {y:e}, not {right:e}");
            if right.is_nan() {
                continue;
            }
            if floats > self.floats {
                (self.floats, self.floats_at) = (floats, x);
            }
            self.far += u64::from(floats > 2);
            let ulp = (f64::from(y) - exact).abs() * inverse_ulp(exact);
            if right.is_finite() && y.is_finite() && ulp > self.ulp {
                (self.ulp, self.ulp_at) = (ulp, x);
            }
        }
    }

    fn join(&mut self, other: &Self) {
        if other.floats > self.floats {
            (self.floats, self.floats_at) = (other.floats, other.floats_at);
        }
        if other.ulp > self.ulp {
            (self.ulp, self.ulp_at) = (other.ulp, other.ulp_at);
        }
        self.far += other.far;
    }
}

fn check<F: Unary>() {
    let stride: u32 = std::env::var("STRIDE").map_or(1, |s| s.parse().expect("STRIDE is a power of two"));
    let next = AtomicU32::new(0);
    let paths: Vec<Isa> = available().collect();
    let total = Mutex::new(vec![Worst::default(); paths.len()]);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut worst = vec![Worst::default(); paths.len()];
                let mut xs = vec![0f32; CHUNK / stride as usize];
                let (mut ys, mut exact) = (xs.clone(), vec![0f64; xs.len()]);
                loop {
                    let chunk = next.fetch_add(1, Ordering::Relaxed);
                    if chunk as usize >= (1 << 32) / CHUNK {
                        break;
                    }
                    for (i, (x, exact)) in xs.iter_mut().zip(&mut exact).enumerate() {
                        *x = f32::from_bits(chunk * CHUNK as u32 + i as u32 * stride);
                        *exact = F::exact(f64::from(*x));
                    }
                    for (path, worst) in paths.iter().zip(&mut worst) {
                        dispatch_on(*path, Map(F::default(), &xs, &mut ys));
                        worst.see(F::NAME, &xs, &ys, &exact);
                    }
                }
                for (total, worst) in total.lock().expect("no thread panicked").iter_mut().zip(&worst) {
                    total.join(worst);
                }
            });
        }
    });
    for (path, w) in paths.iter().zip(total.into_inner().expect("no thread panicked")) {
        println!(
            "{:16}| {:8} | {} floats at {:e} ({} inputs beyond 2) | {:.3} ulp at {:e}",
            F::NAME,
            format!("{path:?}"),
            w.floats,
            w.floats_at,
            w.far,
            w.ulp,
            w.ulp_at
        );
    }
}
