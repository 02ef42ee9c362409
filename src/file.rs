//! Writing files: whole or not at all.
//!
//! A reader of the file sees the old content or the new one, never a part, also after a crash. The file keeps
//! its permissions and, where the system allows it, its owner. Symbolic links are followed. A pipe or a
//! device gets the content directly. A hard link to the old file keeps the old content.

use core::fmt;
use std::boxed::Box;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::string::String;

use tempfile::{Builder, TempPath};
use thiserror::Error;

/// What the system refused about a file.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FileError {
    /// The operating system refused to write a file.
    #[error("cannot write `{path}`: {cause}", path = shown(path))]
    Write {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        cause: io::Error,
    },
    /// The operating system refused to open or read a file.
    #[error("cannot read `{path}`: {cause}", path = shown(path))]
    Read {
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        cause: io::Error,
    },
    /// The content of a file takes more memory than there is.
    #[error("there is too little memory for the content of `{path}`; {wanted} bytes were wanted", path = shown(path))]
    OutOfMemory {
        /// The file.
        path: PathBuf,
        /// The size of the memory that the system refused, in bytes.
        wanted: usize,
    },
}

/// Writes a file, or says why it is as it was.
pub(crate) fn write_whole(path: &Path, content: &[u8]) -> Result<(), FileError> {
    let write = || match Place::of(path)? {
        Place::File(path, old) => replace(&path, old.as_ref(), content),
        Place::Stream(mut stream) => stream.write_all(content).and_then(|()| stream.flush()),
    };
    write().map_err(|cause| FileError::Write { path: path.into(), cause })
}

/// A path for a message of one line.
pub(crate) fn shown(path: &Path) -> impl fmt::Display {
    let path = std::format!("{}", path.display());
    let escape = |c: char| if c.is_control() { c.escape_default().collect() } else { String::from(c) };
    path.chars().map(escape).collect::<String>()
}

/// Where a path leads.
enum Place {
    /// To a file, and what is known of it where it exists.
    File(PathBuf, Option<Metadata>),
    /// To a pipe, a device or a file that is already open: nothing that could be replaced.
    Stream(Box<dyn Write>),
}

impl Place {
    /// Follows symbolic links, also one to a file that does not exist yet.
    fn of(path: &Path) -> io::Result<Self> {
        // As many as Linux follows.
        const MOST_LINKS: usize = 40;
        let mut path = PathBuf::from(path);
        for _ in 0..MOST_LINKS {
            if let Some(stream) = open_already(&path)? {
                return Ok(Self::Stream(stream));
            }
            match fs::symlink_metadata(&path) {
                Ok(found) if found.is_symlink() => path = folder_of(&path).join(fs::read_link(&path)?),
                Ok(found) if found.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
                Ok(found) if found.is_file() => {
                    // A file that may not be written may not be replaced either.
                    let old = OpenOptions::new().write(true).open(&path)?.metadata()?;
                    return Ok(Self::File(path, Some(old)));
                }
                Ok(_) => return Ok(Self::Stream(Box::new(OpenOptions::new().append(true).open(&path)?))),
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::File(path, None)),
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::other("too many symbolic links"))
    }
}

/// The stream of `/dev/stdout` and its relatives. It may be a file that the shell opened: output before this
/// one must stay.
fn open_already(path: &Path) -> io::Result<Option<Box<dyn Write>>> {
    let is_open = cfg!(unix)
        && fs::canonicalize(folder_of(path)).is_ok_and(|folder| {
            folder == Path::new("/dev/fd") || (folder.starts_with("/proc") && folder.ends_with("fd"))
        });
    Ok(match path.file_name().and_then(|name| name.to_str()) {
        Some("1") if is_open => Some(Box::new(io::stdout())),
        Some("2") if is_open => Some(Box::new(io::stderr())),
        _ if is_open => Some(Box::new(OpenOptions::new().append(true).open(path)?)),
        _ => None,
    })
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// Writes the content beside a file and then moves it into its place.
fn replace(path: &Path, old: Option<&Metadata>, content: &[u8]) -> io::Result<()> {
    let fill = |file: &mut File| {
        file.write_all(content)?;
        if let Some(old) = old {
            take_after(file, old)?;
        }
        file.sync_all()
    };
    let folder = folder_of(path);
    written_in(folder, fill)?.persist(path)?;
    sync_folder(folder)
}

/// Fills a new file in the folder, under a name that no other file has. Dropping the path deletes the file.
fn written_in(folder: &Path, fill: impl Fn(&mut File) -> io::Result<()>) -> io::Result<TempPath> {
    // Not the name of the file with a suffix: that name may already be as long as the system allows.
    let mut builder = Builder::new();
    builder.prefix(".monograd-");
    #[cfg(target_os = "linux")]
    if let Ok(mut file) = unnamed(folder) {
        fill(&mut file)?;
        if let Ok(named) = builder.make_in(folder, |path| give_name(&file, path)) {
            return Ok(named.into_temp_path());
        }
    }
    // The permissions of any new file; those of temporary files are for the owner alone.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    fill(file.as_file_mut())?;
    Ok(file.into_temp_path())
}

/// A file without a name, which the system deletes when the process is killed. Not every file system supports
/// it.
#[cfg(target_os = "linux")]
fn unnamed(folder: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::TMPFILE.bits().cast_signed();
    OpenOptions::new().write(true).custom_flags(flags).open(folder)
}

#[cfg(target_os = "linux")]
fn give_name(file: &File, path: &Path) -> io::Result<()> {
    use std::os::fd::AsRawFd;
    let file = std::format!("/proc/self/fd/{}", file.as_raw_fd());
    Ok(rustix::fs::linkat(rustix::fs::CWD, file, rustix::fs::CWD, path, rustix::fs::AtFlags::SYMLINK_FOLLOW)?)
}

/// Gives a new file the owner and the permissions of the one that it replaces.
#[cfg(unix)]
fn take_after(file: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let new = file.metadata()?;
    if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
        // Only the superuser gives files away; everyone else owns what they write.
        let _ = fchown(file, Some(old.uid()), Some(old.gid()));
    }
    file.set_permissions(fs::Permissions::from_mode(old.mode() & 0o777))
}

#[cfg(not(unix))]
fn take_after(file: &File, old: &Metadata) -> io::Result<()> {
    file.set_permissions(old.permissions())
}

/// Waits until the folder's new entry is on the disk, where the system can.
fn sync_folder(folder: &Path) -> io::Result<()> {
    use io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        // It may be written but not read, or is on a file system that does not sync folders.
        Err(error) if matches!(error.kind(), InvalidInput | PermissionDenied | Unsupported) => Ok(()),
        result => result,
    }
}

#[cfg(test)]
mod tests;
