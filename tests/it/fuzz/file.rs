//! A file whose content changes with every input.

use std::cell::RefCell;
use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;

use tempfile::NamedTempFile;

thread_local! {
    static FILE: RefCell<Option<NamedTempFile>> = const { RefCell::new(None) };
}

/// Calls `read` with the path of a file of this content. It is in memory where the system has a folder for
/// that.
pub(crate) fn with_file(content: &[u8], read: impl FnOnce(&Path)) {
    FILE.with_borrow_mut(|place| {
        let memory = Path::new("/dev/shm");
        let make = || NamedTempFile::new_in(memory).or_else(|_| NamedTempFile::new()).expect("a file");
        let file = place.get_or_insert_with(make);
        let handle: &mut File = file.as_file_mut();
        handle.set_len(0).expect("an empty file");
        handle.rewind().expect("its beginning");
        handle.write_all(content).expect("a file that can be written");
        read(file.path());
    });
}

/// What must hold for the message of each error.
pub(crate) fn check_message<T>(result: Result<T, impl std::error::Error>) {
    if let Err(error) = result {
        let message = error.to_string();
        assert!(!message.contains(char::is_control), "a message of more than one line: {message:?}");
        assert!(message.len() < 2000, "a long message: {message:?}");
    }
}
