//! A dense sample of all floats, every special value included; `benches/ulp.rs` goes over all of them.

use super::{Math, *};
use std::vec;
use std::vec::Vec;

use crate::kernel::portable::Portable;
use crate::kernel::{Isa, Op, Simd, available, dispatch_on};

/// Every 16411th float, of both signs, and the special ones.
fn sample() -> Vec<f32> {
    let special = [
        0.0,
        f32::from_bits(1),
        f32::from_bits(0x007f_ffff),
        f32::MIN_POSITIVE,
        1.0,
        f32::MAX,
        f32::INFINITY,
    ];
    let mut xs: Vec<f32> = (0..=u32::MAX).step_by(16411).map(f32::from_bits).collect();
    xs.extend(special.iter().flat_map(|&x| [x, -x]));
    xs
}

/// The distance of two floats, counted in floats.
fn floats_between(a: f32, b: f32) -> u64 {
    let order = |x: f32| {
        let bits = x.to_bits() as i32;
        i64::from(if bits < 0 { i32::MIN - bits } else { bits })
    };
    (order(a) - order(b)).unsigned_abs()
}

/// A function over a slice, to be run on a path.
trait Unary: Copy {
    fn call<S: Simd>(x: f32) -> f32;
}
struct Map<'a, F>(F, &'a [f32], &'a mut [f32]);
impl<F: Unary> Op for Map<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, _simd: S) {
        for (y, x) in self.2.iter_mut().zip(self.1) {
            *y = F::call::<S>(*x);
        }
    }
}

/// Checks one function on every path of this machine against its `f64` twin, `bound` floats from its
/// rounding.
fn check<F: Unary>(name: &str, f: F, bound: u64, exact: fn(f64) -> f64) {
    let xs = sample();
    let mut ys = vec![0.0; xs.len()];
    for path in available() {
        dispatch_on(path, Map(f, &xs, &mut ys));
        for (&x, &y) in xs.iter().zip(&ys) {
            #[allow(clippy::cast_possible_truncation, reason = "the nearest f32 is what is wanted")]
            let right = exact(f64::from(x)) as f32;
            let far = floats_between(y, right);
            let good = if right.is_nan() { y.is_nan() } else { !y.is_nan() && far <= bound };
            assert!(good, "{name}({x:e}) on {path:?}: {y:e}, not {right:e}, {far} floats away");
        }
    }
}

macro_rules! checks {
    ($($test:ident: $name:ident within $bound:literal;)*) => {$(
        #[test]
        fn $test() {
            #[derive(Clone, Copy)]
            struct F;
            impl Unary for F {
                #[inline(always)]
                fn call<S: Simd>(x: f32) -> f32 { $name::<S>(x) }
            }
            check(stringify!($name), F, $bound, <f64 as Math>::$name::<Portable>);
        }
    )*};
}

/// `tanh` of whole slices, which AVX-512 has another way for: of every length, at every place in a vector.
#[test]
fn tanh_of_slices() {
    struct All<'a>(&'a [f32], &'a mut [f32]);
    impl Op for All<'_> {
        type Output = ();

        #[inline(always)]
        fn run<S: Simd>(self, simd: S) {
            Math::tanh_all(simd, self.0, self.1);
        }
    }

    let xs = sample();
    for path in available() {
        let mut start = 0;
        for len in (0..70).cycle() {
            let x = &xs[start..xs.len().min(start + len)];
            // What comes after the slice must not change.
            let mut y = vec![9.0; x.len() + 1];
            let (results, after) = y.split_at_mut(x.len());
            dispatch_on(path, All(x, results));
            assert_eq!(*after, [9.0]);
            for (&x, &y) in x.iter().zip(&*results) {
                #[allow(clippy::cast_possible_truncation, reason = "the nearest f32 is what is wanted")]
                let right = f64::from(x).tanh() as f32;
                let bound = if path == Isa::Avx512 { 1 } else { 3 };
                assert!(
                    if right.is_nan() { y.is_nan() } else { floats_between(y, right) <= bound },
                    "tanh({x:e}) on {path:?}: {y:e}, not {right:e}"
                );
                assert!(x != 0.0 || x.to_bits() == y.to_bits(), "the sign of zero");
            }
            start += x.len();
            if start == xs.len() {
                break;
            }
        }
    }
}

checks! {
    exp_everywhere: exp within 1;
    exp_m1_everywhere: exp_m1 within 2;
    ln_everywhere: ln within 1;
    ln_1p_everywhere: ln_1p within 2;
    tanh_everywhere: tanh within 3;
    sigmoid_everywhere: sigmoid within 2;
    silu_everywhere: silu within 3;
    softplus_everywhere: softplus within 2;
    gelu_everywhere: gelu within 3;
    gelu_derivative_everywhere: gelu_derivative within 4;
}

#[test]
fn special_values() {
    type S = Portable;
    let bits = |x: f32| x.to_bits();
    for odd in [tanh::<S>, exp_m1::<S>, ln_1p::<S>, gelu::<S>, silu::<S>] {
        assert_eq!(bits(odd(0.0)), bits(0.0));
        assert_eq!(bits(odd(-0.0)), bits(-0.0));
    }
    assert_eq!((tanh::<S>(f32::INFINITY), tanh::<S>(f32::NEG_INFINITY)), (1.0, -1.0));
    assert_eq!(
        (exp::<S>(f32::INFINITY), exp::<S>(f32::NEG_INFINITY), exp::<S>(0.0)),
        (f32::INFINITY, 0.0, 1.0)
    );
    assert_eq!(
        (ln::<S>(f32::INFINITY), ln::<S>(0.0), ln::<S>(-0.0)),
        (f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY)
    );
    assert_eq!(
        (sigmoid::<S>(f32::INFINITY), sigmoid::<S>(f32::NEG_INFINITY), sigmoid::<S>(0.0)),
        (1.0, 0.0, 0.5)
    );
    assert_eq!((gelu::<S>(f32::INFINITY), bits(gelu::<S>(f32::NEG_INFINITY))), (f32::INFINITY, bits(-0.0)));
    assert_eq!((silu::<S>(f32::INFINITY), bits(silu::<S>(f32::NEG_INFINITY))), (f32::INFINITY, bits(-0.0)));
    assert!(ln::<S>(-1.0).is_nan() && ln_1p::<S>(-1.5).is_nan());
}

#[test]
fn tanh_is_odd_and_bounded() {
    for x in sample() {
        let y = tanh::<Portable>(x);
        assert!(
            x.is_nan() || (y.abs() <= 1.0 && y.to_bits() == (-tanh::<Portable>(-x)).to_bits()),
            "tanh({x:e}) = {y:e}"
        );
    }
}

#[test]
fn silu_derivative_is_near() {
    for x in sample().into_iter().filter(|x| !x.is_nan()) {
        let (y, right) = (silu_derivative::<Portable>(x), Math::silu_derivative::<Portable>(f64::from(x)));
        assert!((f64::from(y) - right).abs() <= 4e-7, "silu'({x:e}) = {y:e}, not {right:e}");
    }
    assert!(silu_derivative::<Portable>(f32::NAN).is_nan());
}

#[test]
fn f32_through_the_trait() {
    assert_eq!(Math::tanh::<Portable>(0.5f32).to_bits(), tanh::<Portable>(0.5).to_bits());
    assert_eq!((Math::sqrt::<Portable>(2f32), Math::sqrt::<Portable>(2f64)), (2f32.sqrt(), 2f64.sqrt()));
}
