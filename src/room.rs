//! Room for what is too large for the stack: each thread keeps its own, so that the first call allocates and
//! no other does.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use bytemuck::{Pod, Zeroable};

/// A cache line, which is aligned for whatever a room holds.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C, align(64))]
pub(crate) struct Line([u8; 64]);

/// Lines as values of another type: as many as fit.
#[inline(always)]
pub(crate) fn values<T: Pod>(lines: &mut [Line]) -> &mut [T] {
    let bytes: &mut [u8] = bytemuck::cast_slice_mut(lines);
    let whole = bytes.len() / size_of::<T>() * size_of::<T>();
    bytemuck::cast_slice_mut(&mut bytes[..whole])
}

/// Up to this many bytes are on the stack, where a new frame is free. More would gain nothing: a network with
/// 16 KiB of activations computes for microseconds, and finding the thread's room takes nanoseconds.
pub(crate) const ON_THE_STACK: usize = 16 * 1024;

/// Calls `work` with room for some values, at least one and at most `most`, which hold whatever was there
/// before.
pub(crate) fn with_some<T: Pod>(most: usize, work: impl FnOnce(&mut [T])) {
    const {
        assert!(
            cfg!(feature = "alloc") || size_of::<T>() <= ON_THE_STACK,
            "an output of this network is too large for the stack, and without the feature `alloc` there is no heap"
        );
    }
    if const { size_of::<T>() <= ON_THE_STACK } {
        on_the_stack(most, work);
    } else {
        with(most.min(TILE_ON_THE_HEAP / size_of::<T>()).max(1), work);
    }
}

#[inline(never)]
fn on_the_stack<T: Pod>(most: usize, work: impl FnOnce(&mut [T])) {
    let mut lines = [Line::zeroed(); ON_THE_STACK / size_of::<Line>()];
    let room = values(&mut lines);
    let most = most.min(room.len());
    work(&mut room[..most]);
}

/// What goes through the layers side by side where it is on the heap: a second-level cache holds it.
pub(crate) const TILE_ON_THE_HEAP: usize = 256 * 1024;

/// Calls `work` with room for `len` values, which hold whatever was there before.
#[cfg(feature = "alloc")]
pub(crate) fn with<T: Pod, R>(len: usize, work: impl FnOnce(&mut [T]) -> R) -> R {
    let lines = (len * size_of::<T>()).div_ceil(size_of::<Line>());
    let mut kept = Kept::take(lines);
    work(&mut values(&mut kept.lines[..lines])[..len])
}

/// Without a heap there is none. Each caller has a `const` assertion that fails the build.
#[cfg(not(feature = "alloc"))]
pub(crate) fn with<T: Pod, R>(_len: usize, _work: impl FnOnce(&mut [T]) -> R) -> R {
    unreachable!("a build without `alloc` refuses what needs room on the heap")
}

/// A thread's room while it is in use.
#[cfg(feature = "alloc")]
struct Kept {
    lines: Vec<Line>,
    /// How many other rooms of this thread are in use.
    #[cfg(feature = "std")]
    depth: usize,
}

#[cfg(all(feature = "alloc", not(feature = "std")))]
impl Kept {
    /// There is nowhere to keep it without threads' own memory.
    fn take(lines: usize) -> Self {
        Self { lines: bytemuck::zeroed_vec(lines) }
    }
}

/// A layer may use a network of its own, and a metric keeps the outputs of the network that it calls: that
/// many rooms of one thread are kept.
#[cfg(feature = "std")]
const NESTED: usize = 4;

#[cfg(feature = "std")]
std::thread_local! {
    static ROOMS: [core::cell::Cell<Vec<Line>>; NESTED] =
        const { [const { core::cell::Cell::new(Vec::new()) }; NESTED] };
    static IN_USE: core::cell::Cell<usize> = const { core::cell::Cell::new(0) };
}

#[cfg(feature = "std")]
impl Kept {
    fn take(lines: usize) -> Self {
        let depth = IN_USE.replace(IN_USE.get() + 1);
        // A thread that is ending has no rooms any more.
        let kept = ROOMS.try_with(|rooms| rooms.get(depth).map(core::cell::Cell::take));
        let mut kept = Self { lines: kept.ok().flatten().unwrap_or_default(), depth };
        if kept.lines.len() < lines {
            kept.lines = Vec::new();
            kept.lines = bytemuck::zeroed_vec(lines);
        }
        kept
    }
}

#[cfg(feature = "std")]
impl Drop for Kept {
    fn drop(&mut self) {
        IN_USE.set(self.depth);
        let lines = core::mem::take(&mut self.lines);
        // Where it cannot be kept, it is freed.
        let _ = ROOMS.try_with(|rooms| rooms.get(self.depth).map(|room| room.set(lines)));
    }
}
