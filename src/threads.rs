//! Work that the threads of a pool share, inside of the pool and where it is worth it; without the feature `rayon`, nowhere.

#[cfg(feature = "rayon")]
use core::sync::atomic::{AtomicBool, Ordering};

/// The share of each thread of `items`, of a piece of work of so many multiply-adds; `None` where one thread does it all.
#[cfg(feature = "rayon")]
pub(crate) fn share(items: usize, multiply_adds: usize) -> Option<usize> {
    // Some 20 µs on one core; handing over takes a few.
    const WORTH_IT: usize = 1 << 20;
    if multiply_adds < WORTH_IT || items < 2 || rayon::current_thread_index().is_none() {
        return None;
    }
    let threads = rayon::current_num_threads();
    (threads > 1).then(|| items.div_ceil(threads))
}

/// Fills some numbers.
pub(crate) fn fill<T: Copy + Send + Sync>(numbers: &mut [T], value: T) {
    // As long as a few dozen multiply-adds each: all of them are read from memory.
    match share(numbers.len(), numbers.len() * 32) {
        None => numbers.fill(value),
        Some(share) => for_each_share(numbers, share, |_, numbers| numbers.fill(value)),
    }
}

/// The share of each thread: one does it all.
#[cfg(not(feature = "rayon"))]
#[inline(always)]
pub(crate) fn share(_items: usize, _multiply_adds: usize) -> Option<usize> {
    None
}

/// Gives each thread its share of some items, with the place of the first of them.
#[cfg(feature = "rayon")]
pub(crate) fn for_each_share<Y: Send>(items: &mut [Y], share: usize, work: impl Fn(usize, &mut [Y]) + Sync) {
    use rayon::iter::{IndexedParallelIterator, ParallelIterator};
    use rayon::slice::ParallelSliceMut;

    items.par_chunks_mut(share).enumerate().for_each(|(i, items)| work(i * share, items));
}

/// Gives each thread its share of some items, with the place of the first of them: one does it all.
#[cfg(not(feature = "rayon"))]
pub(crate) fn for_each_share<Y>(items: &mut [Y], _share: usize, work: impl Fn(usize, &mut [Y])) {
    work(0, items);
}

/// Runs some work while the other threads of the pool wait for shares of it with open eyes. A thread that has gone to sleep takes
/// some 50 µs to wake, and a step has a share for it every 100.
#[cfg(feature = "rayon")]
pub(crate) fn awake<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    if rayon::current_thread_index().is_none() || rayon::current_num_threads() < 2 {
        return work();
    }
    let is_done = AtomicBool::new(false);
    let work = || {
        let _done = Done(&is_done);
        work()
    };
    rayon::join(work, || look_out(rayon::current_num_threads() - 1, &is_done)).0
}

/// So many threads, each of which takes what work there is until all is done.
#[cfg(feature = "rayon")]
fn look_out(threads: usize, is_done: &AtomicBool) {
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
