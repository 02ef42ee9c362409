//! The portable path: vectors are arrays of 128 bits, which the compiler keeps in the target's registers.
//!
//! SSE2 on plain x86-64, NEON on `AArch64`, scalars where there are no vectors.

use super::math::tanh_each;
use super::simd::{Isa, Lanes, Op, Simd, SimdScalar, sealed::Trusted};

/// The token that needs no proof.
#[derive(Clone, Copy)]
pub(super) struct Portable;

/// Whether the target declares a fused multiply-add. Without one, calling it would be a slow library
/// function.
const FUSED: bool = cfg!(all(target_arch = "x86_64", target_feature = "fma"))
    || cfg!(all(target_arch = "aarch64", feature = "std"));

impl Trusted for Portable {}

impl Simd for Portable {
    type F32 = F32x4;
    type F64 = F64x2;

    const ISA: Isa = Isa::Portable;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn f32(self) -> F32x4 {
        F32x4
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn f64(self) -> F64x2 {
        F64x2
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn call<O: Op>(self, op: O) -> O::Output {
        #[inline(never)]
        fn compiled<O: Op>(op: O) -> O::Output {
            op.run(Portable)
        }
        compiled(op)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn mul_add<T: SimdScalar>(a: T, b: T, c: T) -> T {
        if FUSED { T::fused_mul_add(a, b, c) } else { a * b + c }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tanh(self, x: &[f32], y: &mut [f32]) {
        tanh_each::<Self, _>(x, y);
    }
}

macro_rules! lanes {
    ($(#[$doc:meta])* $name:ident, $scalar:ident, $lanes:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub(super) struct $name;

        impl Trusted for $name {}

        impl Lanes for $name {
            type Scalar = $scalar;
            type Vector = [$scalar; $lanes];
            type Mask = usize;

            const LANES: usize = $lanes;
            const TILE_COLUMNS: usize = 4;
            const TALL_VECTORS: usize = 2;

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn zero(self) -> Self::Vector {
                [0.0; $lanes]
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn splat(self, value: $scalar) -> Self::Vector {
                [value; $lanes]
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn mask(self, lanes: usize) -> usize {
                lanes
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn add(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
                let mut sum = a;
                for i in 0..$lanes {
                    sum[i] += b[i];
                }
                sum
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn mul_add(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector {
                let mut sum = c;
                for i in 0..$lanes {
                    sum[i] = Portable::mul_add(a[i], b[i], c[i]);
                }
                sum
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn gate(self, gate: Self::Vector, x: Self::Vector) -> Self::Vector {
                let mut gated = x;
                for i in 0..$lanes {
                    gated[i] = if gate[i] <= 0.0 { 0.0 } else { x[i] };
                }
                gated
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn sum(self, vector: Self::Vector) -> $scalar {
                let mut sum = vector[0];
                for i in 1..$lanes {
                    sum += vector[i];
                }
                sum
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn prefetch(self, _at: *const $scalar) {}

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn prefetch_far(self, _at: *const $scalar) {}

            #[cfg_attr(not(debug_assertions), inline(always))]
            unsafe fn load(self, from: *const $scalar) -> Self::Vector {
                // SAFETY: the caller vouches for these elements; an array of scalars is aligned as they are.
                unsafe { *from.cast() }
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            unsafe fn store(self, to: *mut $scalar, vector: Self::Vector) {
                // SAFETY: the caller vouches for these elements; an array of scalars is aligned as they are.
                unsafe { *to.cast() = vector };
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            unsafe fn load_masked(self, from: *const $scalar, mask: usize) -> Self::Vector {
                let mut vector = [0.0; $lanes];
                for i in 0..$lanes {
                    if i < mask {
                        // SAFETY: an element of the mask.
                        vector[i] = unsafe { *from.add(i) };
                    }
                }
                vector
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            unsafe fn store_masked(self, to: *mut $scalar, mask: usize, vector: Self::Vector) {
                for i in 0..$lanes {
                    if i < mask {
                        // SAFETY: an element of the mask.
                        unsafe { *to.add(i) = vector[i] };
                    }
                }
            }
        }
    };
}

lanes!(
    /// 4 lanes of `f32`.
    F32x4, f32, 4
);

lanes!(
    /// 2 lanes of `f64`.
    F64x2, f64, 2
);
