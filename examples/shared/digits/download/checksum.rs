//! The files of MNIST, and how they are known: by the SHA-256 of their uncompressed content.
//!
//! Compressed bytes differ from packer to packer, and a file may be plain or gzipped; the
//! content is the same.

use std::fmt::Write;
use std::io::{self, BufRead, Read};

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

/// A file of a data set.
#[derive(Clone, Copy)]
pub(crate) struct File<'a> {
    /// Its name without `.gz`.
    pub(crate) stem: &'a str,
    /// The SHA-256 of its uncompressed content.
    pub(crate) sha256: &'a str,
}

/// MNIST: images and labels to train on, images and labels to test on.
#[rustfmt::skip]
pub(crate) const MNIST: [File<'static>; 4] = [
    File { stem: "train-images-idx3-ubyte", sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db" },
    File { stem: "train-labels-idx1-ubyte", sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5" },
    File { stem: "t10k-images-idx3-ubyte", sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7" },
    File { stem: "t10k-labels-idx1-ubyte", sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2" },
];

/// No file of the data set is larger than this, compressed or not; what is larger is something else.
pub(super) const LARGEST: u64 = 64 << 20;

/// The SHA-256 of a file's content, decompressed where it begins like gzip.
pub(super) fn sha256(mut file: impl BufRead) -> io::Result<String> {
    let content: &mut dyn Read =
        if file.fill_buf()?.starts_with(&[0x1f, 0x8b]) { &mut MultiGzDecoder::new(file) } else { &mut file };
    let mut content = content.take(LARGEST);
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match content.read(&mut buffer)? {
            0 => return Ok(hexadecimal(&hash.finalize())),
            read => hash.update(&buffer[..read]),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        // Writing into a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
