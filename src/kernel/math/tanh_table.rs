//! `tanh` of a whole AVX-512 vector: no division, and tables that two registers hold.
//!
//! The leading bits of `a = |x|` choose an interval, a quarter of a binade from 5/64 to 10, one more below
//! and one above, and with it `tanh a = (c0 + c1·a) + w·((c2 + c3·a) + w·(c4 + c5·a))`, `w = (a - centre)²`.
//! Only `w` waits for the centre. 16 numbers take 33 cycles, where the quotient of [`tanh`](super::tanh())
//! takes 50; 64 take 43 instead of 65.
//!
//! At most 1 float from the correctly rounded value, 1.48 ulp from the exact one. Tried: degree 4 (4 ulp),
//! the sign brought in early (1 cycle shorter, 10 % less throughput), the centre cut out of the bits (no
//! shorter).

use core::arch::x86_64::{
    __m512, __m512i, _mm512_andnot_si512, _mm512_castps_si512, _mm512_castsi512_ps, _mm512_fmadd_ps,
    _mm512_load_ps, _mm512_max_epu32, _mm512_min_epu32, _mm512_min_ps, _mm512_mul_ps, _mm512_permutex2var_ps,
    _mm512_set1_epi32, _mm512_srli_epi32, _mm512_sub_ps, _mm512_ternarylogic_epi32,
};

/// The coefficients `c0` to `c5` and the centre of each interval, at the place `bits(a) >> 21`, modulo 32
/// (`fit.py tanh_table`).
#[repr(align(64))]
struct Table([[f32; 32]; 7]);

#[rustfmt::skip]
static TABLE: Table = Table([
    [
        0.880_230_1, 0.947_270_45, 0.977_511_5, 0.990_607_3,
        0.997_532_3, 0.999_599_16, 0.999_936_7, 0.999_990_2,
        1.0, 1.0, 0.0, 0.0,
        0.0, 4.206_222_7e-4, 6.926_809e-4, 0.001_061_194_7,
        0.001_824_965_4, 0.003_306_322_7, 0.005_407_354, 0.008_218_082,
        0.013_936_231, 0.024_692_008, 0.039_339_22, 0.058_032_893,
        0.093_538_73, 0.153_390_72, 0.224_252_07, 0.301_753_9,
        0.421_140_43, 0.569_207_5, 0.691_778, 0.785_674_63,
    ],
    [
        0.043_464_88, 0.016_214_28, 0.005_995_726, 0.002_209_899,
        4.935_337e-4, 6.680_684e-5, 9.041_66e-6, 1.223_650_9e-6,
        0.0, 0.0, 0.0, 0.0,
        1.0, 0.992_651, 0.989_755_6, 0.986_391_84,
        0.980_482_4, 0.971_031_2, 0.959_849_2, 0.947_019_2,
        0.924_890_16, 0.890_557_4, 0.851_556_3, 0.808_865_9,
        0.740_073_3, 0.644_338_67, 0.549_803_1, 0.461_138_78,
        0.345_031_68, 0.225_904_88, 0.143_734_29, 0.089_797_67,
    ],
    [
        -0.103_459_04, -0.045_084_342, -0.018_849_23, -0.007_712_472_7,
        -0.001_970_212_4, -3.112_943e-4, -4.787_956_3e-5, -7.773_676e-6,
        7.511_374_6e-7, 0.0, 0.0, 0.0,
        0.0, -0.057_128_515, -0.067_736_104, -0.078_141_31,
        -0.093_764_01, -0.114_439_6, -0.135_142_58, -0.155_516_04,
        -0.186_383_98, -0.226_051_33, -0.264_078_6, -0.299_809_63,
        -0.346_775_1, -0.394_106_24, -0.421_179, -0.427_559_26,
        -0.404_100_3, -0.335_704_6, -0.255_173_65, -0.182_789_01,
    ],
    [
        0.027_089_177, 0.010_546_594, 0.003_960_584_8, 0.001_468_046_3,
        3.283_198e-4, 4.447_045e-5, 6.019_195e-6, 8.147_334e-7,
        -8.234_247_4e-8, 0.0, 0.0, 0.0,
        -0.333_334_77, -0.325_458_88, -0.319_403_1, -0.315_150_17,
        -0.307_288_9, -0.295_735_84, -0.281_510_56, -0.266_546_67,
        -0.238_539_14, -0.199_455_45, -0.157_555_42, -0.114_818_21,
        -0.054_295_75, 0.014_316_346_5, 0.064_338_624, 0.094_988_056,
        0.110_990_47, 0.099_596_456, 0.075_180_37, 0.051_796_474,
    ],
    [
        -0.021_305_501, -0.010_408_042, -0.004_494_244_7, -0.001_845_239_8,
        -4.809_693_8e-4, -7.465_917_6e-5, -1.245_672_1e-5, 5.233_662e-8,
        -6.892_475_5e-9, 0.0, 0.0, 0.0,
        7.651_845e-5, -1.948_219_8, 0.439_259_56, 0.453_368_84,
        0.231_889_67, -0.013_038_982, 0.018_117_208, -0.554_632_07,
        0.189_223_89, 0.135_309_98, 0.130_723_95, 0.246_789_77,
        0.180_220_47, 0.152_534_34, 0.144_241_7, 0.131_079_88,
        0.040_348_113, -0.006_173_971_6, -0.026_081_01, -0.029_929_314,
    ],
    [
        0.003_963_434_6, 0.001_912_190_3, 7.744_228e-4, 2.949_999_8e-4,
        6.865_629e-5, 9.326_975_5e-6, 1.261_351_6e-6, 1.704_234_3e-7,
        -3.778_356e-9, 0.0, 0.0, 0.0,
        0.132_264_82, 23.584_76, -4.071_109_3, -2.328_823,
        -1.083_000_4, 0.626_400_9, 0.362_616_9, 3.071_772_6,
        -0.154_191_54, 0.080_411_09, 0.082_590_416, -0.159_679_92,
        -0.045_482_207, -0.049_172_41, -0.077_892_06, -0.093_980_916,
        -0.032_640_122, -0.010_814_313, 6.317_418e-4, 0.004_826_137_3,
    ],
    [
        2.25, 2.75, 3.25, 3.75,
        4.5, 5.5, 6.5, 7.5,
        10.0, 0.0, 0.0, 0.0,
        0.0, 0.085_937_5, 0.101_562_5, 0.117_187_5,
        0.140_625, 0.171_875, 0.203_125, 0.234_375,
        0.281_25, 0.343_75, 0.406_25, 0.468_75,
        0.5625, 0.6875, 0.8125, 0.9375,
        1.125, 1.375, 1.625, 1.875,
    ],
]);

/// The bits of 1/16, whose interval begins at 0.
const FIRST: i32 = 0x3d80_0000;
/// The bits of 10, whose interval, where `tanh` is 1, has no end.
const LAST: i32 = 0x4120_0000;

/// `tanh x` of 16 numbers: odd, within `[-1, 1]`, exactly `x` where that is the nearest float, NaN for NaN.
///
/// # Safety
/// The processor must have AVX-512 F.
#[inline(always)]
pub(in crate::kernel) unsafe fn tanh(x: __m512) -> __m512 {
    // SAFETY: the caller vouches for the instruction set.
    unsafe {
        let (sign, limit) = (_mm512_set1_epi32(i32::MIN), _mm512_set1_epi32(LAST));
        let bits = _mm512_andnot_si512(sign, _mm512_castps_si512(x));
        // A permutation reads the lowest five bits of an index only.
        let place = _mm512_max_epu32(_mm512_min_epu32(bits, limit), _mm512_set1_epi32(FIRST));
        let place = _mm512_srli_epi32::<21>(place);
        // This minimum is its second argument where that is NaN.
        let a = _mm512_min_ps(_mm512_castsi512_ps(limit), _mm512_castsi512_ps(bits));
        let d = _mm512_sub_ps(a, look_up(6, place));
        let w = _mm512_mul_ps(d, d);
        let e2 = _mm512_fmadd_ps(look_up(5, place), a, look_up(4, place));
        let e1 = _mm512_fmadd_ps(look_up(3, place), a, look_up(2, place));
        let e0 = _mm512_fmadd_ps(look_up(1, place), a, look_up(0, place));
        let y = _mm512_castps_si512(_mm512_fmadd_ps(w, _mm512_fmadd_ps(w, e2, e1), e0));
        // y | (x & sign)
        _mm512_castsi512_ps(_mm512_ternarylogic_epi32::<0xF8>(y, _mm512_castps_si512(x), sign))
    }
}

/// A row of the table, at each lane's place.
///
/// # Safety
/// The processor must have AVX-512 F.
#[inline(always)]
unsafe fn look_up(row: usize, place: __m512i) -> __m512 {
    let (low, high) = TABLE.0[row].split_at(16);
    // SAFETY: the caller vouches for the instruction set; both halves of a row are cache lines of their own.
    unsafe { _mm512_permutex2var_ps(_mm512_load_ps(low.as_ptr()), place, _mm512_load_ps(high.as_ptr())) }
}
