//! The system's allocator, which counts what each thread allocates.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    /// The allocations of this thread, so that tests that run beside one do not count.
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
    /// The bytes that this thread has allocated and not freed; what another thread frees stays.
    static LIVE: Cell<isize> = const { Cell::new(0) };
    /// The most of them at any time.
    static PEAK: Cell<isize> = const { Cell::new(0) };
}

pub(crate) fn allocations() -> usize {
    ALLOCATIONS.get()
}

/// What the function gives, and the most bytes that it had at any time beyond those from before.
#[allow(dead_code, reason = "not every program that has this allocator asks for bytes")]
pub(crate) fn peak<T>(run: impl FnOnce() -> T) -> (T, usize) {
    let before = LIVE.get();
    PEAK.set(before);
    let result = run();
    (result, usize::try_from(PEAK.get() - before).unwrap_or(0))
}

struct Counting;

impl Counting {
    #[expect(clippy::cast_possible_wrap, reason = "no allocation is larger than `isize::MAX`")]
    fn count(allocated: usize) {
        // A thread that ends may allocate when its locals are gone.
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        let live = LIVE.try_with(|live| live.replace(live.get() + allocated as isize) + allocated as isize);
        let _ = PEAK.try_with(|peak| peak.set(peak.get().max(live.unwrap_or_default())));
    }

    #[expect(clippy::cast_possible_wrap, reason = "no allocation is larger than `isize::MAX`")]
    fn uncount(freed: usize) {
        let _ = LIVE.try_with(|live| live.set(live.get() - freed as isize));
    }
}

// SAFETY: every call goes on to the system's allocator as it came. Counting allocates nothing: the cells are
// made at compile time and need no destructor.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::count(layout.size());
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        Self::count(layout.size());
        // SAFETY: the caller keeps the contract of `alloc_zeroed`.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // The old memory may stay until the new one is filled.
        Self::count(size);
        Self::uncount(layout.size());
        // SAFETY: the caller keeps the contract of `realloc`.
        unsafe { System.realloc(memory, layout, size) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        Self::uncount(layout.size());
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;
