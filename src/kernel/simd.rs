//! Tokens of instruction sets, and what a kernel may ask of them.
//!
//! A token ([`Simd`]) is a zero-sized proof that the processor has an instruction set. A kernel is written
//! once, generic over the token, and marked `#[cfg_attr(not(debug_assertions), inline(always))]`;
//! [`dispatch`](super::dispatch) calls it inside a function that is compiled for that instruction set, so
//! everything below is compiled for it too. [`Lanes`] is a token together with a scalar type: the vector
//! register of that scalar, and the few operations that a matrix product needs.

/// What unsafe code believes without a check: [`Lanes::LANES`], which elements a load or a store touches, and
/// that a token is a proof. Only the types of this module's neighbours say so, because no other crate can
/// name this trait.
pub(super) mod sealed {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not an instruction set, vector or scalar of the kernels",
        label = "the kernels rely on these traits, so only the modules of the kernels can implement them"
    )]
    pub trait Trusted {}
}

/// The scalars that the kernels know: `f32` and `f64`. Sealed.
pub trait SimdScalar:
    sealed::Trusted + Copy + PartialOrd + core::ops::Add<Output = Self> + core::ops::Mul<Output = Self> + 'static
{
    /// This scalar's vector register on the instruction set `S`.
    type Lanes<S: Simd>: Lanes<Scalar = Self>;

    /// 0
    const NIL: Self;
    /// 1
    const UNIT: Self;

    /// The vector operations of this scalar, from the token.
    fn lanes<S: Simd>(simd: S) -> Self::Lanes<S>;

    /// `a·b + c`, rounded once. Slow where neither the function around it nor the target has the instruction.
    #[must_use]
    fn fused_mul_add(a: Self, b: Self, c: Self) -> Self;
}

/// A computation that is compiled once for every instruction set.
///
/// Mark [`run`](Op::run) and everything that it calls `#[cfg_attr(not(debug_assertions), inline(always))]`,
/// and keep closures out of hot loops: a function that is not inlined (and every closure is a function) is
/// compiled for the plain target.
pub trait Op {
    /// What the computation returns.
    type Output;

    /// The computation, on one instruction set.
    fn run<S: Simd>(self, simd: S) -> Self::Output;
}

/// A proof that the processor has an instruction set. Zero-sized, and sealed.
pub trait Simd: sealed::Trusted + Copy {
    /// The vector register of `f32`.
    type F32: Lanes<Scalar = f32>;
    /// The vector register of `f64`.
    type F64: Lanes<Scalar = f64>;

    /// Which instruction set this is.
    const ISA: Isa;

    /// The vector operations of `f32`.
    fn f32(self) -> Self::F32;

    /// The vector operations of `f64`.
    fn f64(self) -> Self::F64;

    /// Runs `op` out of line, in a function of its own that is compiled for this instruction set.
    ///
    /// This keeps the big products from being copied into every place that uses them.
    fn call<O: Op>(self, op: O) -> O::Output;

    /// `a·b + c`: rounded once where the instruction set has a fused multiply-add, twice where it has none.
    ///
    /// A loop of these over slices is vectorised by the compiler.
    #[must_use]
    fn mul_add<T: SimdScalar>(a: T, b: T, c: T) -> T;

    /// `y = tanh(x)`, number by number.
    ///
    /// # Panics
    /// When the slices differ in length.
    fn tanh(self, x: &[f32], y: &mut [f32]);
}

/// The vector register of one scalar type on one instruction set: a token, and the operations that a matrix
/// product needs. Sealed.
pub trait Lanes: sealed::Trusted + Copy {
    /// The element.
    type Scalar: SimdScalar;
    /// The register.
    type Vector: Copy;
    /// A choice of the first few lanes.
    type Mask: Copy;

    /// The number of elements in a register.
    const LANES: usize;
    /// The columns of the widest register tile (8, 6 or 4): two vectors in each, beside which the operands
    /// must find room.
    const TILE_COLUMNS: usize;
    /// The vectors in a column of a tile that is added to `C`: 2, or 4 where there are registers for 6
    /// columns of them.
    const TALL_VECTORS: usize;

    /// All lanes zero.
    fn zero(self) -> Self::Vector;
    /// All lanes `value`.
    fn splat(self, value: Self::Scalar) -> Self::Vector;
    /// The mask of the first `lanes` lanes, `lanes <= LANES`.
    fn mask(self, lanes: usize) -> Self::Mask;
    /// Lane by lane `a + b`.
    fn add(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// Lane by lane `a·b + c`.
    fn mul_add(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;
    /// Lane by lane `x`, but 0 where `gate <= 0`.
    fn gate(self, gate: Self::Vector, x: Self::Vector) -> Self::Vector;
    /// The sum of all lanes, in a fixed order.
    fn sum(self, vector: Self::Vector) -> Self::Scalar;
    /// Asks for the cache line of `at`, which may be any address.
    fn prefetch(self, at: *const Self::Scalar);
    /// Asks for it in the second level of cache.
    fn prefetch_far(self, at: *const Self::Scalar);

    /// Reads `LANES` elements, at any alignment.
    ///
    /// # Safety
    /// `from` must be valid for reads of `LANES` elements.
    unsafe fn load(self, from: *const Self::Scalar) -> Self::Vector;

    /// Writes `LANES` elements, at any alignment.
    ///
    /// # Safety
    /// `to` must be valid for writes of `LANES` elements.
    unsafe fn store(self, to: *mut Self::Scalar, vector: Self::Vector);

    /// Reads the elements of `mask`; the other lanes are zero.
    ///
    /// # Safety
    /// `from` must be valid for reads of the elements of `mask`; the others are not touched.
    unsafe fn load_masked(self, from: *const Self::Scalar, mask: Self::Mask) -> Self::Vector;

    /// Writes the elements of `mask`.
    ///
    /// # Safety
    /// `to` must be valid for writes of the elements of `mask`; the others are not touched.
    unsafe fn store_masked(self, to: *mut Self::Scalar, mask: Self::Mask, vector: Self::Vector);

    /// [`load_masked`](Self::load_masked) of the first `lanes` elements, a number that the compiler knows: of
    /// a half or a quarter of a register it makes a load without a mask, which takes over at once what an
    /// earlier one has stored.
    ///
    /// # Safety
    /// `from` must be valid for reads of these elements.
    #[cfg_attr(not(debug_assertions), inline(always))]
    unsafe fn load_first(self, from: *const Self::Scalar, lanes: usize) -> Self::Vector {
        // SAFETY: the caller vouches for the elements.
        unsafe { self.load_masked(from, self.mask(lanes)) }
    }

    /// [`store_masked`](Self::store_masked) of the first `lanes` elements, in the same way.
    ///
    /// # Safety
    /// `to` must be valid for writes of these elements.
    #[cfg_attr(not(debug_assertions), inline(always))]
    unsafe fn store_first(self, to: *mut Self::Scalar, lanes: usize, vector: Self::Vector) {
        // SAFETY: the caller vouches for the elements.
        unsafe { self.store_masked(to, self.mask(lanes), vector) }
    }

    /// Transposes `LANES` rows of four elements: `to[k·to_stride + i] = from[i·from_stride + k]`.
    ///
    /// # Safety
    /// `from` must be valid for reads of `LANES` runs of four elements, `from_stride` apart, `to` for writes
    /// of four runs of `LANES` elements, `to_stride` apart.
    #[cfg_attr(not(debug_assertions), inline(always))]
    unsafe fn transpose_four(
        self,
        from: *const Self::Scalar,
        from_stride: usize,
        to: *mut Self::Scalar,
        to_stride: usize,
    ) {
        for i in 0..Self::LANES {
            for k in 0..4 {
                // SAFETY: both indices are inside of the blocks that the caller vouches for.
                unsafe { *to.add(k * to_stride + i) = *from.add(i * from_stride + k) };
            }
        }
    }
}

/// The instruction sets that the kernels are written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Isa {
    /// What the target declares, and nothing more.
    Portable,
    /// AVX2 with FMA: 256-bit vectors.
    Avx2,
    /// AVX-512 F, BW, DQ and VL: 512-bit vectors, 32 registers, masks.
    Avx512,
}

macro_rules! simd_scalar {
    ($type:ident, $lanes:ident, $token:ident, $fused:ident) => {
        impl sealed::Trusted for $type {}

        impl SimdScalar for $type {
            type Lanes<S: Simd> = S::$lanes;

            const NIL: Self = 0.0;
            const UNIT: Self = 1.0;

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn lanes<S: Simd>(simd: S) -> Self::Lanes<S> {
                simd.$token()
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn fused_mul_add(a: Self, b: Self, c: Self) -> Self {
                fused::$fused(a, b, c)
            }
        }
    };
}

simd_scalar!(f32, F32, f32, f32);
simd_scalar!(f64, F64, f64, f64);

/// The scalar fused multiply-add, which `core` does not have.
mod fused {
    macro_rules! fused {
        ($type:ident, $set:ident, $fmadd:ident, $get:ident) => {
            #[cfg(feature = "std")]
            #[cfg_attr(not(debug_assertions), inline(always))]
            pub(super) fn $type(a: $type, b: $type, c: $type) -> $type {
                a.mul_add(b, c)
            }

            #[cfg(all(not(feature = "std"), target_arch = "x86_64", target_feature = "fma"))]
            #[cfg_attr(not(debug_assertions), inline(always))]
            pub(super) fn $type(a: $type, b: $type, c: $type) -> $type {
                use core::arch::x86_64::{$fmadd, $get, $set};
                // SAFETY: the target declares the instruction.
                unsafe { $get($fmadd($set(a), $set(b), $set(c))) }
            }

            // No instruction set with a fused multiply-add can be chosen here: without std, only what the
            // target declares is.
            #[cfg(all(not(feature = "std"), not(all(target_arch = "x86_64", target_feature = "fma"))))]
            #[cfg_attr(not(debug_assertions), inline(always))]
            pub(super) fn $type(a: $type, b: $type, c: $type) -> $type {
                a * b + c
            }
        };
    }

    fused!(f32, _mm_set_ss, _mm_fmadd_ss, _mm_cvtss_f32);
    fused!(f64, _mm_set_sd, _mm_fmadd_sd, _mm_cvtsd_f64);
}
