//! Work that the threads of a pool share, inside of the pool and where it is worth it; without the feature
//! `rayon`, nowhere.

#[cfg(feature = "rayon")]
use core::{
    cell::Cell,
    sync::atomic::{AtomicBool, Ordering},
};

/// Whether the threads of a pool share work. The trainer decides; nothing else checks whether it runs in a
/// pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Threads {
    are_many: bool,
}

impl Threads {
    /// One thread does all the work.
    pub(crate) const ONE: Self = Self { are_many: false };

    /// Those of the pool share it, or one does it all.
    pub(crate) const fn many(are_many: bool) -> Self {
        Self { are_many }
    }

    /// The share of each thread of `items`, of a piece of work that costs `multiply_adds`; `None` where one
    /// thread does it all.
    #[cfg(feature = "rayon")]
    #[inline]
    pub(crate) fn share(self, items: usize, multiply_adds: usize) -> Option<usize> {
        // Some 20 µs on one core; handing over takes a few.
        const WORTH_IT: usize = 1 << 20;
        if !self.are_many || multiply_adds < WORTH_IT || items < 2 || rayon::current_thread_index().is_none()
        {
            return None;
        }
        let threads = rayon::current_num_threads();
        (threads > 1).then(|| items.div_ceil(threads))
    }

    /// The share of each thread: one does it all.
    #[cfg(not(feature = "rayon"))]
    #[inline(always)]
    pub(crate) fn share(self, _items: usize, _multiply_adds: usize) -> Option<usize> {
        let Self { are_many: _ } = self;
        None
    }

    /// Fills some numbers.
    pub(crate) fn fill<T: Copy + Send + Sync>(self, numbers: &mut [T], value: T) {
        // As long as a few dozen multiply-adds each: all of them are read from memory.
        match self.share(numbers.len(), numbers.len() * 32) {
            None => numbers.fill(value),
            Some(share) => for_each_share(numbers, share, |_, numbers| numbers.fill(value)),
        }
    }
}

/// Gives each thread its share of some items, with the place of the first of them.
#[cfg(feature = "rayon")]
pub(crate) fn for_each_share<Y: Send>(items: &mut [Y], share: usize, work: impl Fn(usize, &mut [Y]) + Sync) {
    in_halves(items, 0, share, &work);
}

#[cfg(feature = "rayon")]
fn in_halves<Y: Send>(items: &mut [Y], first: usize, share: usize, work: &(impl Fn(usize, &mut [Y]) + Sync)) {
    if items.len() <= share {
        return work(first, items);
    }
    let middle = items.len().div_ceil(share) / 2 * share;
    let (left, right) = items.split_at_mut(middle);
    join(|| in_halves(left, first, share, work), || in_halves(right, first + middle, share, work));
}

#[cfg(feature = "rayon")]
std::thread_local! {
    /// Whether this thread is in the middle of a piece of work.
    static IS_BUSY: Cell<bool> = const { Cell::new(false) };
}

/// Two halves of some work, perhaps on two threads.
///
/// While a thread waits for its other half, rayon may give it other work. If that were [`look_out`], it would
/// wait for the end of a step that itself waits for this half. So the thread is marked as busy, and
/// [`look_out`] returns at once.
#[cfg(feature = "rayon")]
pub(crate) fn join(left: impl FnOnce() + Send, right: impl FnOnce() + Send) {
    rayon::join(|| while_busy(left), || while_busy(right));
}

#[cfg(feature = "rayon")]
fn while_busy<R>(work: impl FnOnce() -> R) -> R {
    struct Before(bool);
    impl Drop for Before {
        fn drop(&mut self) {
            IS_BUSY.set(self.0);
        }
    }
    let _before = Before(IS_BUSY.replace(true));
    work()
}

/// Gives each thread its share of some items, with the place of the first of them: one does it all.
#[cfg(not(feature = "rayon"))]
pub(crate) fn for_each_share<Y>(items: &mut [Y], _share: usize, work: impl Fn(usize, &mut [Y])) {
    work(0, items);
}

/// Runs some work while the other threads of the pool keep polling for shares of it instead of sleeping. A
/// thread that has gone to sleep takes some 50 µs to wake, and a step has a share for it every 100.
#[cfg(feature = "rayon")]
pub(crate) fn awake<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    if rayon::current_thread_index().is_none() || rayon::current_num_threads() < 2 {
        return work();
    }
    let is_done = AtomicBool::new(false);
    let work = || {
        let _done = Done(&is_done);
        while_busy(work)
    };
    rayon::join(work, || look_out(rayon::current_num_threads() - 1, &is_done)).0
}

/// Keeps up to this number of threads polling until the work is done. A busy thread returns at once.
#[cfg(feature = "rayon")]
fn look_out(threads: usize, is_done: &AtomicBool) {
    if IS_BUSY.get() {
        return;
    }
    if threads > 1 {
        rayon::join(|| look_out(threads / 2, is_done), || look_out(threads - threads / 2, is_done));
        return;
    }
    while !is_done.load(Ordering::Acquire) {
        if rayon::yield_now() != Some(rayon::Yield::Executed) {
            std::thread::yield_now();
        }
    }
}

/// Says that the work is done when it goes, be it in a panic.
#[cfg(feature = "rayon")]
struct Done<'a>(&'a AtomicBool);

#[cfg(feature = "rayon")]
impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

/// Runs some work.
#[cfg(not(feature = "rayon"))]
pub(crate) fn awake<R>(work: impl FnOnce() -> R) -> R {
    work()
}
