//! AVX2 with FMA: 256-bit vectors, 16 registers.
//!
//! Masks are vectors whose lanes' highest bits choose; they are cut out of a constant table.

use core::arch::x86_64::{
    __m128, __m256, __m256d, __m256i, _CMP_NLE_UQ, _MM_HINT_T0, _MM_HINT_T1, _mm_loadu_ps, _mm_prefetch,
    _mm256_add_pd, _mm256_add_ps, _mm256_and_pd, _mm256_and_ps, _mm256_castpd_ps, _mm256_castps_pd,
    _mm256_castps128_ps256, _mm256_cmp_pd, _mm256_cmp_ps, _mm256_fmadd_pd, _mm256_fmadd_ps,
    _mm256_insertf128_ps, _mm256_loadu_pd, _mm256_loadu_ps, _mm256_loadu_si256, _mm256_maskload_pd,
    _mm256_maskload_ps, _mm256_maskstore_pd, _mm256_maskstore_ps, _mm256_set1_pd, _mm256_set1_ps,
    _mm256_setzero_pd, _mm256_setzero_ps, _mm256_storeu_pd, _mm256_storeu_ps, _mm256_unpackhi_pd,
    _mm256_unpackhi_ps, _mm256_unpacklo_pd, _mm256_unpacklo_ps,
};

use super::math::tanh_each;
use super::simd::{Isa, Lanes, Op, Simd, SimdScalar, sealed::Trusted};

/// The proof that the processor has AVX2 and FMA.
#[derive(Clone, Copy)]
pub(super) struct Avx2(());

impl Avx2 {
    /// The token.
    ///
    /// # Safety
    /// The processor must have AVX2, FMA, BMI1, BMI2, LZCNT and POPCNT.
    #[must_use]
    pub(super) unsafe fn new() -> Self {
        Self(())
    }
}

impl Trusted for Avx2 {}

impl Simd for Avx2 {
    type F32 = F32x8;
    type F64 = F64x4;

    const ISA: Isa = Isa::Avx2;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn f32(self) -> F32x8 {
        F32x8(self)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn f64(self) -> F64x4 {
        F64x4(self)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn call<O: Op>(self, op: O) -> O::Output {
        #[inline(never)]
        #[target_feature(enable = "avx2,fma,bmi1,bmi2,lzcnt,popcnt")]
        fn compiled<O: Op>(simd: Avx2, op: O) -> O::Output {
            op.run(simd)
        }
        // SAFETY: the token proves that the processor has these features.
        unsafe { compiled(self, op) }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn mul_add<T: SimdScalar>(a: T, b: T, c: T) -> T {
        T::fused_mul_add(a, b, c)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tanh(self, x: &[f32], y: &mut [f32]) {
        tanh_each::<Self, _>(x, y);
    }
}

/// A run of set lanes, then a run of clear ones: the mask of `n` lanes of 32 bits starts at `8 - n`.
static MASKS_32: [i32; 16] = [-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0];
/// The same for lanes of 64 bits: the mask of `n` lanes starts at `4 - n`.
static MASKS_64: [i64; 8] = [-1, -1, -1, -1, 0, 0, 0, 0];

macro_rules! lanes {
    (
        $(#[$doc:meta])* $name:ident, $scalar:ident, $vector:ident, $lanes:literal, $masks:ident, $zero:ident, $splat:ident,
        $add:ident, $fmadd:ident, $compare:ident, $and:ident, $load:ident, $store:ident, $load_masked:ident, $store_masked:ident, $($transpose:item)?
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub(super) struct $name(Avx2);

        impl Trusted for $name {}

        impl Lanes for $name {
            type Scalar = $scalar;
            type Vector = $vector;
            type Mask = __m256i;

            const LANES: usize = $lanes;
            const TILE_COLUMNS: usize = 6;
            const TALL_VECTORS: usize = 2;

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn zero(self) -> $vector {
                // SAFETY: the token proves the features.
                unsafe { $zero() }
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn splat(self, value: $scalar) -> $vector {
                // SAFETY: the token proves the features.
                unsafe { $splat(value) }
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn mask(self, lanes: usize) -> __m256i {
                assert!(lanes <= $lanes);
                // SAFETY: the token proves the features, the line above that the load is inside of the table.
                unsafe { _mm256_loadu_si256($masks.as_ptr().add($lanes - lanes).cast()) }
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn add(self, a: $vector, b: $vector) -> $vector {
                // SAFETY: the token proves the features.
                unsafe { $add(a, b) }
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn mul_add(self, a: $vector, b: $vector, c: $vector) -> $vector {
                // SAFETY: the token proves the features.
                unsafe { $fmadd(a, b, c) }
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn gate(self, gate: $vector, x: $vector) -> $vector {
                // SAFETY: the token proves the features.
                unsafe { $and($compare::<_CMP_NLE_UQ>(gate, $zero()), x) }
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn sum(self, vector: $vector) -> $scalar {
                let mut lanes = [0.0; $lanes];
                // SAFETY: the token proves the features, the array holds a vector.
                unsafe { $store(lanes.as_mut_ptr(), vector) };
                // Halves onto halves: the compiler makes shuffles of it.
                let mut width = $lanes / 2;
                while width > 0 {
                    for i in 0..width {
                        lanes[i] += lanes[i + width];
                    }
                    width /= 2;
                }
                lanes[0]
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn prefetch(self, at: *const $scalar) {
                // SAFETY: every x86-64 has the instruction, and a prefetch of any address is harmless.
                unsafe { _mm_prefetch::<_MM_HINT_T0>(at.cast()) }
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn prefetch_far(self, at: *const $scalar) {
                // SAFETY: every x86-64 has the instruction, and a prefetch of any address is harmless.
                unsafe { _mm_prefetch::<_MM_HINT_T1>(at.cast()) }
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            unsafe fn load(self, from: *const $scalar) -> $vector {
                // SAFETY: the token proves the features, the caller vouches for the address.
                unsafe { $load(from) }
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            unsafe fn store(self, to: *mut $scalar, vector: $vector) {
                // SAFETY: the token proves the features, the caller vouches for the address.
                unsafe { $store(to, vector) }
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            unsafe fn load_masked(self, from: *const $scalar, mask: __m256i) -> $vector {
                // SAFETY: the token proves the features, the caller vouches for the address.
                unsafe { $load_masked(from, mask) }
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            unsafe fn store_masked(self, to: *mut $scalar, mask: __m256i, vector: $vector) {
                // SAFETY: the token proves the features, the caller vouches for the address.
                unsafe { $store_masked(to, mask, vector) }
            }

            $($transpose)?
        }
    };
}

lanes!(
    /// 8 lanes of `f32`.
    F32x8, f32, __m256, 8, MASKS_32, _mm256_setzero_ps, _mm256_set1_ps, _mm256_add_ps, _mm256_fmadd_ps, _mm256_cmp_ps, _mm256_and_ps, _mm256_loadu_ps,
    _mm256_storeu_ps, _mm256_maskload_ps, _mm256_maskstore_ps,
    #[cfg_attr(not(debug_assertions), inline(always))]
    unsafe fn transpose_four(self, from: *const f32, from_stride: usize, to: *mut f32, to_stride: usize) {
        // SAFETY: the token proves the features, the caller vouches for the rows.
        unsafe { transpose_four(from, from_stride, to, to_stride) };
    }
);

lanes!(
    /// 4 lanes of `f64`.
    F64x4, f64, __m256d, 4, MASKS_64, _mm256_setzero_pd, _mm256_set1_pd, _mm256_add_pd, _mm256_fmadd_pd, _mm256_cmp_pd, _mm256_and_pd, _mm256_loadu_pd,
    _mm256_storeu_pd, _mm256_maskload_pd, _mm256_maskstore_pd,
);

/// Transposes 8 rows of four elements: see the twin in [`avx512`](super::avx512).
///
/// # Safety
/// As [`Lanes::transpose_four`], and the processor must have AVX.
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn transpose_four(from: *const f32, from_stride: usize, to: *mut f32, to_stride: usize) {
    // SAFETY: the caller vouches for the features, for 8 runs of 4 elements to read and for 4 runs of 8 to
    // write.
    unsafe {
        let mut rows = [_mm256_setzero_ps(); 4];
        for r in 0..4 {
            let low: __m128 = _mm_loadu_ps(from.add(r * from_stride));
            let high: __m128 = _mm_loadu_ps(from.add((4 + r) * from_stride));
            rows[r] = _mm256_insertf128_ps::<1>(_mm256_castps128_ps256(low), high);
        }
        let low01 = _mm256_castps_pd(_mm256_unpacklo_ps(rows[0], rows[1]));
        let high01 = _mm256_castps_pd(_mm256_unpackhi_ps(rows[0], rows[1]));
        let low23 = _mm256_castps_pd(_mm256_unpacklo_ps(rows[2], rows[3]));
        let high23 = _mm256_castps_pd(_mm256_unpackhi_ps(rows[2], rows[3]));
        _mm256_storeu_ps(to, _mm256_castpd_ps(_mm256_unpacklo_pd(low01, low23)));
        _mm256_storeu_ps(to.add(to_stride), _mm256_castpd_ps(_mm256_unpackhi_pd(low01, low23)));
        _mm256_storeu_ps(to.add(2 * to_stride), _mm256_castpd_ps(_mm256_unpacklo_pd(high01, high23)));
        _mm256_storeu_ps(to.add(3 * to_stride), _mm256_castpd_ps(_mm256_unpackhi_pd(high01, high23)));
    }
}
