//! Fetches the four files of MNIST that are missing in a folder.
//!
//! Mirrors are asked in order. A file is written only when all of it has arrived and the SHA-256 of its
//! uncompressed content was compared, and then beside its place and moved there, so that a folder
//! never holds a part of a file, also when the program is killed.
//! No server can hang the program: there is a limit on connecting, on silence, and on the whole.

mod checksum;

pub(crate) use checksum::{File, MNIST};

use std::fs;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use checksum::{LARGEST, sha256};
use indicatif::{ProgressBar, ProgressStyle};
use monograd::data::idx;

/// Where MNIST is kept for everyone. What arrives is compared with its SHA-256, so no encryption is needed.
pub(crate) const MIRRORS: [&str; 2] =
    ["http://storage.googleapis.com/cvdf-datasets/mnist/", "http://ossci-datasets.s3.amazonaws.com/mnist/"];

/// Why the files are not there now. Every message ends by saying what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("cannot write `{path}`: {cause}; name a folder that can be written with --data")]
    CannotWrite { path: PathBuf, cause: io::Error },
    #[error("cannot read `{path}`: {cause}; delete it and run again with --download")]
    Unreadable { path: PathBuf, cause: io::Error },
    #[error(
        "`{path}` is not the file that was wanted: its content has the SHA-256 {found}, not \
         {wanted}; delete it and run again with --download"
    )]
    WrongContent { path: PathBuf, found: String, wanted: String },
    #[error(
        "cannot download `{name}`:\n  {}\nrun again later, name another mirror with --mirror, or \
         put the file into `{folder}` yourself", attempts.join("\n  ")
    )]
    NoMirror { name: String, folder: PathBuf, attempts: Vec<String> },
}

/// What went wrong with one mirror: something there, so that the next may do better, or here.
enum Trouble {
    There(String),
    Here(Error),
}

/// How long a server may take.
#[derive(Clone, Copy)]
pub(crate) struct Patience {
    /// To accept a connection, its name looked up and encryption agreed.
    pub(crate) connect: Duration,
    /// Between two pieces of an answer.
    pub(crate) silence: Duration,
    /// For the whole file.
    pub(crate) body: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            silence: Duration::from_secs(20),
            body: Duration::from_secs(15 * 60),
        }
    }
}

/// Fetches files from mirrors.
pub(crate) struct Downloader {
    mirrors: Vec<String>,
    patience: Patience,
    agent: ureq::Agent,
}

impl Downloader {
    /// A downloader that asks these mirrors in order; with a proxy if the environment names one.
    pub(crate) fn new(mirrors: Vec<String>) -> Self {
        Self::with(mirrors, Patience::default(), ureq::Proxy::try_from_env())
    }

    fn with(mirrors: Vec<String>, patience: Patience, proxy: Option<ureq::Proxy>) -> Self {
        let config = ureq::Agent::config_builder()
            .proxy(proxy)
            .http_status_as_error(false)
            // A connection that the server has closed meanwhile would only cost an attempt.
            .max_idle_connections(0)
            .timeout_resolve(Some(patience.connect))
            .timeout_connect(Some(patience.connect))
            .timeout_recv_response(Some(patience.silence))
            .timeout_per_read(Some(patience.silence))
            .timeout_recv_body(Some(patience.body));
        Self { mirrors, patience, agent: config.build().into() }
    }

    /// Leaves good files as they are and fetches the missing ones. A file with other content than
    /// the wanted one is an error: it may be the user's own.
    pub(crate) fn complete(&self, folder: &Path, files: &[File]) -> Result<(), Error> {
        fs::create_dir_all(folder).map_err(cannot_write(folder))?;
        for file in files {
            match idx::find(folder, file.stem) {
                Ok(path) => check(path, file.sha256)?,
                Err(_) => self.fetch(folder, file)?,
            }
        }
        Ok(())
    }

    /// Asks one mirror after the other.
    fn fetch(&self, folder: &Path, file: &File) -> Result<(), Error> {
        let name = format!("{}.gz", file.stem);
        let mut attempts = Vec::new();
        for mirror in &self.mirrors {
            let url = format!("{}/{name}", mirror.trim_end_matches('/'));
            match self.fetch_from(&url, &folder.join(&name), file.sha256) {
                Ok(()) => return Ok(()),
                Err(Trouble::There(reason)) => attempts.push(format!("{url} {reason}")),
                Err(Trouble::Here(error)) => return Err(error),
            }
        }
        Err(Error::NoMirror { name, folder: folder.into(), attempts })
    }

    /// Fetches one file whole, or leaves nothing.
    fn fetch_from(&self, url: &str, path: &Path, wanted: &str) -> Result<(), Trouble> {
        let folder = path.parent().unwrap_or(Path::new("."));
        // Nothing is fetched for a folder that takes no files.
        tempfile::tempfile_in(folder).map_err(cannot_write(folder))?;

        let answer = self.agent.get(url).call();
        let answer = answer.map_err(|error| self.there(&error))?;
        let status = answer.status();
        if status != ureq::http::StatusCode::OK {
            return there(format!("answered `{status}`; `200 OK` was wanted"));
        }
        let content = self.body(answer.into_body(), path)?;

        match sha256(content.as_slice()) {
            Ok(found) if found == wanted => {}
            Ok(found) => {
                return there(format!("sent content with the SHA-256 {found}; {wanted} was wanted"));
            }
            Err(cause) => {
                return there(format!("sent a file that cannot be decompressed: {cause}"));
            }
        }
        write(path, folder, &content).map_err(cannot_write(path))?;
        eprintln!("fetched {url}");
        Ok(())
    }

    /// The body of an answer, received under a progress bar.
    fn body(&self, body: ureq::Body, path: &Path) -> Result<Vec<u8>, Trouble> {
        let announced = body.content_length();
        let cut_short = |received: u64| {
            let wanted = announced.map_or("more".into(), |length| length.to_string());
            there(format!("broke off after {received} bytes; {wanted} were wanted"))
        };
        let mut body = progress_bar(announced, path).wrap_read(body.into_reader());
        let mut buffer = vec![0; 1 << 16];
        let mut content = Vec::new();
        while content.len() as u64 <= LARGEST {
            let received = content.len() as u64;
            match body.read(&mut buffer).map_err(ureq::Error::from) {
                Ok(0) if announced.is_some_and(|length| received < length) => {
                    return cut_short(received);
                }
                Ok(0) => return Ok(content),
                Ok(read) => content.extend_from_slice(&buffer[..read]),
                Err(ureq::Error::Io(cause)) if cause.kind() == io::ErrorKind::UnexpectedEof => {
                    return cut_short(received);
                }
                Err(error) => return Err(self.there(&error)),
            }
        }
        there(format!("sent more than {LARGEST} bytes; no file of the set is so large"))
    }

    /// An error of the connection, in plain words where it is a limit of ours.
    fn there(&self, error: &ureq::Error) -> Trouble {
        use ureq::Timeout::{Connect, PerRead, RecvBody, RecvResponse, Resolve};
        let Patience { connect, silence, body } = self.patience;
        Trouble::There(match error {
            ureq::Error::Timeout(Resolve | Connect) => {
                format!("was not reached within {connect:?}")
            }
            ureq::Error::Timeout(PerRead | RecvResponse) => format!("was silent for {silence:?}"),
            ureq::Error::Timeout(RecvBody) => format!("did not send the file within {body:?}"),
            ureq::Error::TlsRequired => {
                "wants encryption: add `--features https` to the command that builds this program".into()
            }
            error => format!("failed: {error}"),
        })
    }
}

fn there<T>(reason: String) -> Result<T, Trouble> {
    Err(Trouble::There(reason))
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Here(error)
    }
}

/// Says which folder, or which file, cannot be written.
fn cannot_write(path: &Path) -> impl Fn(io::Error) -> Error {
    move |cause| Error::CannotWrite { path: path.into(), cause }
}

/// Writes a file whole or not at all. It becomes as readable as any other file of the user, where
/// temporary files are otherwise private.
fn write(path: &Path, folder: &Path, content: &[u8]) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut part = builder.prefix(".").suffix(".part").tempfile_in(folder)?;
    part.write_all(content)?;
    part.as_file().sync_all()?;
    part.persist(path)?;
    Ok(())
}

fn progress_bar(length: Option<u64>, path: &Path) -> ProgressBar {
    let bar = if cfg!(test) { ProgressBar::hidden() } else { ProgressBar::no_length() };
    let template = "{msg} [{bar:24}] {bytes}/{total_bytes}, {bytes_per_sec}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("=> "));
    }
    let name = path.file_name().unwrap_or_default();
    let bar = bar.with_message(name.to_string_lossy().into_owned());
    // Last, since it draws the bar.
    if let Some(length) = length {
        bar.set_length(length);
    }
    bar
}

/// Compares a file that is already there.
fn check(path: PathBuf, wanted: &str) -> Result<(), Error> {
    match fs::File::open(&path).and_then(|file| sha256(BufReader::new(file))) {
        Ok(found) if found == wanted => Ok(()),
        Ok(found) => Err(Error::WrongContent { path, found, wanted: wanted.into() }),
        Err(cause) => Err(Error::Unreadable { path, cause }),
    }
}

#[cfg(test)]
mod tests;
