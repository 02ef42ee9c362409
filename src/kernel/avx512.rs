//! AVX-512: 512-bit vectors, 32 registers, and masks for the edges.
//!
//! The features are F, BW, DQ and VL with AVX2 and FMA: every AVX-512 server and desktop core since Skylake-X
//! and Zen 4.

use core::arch::x86_64::{
    __m512, __m512d, __mmask8, __mmask16, _CMP_NLE_UQ, _MM_HINT_T0, _MM_HINT_T1, _mm_loadu_ps, _mm_prefetch,
    _mm_storeu_ps, _mm256_loadu_ps, _mm256_storeu_ps, _mm512_add_pd, _mm512_add_ps, _mm512_castpd_ps,
    _mm512_castps_pd, _mm512_castps128_ps512, _mm512_castps512_ps128, _mm512_castps512_ps256,
    _mm512_cmp_pd_mask, _mm512_cmp_ps_mask, _mm512_fmadd_pd, _mm512_fmadd_ps, _mm512_insertf32x4,
    _mm512_loadu_pd, _mm512_loadu_ps, _mm512_mask_storeu_pd, _mm512_mask_storeu_ps, _mm512_maskz_loadu_pd,
    _mm512_maskz_loadu_ps, _mm512_maskz_mov_pd, _mm512_maskz_mov_ps, _mm512_reduce_add_pd,
    _mm512_reduce_add_ps, _mm512_set1_pd, _mm512_set1_ps, _mm512_setzero_pd, _mm512_setzero_ps,
    _mm512_storeu_pd, _mm512_storeu_ps, _mm512_unpackhi_pd, _mm512_unpackhi_ps, _mm512_unpacklo_pd,
    _mm512_unpacklo_ps, _mm512_zextps128_ps512, _mm512_zextps256_ps512,
};

use super::math::tanh_table::tanh;
use super::simd::{Isa, Lanes, Op, Simd, SimdScalar, sealed::Trusted};

/// The proof that the processor has AVX-512 (F, BW, DQ, VL), AVX2 and FMA.
#[derive(Clone, Copy)]
pub(super) struct Avx512(());

impl Avx512 {
    /// The token.
    ///
    /// # Safety
    /// The processor must have AVX-512 F, BW, DQ and VL, AVX2, FMA, BMI1, BMI2, LZCNT and POPCNT.
    #[must_use]
    pub(super) unsafe fn new() -> Self {
        Self(())
    }
}

impl Trusted for Avx512 {}

impl Simd for Avx512 {
    type F32 = F32x16;
    type F64 = F64x8;

    const ISA: Isa = Isa::Avx512;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn f32(self) -> F32x16 {
        F32x16(self)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn f64(self) -> F64x8 {
        F64x8(self)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn call<O: Op>(self, op: O) -> O::Output {
        #[inline(never)]
        #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,bmi1,bmi2,lzcnt,popcnt")]
        fn compiled<O: Op>(simd: Avx512, op: O) -> O::Output {
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
        assert_eq!(x.len(), y.len(), "there must be one result for each number");
        let lanes = self.f32();
        let len = x.len();
        let whole = len - len % F32x16::LANES;
        let (x, y) = (x.as_ptr(), y.as_mut_ptr());
        // SAFETY: the token proves the features; the addresses are inside of the slices, and masked lanes are
        // not touched.
        unsafe {
            let mut i = 0;
            while i < whole {
                lanes.store(y.add(i), tanh(lanes.load(x.add(i))));
                i += F32x16::LANES;
            }
            if whole < len {
                let last = tanh(lanes.load_first(x.add(whole), len - whole));
                lanes.store_first(y.add(whole), len - whole, last);
            }
        }
    }
}

macro_rules! lanes {
    (
        $(#[$doc:meta])* $name:ident, $scalar:ident, $vector:ident, $mask:ident, $lanes:literal, $zero:ident, $splat:ident, $add:ident,
        $fmadd:ident, $compare:ident, $open:ident, $sum:ident, $load:ident, $store:ident, $load_masked:ident, $store_masked:ident, $($item:item)*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub(super) struct $name(Avx512);

        impl Trusted for $name {}

        impl Lanes for $name {
            type Scalar = $scalar;
            type Vector = $vector;
            type Mask = $mask;

            const LANES: usize = $lanes;
            const TILE_COLUMNS: usize = 8;
            const TALL_VECTORS: usize = 4;

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
            #[allow(clippy::cast_possible_truncation, reason = "at most 16")]
            fn mask(self, lanes: usize) -> $mask {
                debug_assert!(lanes <= $lanes);
                $mask::MAX.unbounded_shr(($lanes - lanes) as u32)
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
                unsafe { $open($compare::<_CMP_NLE_UQ>(gate, $zero()), x) }
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn sum(self, vector: $vector) -> $scalar {
                // SAFETY: the token proves the features.
                unsafe { $sum(vector) }
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
            unsafe fn load_masked(self, from: *const $scalar, mask: $mask) -> $vector {
                // SAFETY: the token proves the features, the caller vouches for the address.
                unsafe { $load_masked(mask, from) }
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            unsafe fn store_masked(self, to: *mut $scalar, mask: $mask, vector: $vector) {
                // SAFETY: the token proves the features, the caller vouches for the address.
                unsafe { $store_masked(to, mask, vector) }
            }

            $($item)*
        }
    };
}

lanes!(
    /// 16 lanes of `f32`.
    F32x16, f32, __m512, __mmask16, 16, _mm512_setzero_ps, _mm512_set1_ps, _mm512_add_ps, _mm512_fmadd_ps, _mm512_cmp_ps_mask, _mm512_maskz_mov_ps, _mm512_reduce_add_ps,
    _mm512_loadu_ps, _mm512_storeu_ps, _mm512_maskz_loadu_ps, _mm512_mask_storeu_ps,
    #[cfg_attr(not(debug_assertions), inline(always))]
    unsafe fn load_first(self, from: *const f32, lanes: usize) -> __m512 {
        // SAFETY: the token proves the features, the caller vouches for the address.
        unsafe {
            match lanes {
                8 => _mm512_zextps256_ps512(_mm256_loadu_ps(from)),
                4 => _mm512_zextps128_ps512(_mm_loadu_ps(from)),
                _ => self.load_masked(from, self.mask(lanes)),
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    unsafe fn store_first(self, to: *mut f32, lanes: usize, vector: __m512) {
        // SAFETY: the token proves the features, the caller vouches for the address.
        unsafe {
            match lanes {
                8 => _mm256_storeu_ps(to, _mm512_castps512_ps256(vector)),
                4 => _mm_storeu_ps(to, _mm512_castps512_ps128(vector)),
                _ => self.store_masked(to, self.mask(lanes), vector),
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    unsafe fn transpose_four(self, from: *const f32, from_stride: usize, to: *mut f32, to_stride: usize) {
        // SAFETY: the token proves the features, the caller vouches for the rows.
        unsafe { transpose_four(from, from_stride, to, to_stride) };
    }
);

lanes!(
    /// 8 lanes of `f64`.
    F64x8, f64, __m512d, __mmask8, 8, _mm512_setzero_pd, _mm512_set1_pd, _mm512_add_pd, _mm512_fmadd_pd, _mm512_cmp_pd_mask, _mm512_maskz_mov_pd, _mm512_reduce_add_pd,
    _mm512_loadu_pd, _mm512_storeu_pd, _mm512_maskz_loadu_pd, _mm512_mask_storeu_pd,
);

/// Transposes 16 rows of four elements.
///
/// Row `4·lane + r` goes to 128-bit lane `lane` of `rows[r]` straight from memory, so that the transposition
/// of each lane's 4×4 block is all that remains: 5 shuffles on two ports for a vector, where the textbook's
/// in-register 16×16 takes 4 on one port.
///
/// # Safety
/// As [`Lanes::transpose_four`], and the processor must have AVX-512 F and DQ.
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn transpose_four(from: *const f32, from_stride: usize, to: *mut f32, to_stride: usize) {
    // SAFETY: the caller vouches for the features, for 16 runs of 4 elements to read and for 4 runs of 16 to
    // write.
    unsafe {
        let mut rows = [_mm512_setzero_ps(); 4];
        for r in 0..4 {
            let row: __m512 = _mm512_castps128_ps512(_mm_loadu_ps(from.add(r * from_stride)));
            let row = _mm512_insertf32x4::<1>(row, _mm_loadu_ps(from.add((4 + r) * from_stride)));
            let row = _mm512_insertf32x4::<2>(row, _mm_loadu_ps(from.add((8 + r) * from_stride)));
            rows[r] = _mm512_insertf32x4::<3>(row, _mm_loadu_ps(from.add((12 + r) * from_stride)));
        }
        let low01 = _mm512_castps_pd(_mm512_unpacklo_ps(rows[0], rows[1]));
        let high01 = _mm512_castps_pd(_mm512_unpackhi_ps(rows[0], rows[1]));
        let low23 = _mm512_castps_pd(_mm512_unpacklo_ps(rows[2], rows[3]));
        let high23 = _mm512_castps_pd(_mm512_unpackhi_ps(rows[2], rows[3]));
        _mm512_storeu_ps(to, _mm512_castpd_ps(_mm512_unpacklo_pd(low01, low23)));
        _mm512_storeu_ps(to.add(to_stride), _mm512_castpd_ps(_mm512_unpackhi_pd(low01, low23)));
        _mm512_storeu_ps(to.add(2 * to_stride), _mm512_castpd_ps(_mm512_unpacklo_pd(high01, high23)));
        _mm512_storeu_ps(to.add(3 * to_stride), _mm512_castpd_ps(_mm512_unpackhi_pd(high01, high23)));
    }
}
