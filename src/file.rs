//! Writing files: whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::Error;

/// Writes a file under another name beside its place and then renames it, so that whoever opens it finds the
/// old file or the new one and never a part.
pub(crate) fn write_whole(path: &Path, content: &[u8]) -> Result<(), Error> {
    // Threads and processes may write the same file at once; the last one to rename wins.
    static WRITTEN: AtomicUsize = AtomicUsize::new(0);
    let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(std::format!(".{}.{number}.tmp", process::id()));
    let temporary = path.with_file_name(name);

    write_through(&temporary, content).and_then(|()| fs::rename(&temporary, path)).map_err(|cause| {
        // It may never have been there.
        let _ = fs::remove_file(&temporary);
        Error::Write { path: path.into(), cause }
    })
}

/// Writes a new file and waits until it is on the disk.
fn write_through(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(content)?;
    file.sync_all()
}
