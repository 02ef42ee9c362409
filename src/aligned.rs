//! Memory that starts at a cache line.
//!
//! A 512-bit read that crosses into a second line costs twice; `malloc` aligns to 16 bytes, and a vector of
//! scalars needs only four. One sample through 784-128 took 4.2 µs there, and 2.5 µs at the start of a line.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
use core::ops::{Deref, DerefMut};

use bytemuck::Zeroable;

/// A value at the start of a cache line of 64 bytes: for a network in a `static`.
///
/// ```
/// use monograd::{Aligned, prelude::*};
///
/// network! { struct Net<4 => Linear(2)>; }
///
/// static NET: Aligned<Net> = Aligned(monograd::bytemuck::zeroed());
/// assert_eq!(NET.predict(&SVector::from([1.0; 4])), SVector::from([0.0; 2]));
/// assert_eq!(std::ptr::from_ref(&NET).addr() % 64, 0);
/// ```
#[repr(C, align(64))]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Aligned<T>(pub T);

// SAFETY: the one field is `Zeroable`, and what follows it is padding.
unsafe impl<T: Zeroable> Zeroable for Aligned<T> {}

impl<T> Deref for Aligned<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Aligned<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

/// A network on the heap, at the start of a cache line. It dereferences to the network.
///
/// It is made, cloned and overwritten where it is, and never moved over the stack:
///
/// ```
/// use monograd::prelude::*;
///
/// network! { struct Wide<4096 => hidden: Linear(4096) => ReLU => Linear(10)>; } // 67 MB
///
/// let mut net = Wide::zeros();
/// net.hidden.bias[0] = 1.0;
/// let mut best = net.clone();
/// net.hidden.bias[0] = 2.0;
/// best.clone_from(&net);
/// assert_eq!(best.hidden.bias[0], 2.0);
/// ```
///
/// Write `a.clone_from(&b)`, and not `*a = *b`: a build without optimisation copies what is assigned to the
/// stack first, and no type can change that. The same is true of networks behind references and of single
/// layers, whose `clone_from` is also in place: `net.hidden.clone_from(&best.hidden)`.
#[cfg(feature = "alloc")]
#[derive(PartialEq)]
pub struct Boxed<N>(Box<Aligned<N>>);

/// `to = from` as a copy from memory to memory, where an assignment may go over the stack.
#[inline]
pub fn copy_in_place<N: Copy>(to: &mut N, from: &N) {
    core::slice::from_mut(to).copy_from_slice(core::slice::from_ref(from));
}

/// `Clone` for a `Copy` type that may be too large for the stack: `clone_from` copies from memory to memory.
macro_rules! clone_in_place {
    ([$($generics:tt)*] $name:ty) => {
        #[allow(
            clippy::expl_impl_clone_on_copy,
            clippy::non_canonical_clone_impl,
            reason = "the derived `clone_from` goes over the stack"
        )]
        impl<$($generics)*> Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }

            #[inline]
            fn clone_from(&mut self, source: &Self) {
                $crate::aligned::copy_in_place(self, source);
            }
        }
    };
}
pub(crate) use clone_in_place;

#[cfg(feature = "alloc")]
impl<N: Copy + Zeroable> Clone for Boxed<N> {
    fn clone(&self) -> Self {
        let mut copy = Self::zeroed();
        copy.clone_from(self);
        copy
    }

    fn clone_from(&mut self, source: &Self) {
        copy_in_place(&mut **self, &**source);
    }
}

#[cfg(feature = "alloc")]
impl<N: core::fmt::Debug> core::fmt::Debug for Boxed<N> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(feature = "alloc")]
impl<N: Zeroable> Boxed<N> {
    /// All zeros, made in place: it is never on the stack.
    pub(crate) fn zeroed() -> Self {
        Self(bytemuck::zeroed_box())
    }
}

#[cfg(feature = "alloc")]
impl<N> Deref for Boxed<N> {
    type Target = N;

    #[inline(always)]
    fn deref(&self) -> &N {
        &self.0.0
    }
}

#[cfg(feature = "alloc")]
impl<N> DerefMut for Boxed<N> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut N {
        &mut self.0.0
    }
}
