//! Ctrl-C ends an example after the current epoch, with what was learned; a second one ends it at once.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

/// The flag that Ctrl-C raises, for `Fit::stop_flag`.
#[must_use]
pub fn flag() -> &'static AtomicBool {
    static STOP: AtomicBool = AtomicBool::new(false);
    let handler = || {
        if STOP.swap(true, Ordering::Relaxed) {
            // As a shell says it of a program that a signal ended.
            process::exit(130);
        }
        eprintln!("\nending after this epoch; once more to end now");
    };
    // Without a handler Ctrl-C ends the program, as everywhere.
    let _ = ctrlc::set_handler(handler);
    &STOP
}
