//! The downloader against servers of our own on the loopback address: every way to fail, and then
//! the second mirror. In no case is anything left in the folder but whole files.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempDir;

use super::{Downloader, File, MIRRORS, MNIST, Patience, sha256};

const CONTENT: &[u8] = b"the ten digits, many times";
/// The SHA-256 of `CONTENT`, from `sha256sum`.
const DIGITS: File<'static> =
    File { stem: "digits", sha256: "d4e1bda9031da791b50099b634a3efe2cd9afb66c92bc7cf95c193804a662d77" };

/// What a server does once it has read a request.
#[derive(Clone)]
enum Answer {
    /// Sends these bytes, with a header of its own making.
    Send(Vec<u8>),
    /// Sends these bytes and then nothing more, without hanging up.
    Stall(Vec<u8>),
}

/// An answer with a body, and a header that announces `length` bytes.
fn answer(status: &str, length: usize, body: &[u8]) -> Vec<u8> {
    let header = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n");
    [header.as_bytes(), body].concat()
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// A good answer.
fn good() -> Answer {
    let body = gzip(CONTENT);
    Answer::Send(answer("200 OK", body.len(), &body))
}

/// A server that gives the same answer to everyone.
struct Server {
    url: String,
    /// The first line of each request.
    requests: mpsc::Receiver<String>,
}

fn serve(answer: Answer) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/mnist", listener.local_addr().unwrap());
    let (sender, requests) = mpsc::channel();
    thread::spawn(move || {
        // Kept open, so that a client that waits does so until it loses its patience.
        let mut open = Vec::new();
        for stream in listener.incoming().map_while(Result::ok) {
            let _ = sender.send(read_request(&stream));
            let (Answer::Send(bytes) | Answer::Stall(bytes)) = &answer;
            let _ = (&stream).write_all(bytes);
            if matches!(answer, Answer::Stall(_)) {
                open.push(stream);
            }
        }
    });
    Server { url, requests }
}

/// Reads a request to its empty line; returns its first.
fn read_request(stream: &TcpStream) -> String {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    first
}

/// A downloader without a proxy and with little patience.
fn downloader(mirrors: &[&str]) -> Downloader {
    let patience = Patience {
        connect: Duration::from_secs(2),
        silence: Duration::from_millis(250),
        body: Duration::from_secs(10),
    };
    Downloader::with(mirrors.iter().map(ToString::to_string).collect(), patience, None)
}

/// The names of everything in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn a_missing_file_is_fetched_once_and_kept_as_it_came() {
    let (server, parent) = (serve(good()), folder());
    let folder = parent.path().join("made/on the way");
    // With and without a slash at the end of the mirror's address.
    let mirror = format!("{}/", server.url);
    downloader(&[&mirror]).complete(&folder, &[DIGITS]).unwrap();
    assert_eq!(names(&folder), ["digits.gz"]);
    assert_eq!(fs::read(folder.join("digits.gz")).unwrap(), gzip(CONTENT));
    assert_eq!(server.requests.recv().unwrap(), "GET /mnist/digits.gz HTTP/1.1");

    downloader(&[&server.url]).complete(&folder, &[DIGITS]).unwrap();
    assert!(server.requests.try_recv().is_err(), "a good file was fetched again");
}

#[test]
fn several_files_come_from_a_server_that_hangs_up_after_each() {
    let (server, folder) = (serve(good()), folder());
    let files = ["a", "b", "c"].map(|stem| File { stem, ..DIGITS });
    downloader(&[&server.url]).complete(folder.path(), &files).unwrap();
    assert_eq!(names(folder.path()).len(), 3);
}

#[test]
fn a_good_plain_file_is_not_fetched() {
    let (server, folder) = (serve(good()), folder());
    fs::write(folder.path().join("digits"), CONTENT).unwrap();
    downloader(&[&server.url]).complete(folder.path(), &[DIGITS]).unwrap();
    assert!(server.requests.try_recv().is_err());
}

#[test]
fn a_file_with_other_content_is_named_and_left_alone() {
    let (server, folder) = (serve(good()), folder());
    let path = folder.path().join("digits");
    fs::write(&path, "mine").unwrap();
    let error = downloader(&[&server.url]).complete(folder.path(), &[DIGITS]).unwrap_err();
    let wanted = format!(
        "`{}` is not the file that was wanted: its content has the SHA-256 {}, not {}; delete it \
         and run again with --download",
        path.display(),
        sha256(fs::read(&path).unwrap().as_slice()).unwrap(),
        DIGITS.sha256,
    );
    assert_eq!(error.to_string(), wanted);
    assert_eq!(fs::read(&path).unwrap(), b"mine");
    assert!(server.requests.try_recv().is_err());

    fs::remove_file(&path).unwrap();
    let path = folder.path().join("digits.gz");
    fs::write(&path, &gzip(CONTENT)[..20]).unwrap();
    let error = downloader(&[&server.url]).complete(folder.path(), &[DIGITS]).unwrap_err();
    let text = error.to_string();
    assert!(text.starts_with(&format!("cannot read `{}`: ", path.display())), "{text}");
    assert!(text.ends_with("; delete it and run again with --download"), "{text}");
}

/// Every failing mirror alone gives its reason and leaves nothing; before a good one it does no harm.
#[test]
fn a_mirror_that_fails_gives_its_reason_and_then_the_second_is_asked() {
    let (body, other) = (gzip(CONTENT), gzip(b"another file"));
    let cut = &body[..body.len() - 5];
    let send = |status, length, body: &[u8]| Answer::Send(answer(status, length, body));
    let checksum = format!(
        "sent content with the SHA-256 {}; {} was wanted",
        "100ef6a71bac925f709fe9c114c60460bf6e472cfdb9d44bd8adf1698135260f", DIGITS.sha256,
    );
    let cases = [
        (send("404 Not Found", 4, b"none"), "answered `404 Not Found`; `200 OK` was wanted".into()),
        (send("204 No Content", 0, b""), "answered `204 No Content`; `200 OK` was wanted".into()),
        (send("200 OK", other.len(), &other), checksum),
        (
            send("200 OK", body.len(), cut),
            format!("broke off after {} bytes; {} were wanted", cut.len(), body.len()),
        ),
        (
            send("200 OK", cut.len(), cut),
            "sent a file that cannot be decompressed: unexpected end of file".into(),
        ),
        (Answer::Stall(Vec::new()), "was silent for 250ms".into()),
        (Answer::Stall(answer("200 OK", body.len(), cut)), "was silent for 250ms".into()),
    ];
    for (answer, reason) in cases {
        let bad = serve(answer);
        let start = Instant::now();
        assert_fails(&bad.url, &reason);
        assert!(start.elapsed() < Duration::from_secs(5), "{reason}: {:?}", start.elapsed());

        let (good, folder) = (serve(good()), folder());
        downloader(&[&bad.url, &good.url]).complete(folder.path(), &[DIGITS]).unwrap();
        assert_eq!(names(folder.path()), ["digits.gz"], "{reason}");
    }
}

/// The mirror fails for this reason, the message ends with what to do, and nothing is left.
fn assert_fails(mirror: &str, reason: &str) {
    let folder = folder();
    let error = downloader(&[mirror]).complete(folder.path(), &[DIGITS]).unwrap_err();
    let wanted = format!(
        "cannot download `digits.gz`:\n  {mirror}/digits.gz {reason}\nrun again later, name another \
         mirror with --mirror, or put the file into `{}` yourself",
        folder.path().display(),
    );
    assert_eq!(error.to_string(), wanted);
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn a_body_that_breaks_off_without_a_length_is_found_by_its_content() {
    let cut = [b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", &gzip(CONTENT)[..30]].concat();
    assert_fails(
        &serve(Answer::Send(cut)).url,
        "sent a file that cannot be decompressed: incomplete deflate stream",
    );
}

#[test]
fn a_body_without_end_is_not_taken() {
    let header = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".as_slice();
    let endless = [header, &vec![0; 65 << 20]].concat();
    assert_fails(
        &serve(Answer::Send(endless)).url,
        "sent more than 67108864 bytes; no file of the set is so large",
    );
}

#[test]
fn nothing_is_in_the_folder_before_the_whole_file_has_arrived() {
    let body = gzip(CONTENT);
    let (server, parent) = (serve(Answer::Stall(answer("200 OK", body.len(), &body[..30]))), folder());
    let folder = parent.path().to_owned();
    let download = thread::spawn(move || downloader(&[&server.url]).complete(&folder, &[DIGITS]).is_err());
    while !download.is_finished() {
        assert_eq!(names(parent.path()), [""; 0]);
        thread::sleep(Duration::from_millis(5));
    }
    assert!(download.join().unwrap());
}

#[cfg(not(feature = "https"))]
#[test]
fn a_mirror_that_wants_encryption() {
    let mirror = serve(Answer::Stall(Vec::new())).url.replace("http", "https");
    assert_fails(&mirror, "wants encryption: add `--features https` to the command that builds this program");
}

#[cfg(feature = "https")]
#[test]
fn a_server_that_never_answers_the_encryption() {
    let mirror = serve(Answer::Stall(Vec::new())).url.replace("http", "https");
    assert_fails(&mirror, "was silent for 250ms");
}

#[test]
fn no_server_and_nonsense() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let closed = format!("http://{free}");
    let garbage = serve(Answer::Send(b"no HTTP\r\n\r\n".to_vec()));
    let (good, folder) = (serve(good()), folder());
    let bad = [closed.as_str(), &garbage.url, "not an address"];
    let error = downloader(&bad).complete(folder.path(), &[DIGITS]).unwrap_err().to_string();
    for mirror in bad {
        assert!(error.contains(&format!("\n  {mirror}/digits.gz failed: ")), "{error}");
    }
    assert_eq!(names(folder.path()), [""; 0]);
    let mirrors = [bad[0], bad[1], bad[2], &good.url];
    downloader(&mirrors).complete(folder.path(), &[DIGITS]).unwrap();
    assert_eq!(names(folder.path()), ["digits.gz"]);
}

#[test]
fn a_folder_that_cannot_be_written_is_named_before_any_request() {
    let (server, parent) = (serve(good()), folder());
    let file = parent.path().join("a file");
    fs::write(&file, "").unwrap();
    let mut folders = vec![file.clone(), file.join("below")];
    if cfg!(target_os = "linux") {
        // Not even the superuser writes here.
        folders.push("/proc/self".into());
    }
    for folder in folders {
        let error = downloader(&[&server.url]).complete(&folder, &[DIGITS]).unwrap_err();
        let text = error.to_string();
        assert!(text.starts_with(&format!("cannot write `{}`: ", folder.display())), "{text}");
        assert!(text.ends_with("; name a folder that can be written with --data"), "{text}");
    }
    assert!(server.requests.try_recv().is_err());
}

#[test]
fn the_table_is_whole() {
    assert!(MNIST.iter().all(|file| file.sha256.len() == 64));
    assert!(MIRRORS.iter().all(|mirror| mirror.starts_with("http://") && mirror.ends_with('/')));
    let Some(folder) = std::env::var_os("MNIST_DIR") else {
        return;
    };
    // Nothing is missing, so no mirror is needed.
    downloader(&[]).complete(Path::new(&folder), &MNIST).unwrap();
}
