//! Choosing the instruction set: once, at run time.
//!
//! With `std` the processor is asked on the first call and the answer is kept; without it the target's
//! declared features decide. The environment variable `MONOGRAD_ISA` = `avx512`, `avx2` or `portable`, read
//! once on the first call (`std` only), forces a path for tests and measurements. A name that is unknown, or
//! that the machine does not have, panics: a measurement of another path than the requested one would be
//! worse.

use super::portable::Portable;
use super::simd::{Isa, Op};
#[cfg(target_arch = "x86_64")]
use super::{avx2::Avx2, avx512::Avx512, simd::Simd};

/// Runs `op` in a function that is compiled for the best instruction set of this machine.
///
/// It costs a load, a branch and a call: about a nanosecond. Wrap as much as possible in one `op`, for
/// instance a whole network's forward pass.
///
/// # Panics
/// On the first call, when the environment variable `MONOGRAD_ISA` names what the machine does not have.
#[inline]
pub fn dispatch<O: Op>(op: O) -> O::Output {
    let isa = selected();
    // SAFETY: `selected` is `best`, or what `select` found not to be above it, and `best` asked the processor
    // or the target.
    unsafe { run(isa, op) }
}

/// Runs `op` on the instruction set `isa`: for tests and measurements of every path in one process.
///
/// # Panics
/// When the machine does not have `isa`; see [`available`].
#[doc(hidden)]
#[inline]
pub fn dispatch_on<O: Op>(isa: Isa, op: O) -> O::Output {
    assert!(isa <= best(), "this machine does not have {isa:?}");
    // SAFETY: the line above: each instruction set includes the ones below it.
    unsafe { run(isa, op) }
}

/// The instruction sets of this machine, the best one first.
#[doc(hidden)]
pub fn available() -> impl Iterator<Item = Isa> {
    [Isa::Avx512, Isa::Avx2, Isa::Portable].into_iter().filter(|isa| *isa <= best())
}

/// # Safety
/// The machine must have `isa`.
#[inline(always)]
unsafe fn run<O: Op>(isa: Isa, op: O) -> O::Output {
    match isa {
        // SAFETY: the caller vouches for `isa`.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => unsafe { Avx512::new() }.call(op),
        // SAFETY: the caller vouches for `isa`.
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => unsafe { Avx2::new() }.call(op),
        _ => op.run(Portable),
    }
}

/// The best that the machine has. Each includes the ones below it.
#[cfg(all(feature = "std", target_arch = "x86_64"))]
fn best() -> Isa {
    use std::arch::is_x86_feature_detected as has;
    if !(has!("avx2") && has!("fma") && has!("bmi1") && has!("bmi2") && has!("lzcnt") && has!("popcnt")) {
        Isa::Portable
    } else if has!("avx512f") && has!("avx512bw") && has!("avx512dq") && has!("avx512vl") {
        Isa::Avx512
    } else {
        Isa::Avx2
    }
}

/// The best that the target declares.
#[cfg(not(all(feature = "std", target_arch = "x86_64")))]
const fn best() -> Isa {
    const AVX2: bool = cfg!(all(
        target_arch = "x86_64",
        target_feature = "avx2",
        target_feature = "fma",
        target_feature = "bmi1",
        target_feature = "bmi2",
        target_feature = "lzcnt",
        target_feature = "popcnt"
    ));
    const AVX512: bool = cfg!(all(
        target_feature = "avx512f",
        target_feature = "avx512bw",
        target_feature = "avx512dq",
        target_feature = "avx512vl"
    ));
    match (AVX2, AVX512) {
        (true, true) => Isa::Avx512,
        (true, false) => Isa::Avx2,
        (false, _) => Isa::Portable,
    }
}

#[cfg(not(feature = "std"))]
#[inline(always)]
fn selected() -> Isa {
    best()
}

/// The instruction set of [`dispatch`]: the forced one, or the best.
#[cfg(feature = "std")]
#[inline(always)]
fn selected() -> Isa {
    use core::sync::atomic::Ordering;
    match SELECTED.load(Ordering::Relaxed) {
        3 => Isa::Avx512,
        2 => Isa::Avx2,
        1 => Isa::Portable,
        _ => select(),
    }
}

/// 0 before the first call, then what [`select`] chose.
#[cfg(feature = "std")]
static SELECTED: core::sync::atomic::AtomicU8 = core::sync::atomic::AtomicU8::new(0);

#[cfg(feature = "std")]
#[cold]
fn select() -> Isa {
    let isa = match std::env::var("MONOGRAD_ISA").as_deref() {
        Err(_) | Ok("") => best(),
        Ok("avx512") => Isa::Avx512,
        Ok("avx2") => Isa::Avx2,
        Ok("portable") => Isa::Portable,
        Ok(other) => {
            panic!("MONOGRAD_ISA is `{other}`, but must be `avx512`, `avx2` or `portable`")
        }
    };
    assert!(isa <= best(), "MONOGRAD_ISA asks for {isa:?}, which this machine does not have");
    SELECTED.store(isa as u8 + 1, core::sync::atomic::Ordering::Relaxed);
    isa
}
